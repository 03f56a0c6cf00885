// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/**
 * Credentials could not be looked up, which says nothing about whether they exist. A verifier takes
 * any exception of a lookup this way; this one is for lookups that want to say so.
 *
 * @since 0.1
 */
public final class CredentialsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param message what failed, without secrets
   */
  public CredentialsUnavailableException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, without secrets
   * @param cause why
   */
  public CredentialsUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
