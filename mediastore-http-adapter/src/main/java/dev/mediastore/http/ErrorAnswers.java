// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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
  static Headers headers(
      ServiceException error, Plane plane, boolean head, @Nullable RefusalReport report) {
    ServiceError kind = error.error();
    Headers.Builder headers =
        Headers.builder()
            .add("Content-Type", contentType(plane))
            .add("x-amzn-ErrorType", kind.wireName());
    if (head) {
      headers.add("x-amzn-error-message", PublicText.of(error.publicMessage()));
    }
    if (head && report != null) {
      headers.add("x-mediastore-explanation", PublicText.of(report.summary()));
    }
    if (kind == ServiceError.SERVICE_UNAVAILABLE || kind == ServiceError.THROTTLING) {
      headers.add("Retry-After", RETRY_AFTER_SECONDS);
    }
    // One bad answer must not poison a shared cache.
    if (!error.headers().contains("Cache-Control")) {
      headers.add("Cache-Control", "no-store");
    }
    return headers.addAll(error.headers()).build();
  }

  /** The document that says what went wrong. */
  static byte[] body(ServiceException error, @Nullable RefusalReport report) {
    // The one character left in a public text that JSON wants escaped. Written by hand because a
    // player that is early gets this answer over and over.
    String message = PublicText.of(error.publicMessage()).replace("\\", "\\\\");
    String json =
        "{\"__type\":\""
            + error.error().wireName()
            + "\",\"message\":\""
            + message
            + "\",\"Message\":\""
            + message
            + (report == null ? "\"}" : "\",\"explanation\":" + explanation(report) + '}');
    return json.getBytes(StandardCharsets.US_ASCII);
  }

  /** In the same characters as the rest, whatever the request brought along. */
  private static String explanation(RefusalReport report) {
    StringBuilder ascii = new StringBuilder();
    for (char c : JsonText.write(report.toJson()).toCharArray()) {
      if (c < 0x7F) {
        ascii.append(c);
      } else {
        ascii.append(String.format("\\u%04x", (int) c));
      }
    }
    return ascii.toString();
  }

  static String contentType(Plane plane) {
    return plane == Plane.CONTROL ? "application/x-amz-json-1.1" : "application/json";
  }

  /** A fault on this side; what it was is for the log. */
  static ServiceException internal() {
    return new ServiceException(ServiceError.INTERNAL, "The service failed. Try again.");
  }
}
