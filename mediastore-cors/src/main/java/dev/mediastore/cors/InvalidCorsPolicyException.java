// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

/**
 * A CORS policy breaks a constraint and was not accepted.
 *
 * <p>The message names the member and the constraint but not the value; that is in the {@link
 * #violation violation}.
 *
 * @since 0.1
 */
public final class InvalidCorsPolicyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final CorsViolation violation;

  InvalidCorsPolicyException(CorsViolation violation) {
    super(violation.member() + ": " + violation.constraint());
    this.violation = violation;
  }

  /** The first violation found. */
  public CorsViolation violation() {
    return violation;
  }
}
