// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Ends the handling of a request with an error of the contract. Never leaves this package: the
 * pipeline turns it into an answer.
 */
final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ServiceError error;

  /**
   * @param error what went wrong
   * @param publicMessage text for the client; never holds secrets or unescaped input
   */
  ServiceException(ServiceError error, String publicMessage) {
    // An expected outcome, not a defect: no stack trace is worth its cost here.
    super(publicMessage, null, false, false);
    this.error = error;
  }

  ServiceError error() {
    return error;
  }

  /** Text for the client. */
  String publicMessage() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
