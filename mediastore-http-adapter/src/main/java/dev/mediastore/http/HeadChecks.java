// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every head must satisfy before anything is made of it, whichever host let it through. Safe
 * for any thread.
 */
final class HeadChecks {
  private final HttpLimits limits;

  HeadChecks(HttpLimits limits) {
    this.limits = limits;
  }

  /** Checks sizes, method, framing and expectation. */
  void check(RequestHead head) {
    int line = head.method().length() + head.rawTarget().length();
    if (line > limits.requestLineCharacters()) {
      throw new ServiceException(
          ServiceError.TARGET_TOO_LONG,
          "The request line has more than " + limits.requestLineCharacters() + " characters.");
    }
    checkHeaders(head.headers());
    if (!Ascii.isToken(head.method())) {
      throw new ServiceException(ServiceError.VALIDATION, "The method is malformed.").closing();
    }
    checkFraming(head);
    checkExpectation(head);
  }

  /**
   * Some servers read past a coding that they do not know, and hand its bytes on as content; and
   * some take {@code +5} for a length.
   */
  private static void checkFraming(RequestHead head) {
    List<String> codings = head.headers().all("Transfer-Encoding");
    boolean chunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
    boolean alone =
        !head.headers().contains("Content-Length") && head.version() != HttpVersion.HTTP_1_0;
    if (!codings.isEmpty() && !(chunked && alone)) {
      throw malformed("The body may be chunked or have a length, and nothing else.");
    }
    List<String> lengths = head.headers().all("Content-Length");
    if (!lengths.isEmpty() && !(lengths.size() == 1 && Ascii.isNumber(lengths.get(0)))) {
      throw malformed("Content-Length must be a number.");
    }
  }

  private void checkHeaders(Headers headers) {
    long total = 0;
    boolean tooLong = headers.size() > limits.headerCount();
    for (int i = 0; i < headers.size() && !tooLong; i++) {
      int length = headers.name(i).length() + headers.value(i).length();
      total += length;
      tooLong = length > limits.headerCharacters() || total > limits.headersCharacters();
    }
    if (tooLong) {
      throw new ServiceException(
          ServiceError.HEADERS_TOO_LARGE, "The header fields are too many or too long.");
    }
  }

  private static void checkExpectation(RequestHead head) {
    if (head.version() == HttpVersion.HTTP_1_0) {
      return;
    }
    for (String expectation : head.headers().all("Expect")) {
      if (!expectation.equalsIgnoreCase("100-continue")) {
        throw new ServiceException(
            ServiceError.EXPECTATION_FAILED, "The only expectation known is 100-continue.");
      }
    }
  }

  /**
   * The authority that a request is for: one, whether it is in the target or in {@code Host}.
   *
   * @return null for HTTP/1.0 without any
   * @throws ServiceException if there is none where one is due, more than one, or a malformed one
   */
  static @Nullable Authority authority(RequestHead head, RequestTarget target) {
    List<String> hosts = head.headers().all("Host");
    if (hosts.size() > 1) {
      throw malformed("The request has more than one Host.");
    }
    if (hosts.isEmpty()) {
      if (head.version() == HttpVersion.HTTP_1_0 && target.authority() == null) {
        return null;
      }
      throw malformed("The request has no Host.");
    }
    Authority host =
        Authority.parse(hosts.get(0)).orElseThrow(() -> malformed("Host is malformed."));
    String inTarget = target.authority();
    if (inTarget != null) {
      Optional<Authority> other = Authority.parse(inTarget);
      boolean same =
          other.isPresent()
              && other.get().host().equals(host.host())
              && other.get().effectivePort(head.secure()) == host.effectivePort(head.secure());
      if (!same) {
        throw malformed("The request target and Host differ.");
      }
    }
    return host;
  }

  private static ServiceException malformed(String message) {
    return new ServiceException(ServiceError.VALIDATION, message).closing();
  }
}
