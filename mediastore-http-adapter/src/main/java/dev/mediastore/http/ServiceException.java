// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the handling of a request with an error of the contract. Never leaves this package: the
 * pipeline turns it into an answer.
 */
final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ServiceError error;
  private final Headers headers;
  private final boolean close;
  private final @Nullable String logDetail;
  private final transient @Nullable Supplier<RefusalReport> explanation;

  /**
   * @param error what went wrong
   * @param publicMessage text for the client; never holds secrets or unescaped input
   */
  ServiceException(ServiceError error, String publicMessage) {
    this(error, publicMessage, Headers.empty(), error.closes(), null, null);
  }

  private ServiceException(
      ServiceError error,
      String publicMessage,
      Headers headers,
      boolean close,
      @Nullable String logDetail,
      @Nullable Supplier<RefusalReport> explanation) {
    // An expected outcome, not a defect: no stack trace is worth its cost here.
    super(publicMessage, null, false, false);
    this.error = error;
    this.headers = headers;
    this.close = close;
    this.logDetail = logDetail;
    this.explanation = explanation;
  }

  /** The same error with a further header field in its answer. */
  ServiceException with(String name, String value) {
    return new ServiceException(
        error,
        publicMessage(),
        Headers.builder().addAll(headers).add(name, value).build(),
        close,
        logDetail,
        explanation);
  }

  /** The same error, after which the connection cannot be trusted any more. */
  ServiceException closing() {
    return new ServiceException(error, publicMessage(), headers, true, logDetail, explanation);
  }

  /**
   * The same error with a text for the log, which clients never see; without secrets all the same.
   */
  ServiceException detailed(String detail) {
    return new ServiceException(error, publicMessage(), headers, close, detail, explanation);
  }

  /**
   * The same error with what an operator may want to know.
   *
   * @param report computed when it is asked for, which it usually is not; safe to ask on any thread
   */
  ServiceException explained(Supplier<RefusalReport> report) {
    return new ServiceException(error, publicMessage(), headers, close, logDetail, report);
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

  /** Text for the log. */
  String detail() {
    return logDetail == null ? publicMessage() : logDetail;
  }

  boolean isExplained() {
    return explanation != null;
  }

  /** Explains the refusal, if there is more to say than its message. */
  RefusalReport report() {
    return explanation == null
        ? RefusalReport.of(publicMessage(), List.of(), List.of())
        : explanation.get();
  }
}
