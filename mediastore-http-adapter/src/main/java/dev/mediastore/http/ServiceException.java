// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Ends the handling of a request with an error of the contract. Never leaves this package: the
 * pipeline turns it into an answer.
 */
final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ServiceError error;
  private final Headers headers;
  private final boolean close;

  /**
   * @param error what went wrong
   * @param publicMessage text for the client; never holds secrets or unescaped input
   */
  ServiceException(ServiceError error, String publicMessage) {
    this(error, publicMessage, Headers.empty(), error.closes());
  }

  private ServiceException(
      ServiceError error, String publicMessage, Headers headers, boolean close) {
    // An expected outcome, not a defect: no stack trace is worth its cost here.
    super(publicMessage, null, false, false);
    this.error = error;
    this.headers = headers;
    this.close = close;
  }

  /** The same error with a further header field in its answer. */
  ServiceException with(String name, String value) {
    return new ServiceException(
        error, publicMessage(), Headers.builder().addAll(headers).add(name, value).build(), close);
  }

  /** The same error, after which the connection cannot be trusted any more. */
  ServiceException closing() {
    return new ServiceException(error, publicMessage(), headers, true);
  }

  ServiceError error() {
    return error;
  }

  /** Header fields that belong to the answer because of this error. */
  Headers headers() {
    return headers;
  }

  /** Whether the connection must be closed after the answer. */
  boolean closes() {
    return close;
  }

  /** Text for the client. */
  String publicMessage() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
