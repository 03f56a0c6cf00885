// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.EntityTag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Conditional requests for reading, in the order of RFC 9110 section 13.2.2, and {@code If-Range}.
 *
 * <p>Malformed dates and repeated date fields are ignored; repeated tag fields are one list.
 */
final class Preconditions {

  /** What the conditions make of a request. */
  enum Outcome {
    /** They hold, or there are none. */
    PROCEED,
    /** The client's copy is current. */
    NOT_MODIFIED,
    /** The client demanded another version. */
    FAILED
  }

  private Preconditions() {}

  /** Evaluates the conditions against the version that would be read. */
  static Outcome evaluate(Headers headers, EntityTag tag, Instant lastModified) {
    Instant modified = lastModified.truncatedTo(ChronoUnit.SECONDS);
    if (headers.contains("If-Match")) {
      if (!listed(headers, "If-Match", tag, false)) {
        return Outcome.FAILED;
      }
    } else if (date(headers, "If-Unmodified-Since").filter(modified::isAfter).isPresent()) {
      return Outcome.FAILED;
    }
    if (headers.contains("If-None-Match")) {
      return listed(headers, "If-None-Match", tag, true) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }
    boolean current =
        date(headers, "If-Modified-Since").filter(since -> !modified.isAfter(since)).isPresent();
    return current ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
  }

  /** Whether a range may be answered from this version: only if the client's copy is of it. */
  static boolean rangeApplies(Headers headers, EntityTag tag, Instant lastModified) {
    List<String> values = headers.all("If-Range");
    if (values.isEmpty()) {
      return true;
    }
    if (values.size() > 1) {
      return false;
    }
    String validator = values.get(0);
    return EntityTags.isTag(validator, tag, false)
        || HttpDates.parse(validator)
            .filter(lastModified.truncatedTo(ChronoUnit.SECONDS)::equals)
            .isPresent();
  }

  private static boolean listed(Headers headers, String name, EntityTag tag, boolean weak) {
    return headers.all(name).stream().anyMatch(list -> EntityTags.matches(list, tag, weak));
  }

  private static Optional<Instant> date(Headers headers, String name) {
    List<String> values = headers.all(name);
    return values.size() == 1 ? HttpDates.parse(values.get(0)) : Optional.empty();
  }
}
