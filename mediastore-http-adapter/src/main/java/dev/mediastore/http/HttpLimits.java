// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.time.Duration;
import java.util.Objects;

/**
 * What the pipeline accepts before it looks closer, whatever the host lets through. Immutable.
 *
 * <p>The lengths of objects and the number of uploads are limits of the origin itself: see {@link
 * dev.mediastore.core.StoreLimits}.
 *
 * @param requestLineCharacters method and target together
 * @param headerCharacters name and value of one header field
 * @param headersCharacters names and values of all header fields
 * @param headerCount number of header fields
 * @param queryCharacters query of the request target, undecoded
 * @param queryParameters number of query parameters
 * @param controlBodyBytes body of a control-plane request; a CORS policy may need 398,000
 *     characters
 * @param ignoredBodyBytes body of a signed request that has no use for one, read only to verify it
 * @param upload time from the head of an upload to the end of its body
 * @param callerLookup time the {@link CallerDirectory} has, if it may block
 * @param waiters requests that wait at once for something to arrive, where a rule lets them
 * @since 0.1
 */
public record HttpLimits(
    int requestLineCharacters,
    int headerCharacters,
    int headersCharacters,
    int headerCount,
    int queryCharacters,
    int queryParameters,
    int controlBodyBytes,
    int ignoredBodyBytes,
    Duration upload,
    Duration callerLookup,
    int waiters) {

  private static final HttpLimits DEFAULTS =
      new HttpLimits(
          8 * 1024,
          8 * 1024,
          16 * 1024,
          100,
          4 * 1024,
          64,
          512 * 1024,
          64 * 1024,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          10_000);

  /** Checks that every limit is positive. */
  public HttpLimits {
    positive("requestLineCharacters", requestLineCharacters);
    positive("headerCharacters", headerCharacters);
    positive("headersCharacters", headersCharacters);
    positive("headerCount", headerCount);
    positive("queryCharacters", queryCharacters);
    positive("queryParameters", queryParameters);
    positive("controlBodyBytes", controlBodyBytes);
    positive("ignoredBodyBytes", ignoredBodyBytes);
    positive("upload", upload);
    positive("callerLookup", callerLookup);
    positive("waiters", waiters);
  }

  /** The limits of the contract where it has them, and otherwise what real clients stay below. */
  public static HttpLimits defaults() {
    return DEFAULTS;
  }

  /** These limits with another time for an upload. */
  public HttpLimits withUpload(Duration time) {
    return new HttpLimits(
        requestLineCharacters,
        headerCharacters,
        headersCharacters,
        headerCount,
        queryCharacters,
        queryParameters,
        controlBodyBytes,
        ignoredBodyBytes,
        time,
        callerLookup,
        waiters);
  }

  /** These limits with another time for the look-up of a caller. */
  public HttpLimits withCallerLookup(Duration time) {
    return new HttpLimits(
        requestLineCharacters,
        headerCharacters,
        headersCharacters,
        headerCount,
        queryCharacters,
        queryParameters,
        controlBodyBytes,
        ignoredBodyBytes,
        upload,
        time,
        waiters);
  }

  /** These limits with another number of requests that wait. */
  public HttpLimits withWaiters(int most) {
    return new HttpLimits(
        requestLineCharacters,
        headerCharacters,
        headersCharacters,
        headerCount,
        queryCharacters,
        queryParameters,
        controlBodyBytes,
        ignoredBodyBytes,
        upload,
        callerLookup,
        most);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }

  private static void positive(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
