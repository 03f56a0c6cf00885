// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.MediaStoreException;
import java.nio.charset.StandardCharsets;

/**
 * Renders errors in all the places where clients look for them (contract section 3.1, signing rules
 * section 7): status, {@code x-amzn-ErrorType}, and a body with {@code __type} and both spellings
 * of the message. An answer to HEAD has no body, so its text goes into {@code
 * x-amzn-error-message}.
 */
final class ErrorAnswers {
  /** Seconds after which a refused request may be tried again. */
  private static final String RETRY_AFTER_SECONDS = "1";

  private ErrorAnswers() {}

  /** The fields of an error answer, apart from those that every answer has. */
  static Headers headers(ServiceException error, Plane plane, boolean head) {
    ServiceError kind = error.error();
    Headers.Builder headers =
        Headers.builder()
            .add("Content-Type", contentType(plane))
            .add("x-amzn-ErrorType", kind.wireName());
    if (head) {
      headers.add("x-amzn-error-message", PublicText.of(error.publicMessage()));
    }
    if (kind == ServiceError.SERVICE_UNAVAILABLE || kind == ServiceError.THROTTLING) {
      headers.add("Retry-After", RETRY_AFTER_SECONDS);
    }
    // One bad answer must not poison a shared cache.
    return headers.add("Cache-Control", "no-store").addAll(error.headers()).build();
  }

  /** The document that says what went wrong. */
  static byte[] body(ServiceException error) {
    String message = PublicText.of(error.publicMessage());
    String json =
        "{\"__type\":\""
            + error.error().wireName()
            + "\",\"message\":\""
            + message
            + "\",\"Message\":\""
            + message
            + "\"}";
    return json.getBytes(StandardCharsets.US_ASCII);
  }

  static String contentType(Plane plane) {
    return plane == Plane.CONTROL ? "application/x-amz-json-1.1" : "application/json";
  }

  /** The one translation of what the origin reports; only faults keep their text to themselves. */
  static ServiceException translate(MediaStoreException failure, Plane plane) {
    return switch (failure.code()) {
      case CONTAINER_NOT_FOUND -> as(ServiceError.CONTAINER_NOT_FOUND, failure);
      case CONTAINER_IN_USE -> as(ServiceError.CONTAINER_IN_USE, failure);
      case OBJECT_NOT_FOUND -> as(ServiceError.OBJECT_NOT_FOUND, failure);
      case LIMIT_EXCEEDED ->
          plane == Plane.CONTROL
              ? as(ServiceError.LIMIT_EXCEEDED, failure)
              : as(ServiceError.SERVICE_UNAVAILABLE, failure).closing();
      case VALIDATION -> as(ServiceError.VALIDATION, failure);
      case OBJECT_TOO_LARGE -> as(ServiceError.BODY_TOO_LARGE, failure);
      case CONFLICT -> as(ServiceError.CONFLICT, failure);
      case DIGEST_MISMATCH -> as(ServiceError.CONTENT_DIGEST_MISMATCH, failure);
      case STORE_FULL, STORE_READ_ONLY ->
          new ServiceException(
                  ServiceError.SERVICE_UNAVAILABLE, "The store takes no uploads at the moment.")
              .closing();
      case CLOSED ->
          new ServiceException(ServiceError.SERVICE_UNAVAILABLE, "The service is shutting down.");
      case CORRUPT, INTERNAL -> internal();
    };
  }

  /** A fault on this side; what it was is for the log. */
  static ServiceException internal() {
    return new ServiceException(ServiceError.INTERNAL, "The service failed. Try again.");
  }

  private static ServiceException as(ServiceError error, MediaStoreException failure) {
    return new ServiceException(error, failure.publicMessage());
  }
}
