// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ByteRange;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@code Range} field with one range (contract section 9): {@code first-last}, {@code first-} or
 * {@code -count}. Immutable.
 *
 * @param first position of the first byte, or -1 for a suffix
 * @param last position of the last byte, {@link Long#MAX_VALUE} if open; length of a suffix
 */
record ByteRangeHeader(long first, long last) {
  private static final String UNIT = "bytes=";
  private static final int MAX_DIGITS = 18;

  /** Parses a field value; empty for several ranges, another unit, and anything malformed. */
  static Optional<ByteRangeHeader> parse(String value) {
    if (!value.toLowerCase(Locale.ROOT).startsWith(UNIT)) {
      return Optional.empty();
    }
    String range = value.substring(UNIT.length());
    int dash = range.indexOf('-');
    if (dash < 0 || range.length() == 1) {
      return Optional.empty();
    }
    long first = dash == 0 ? -1 : number(range.substring(0, dash));
    long last = dash == range.length() - 1 ? Long.MAX_VALUE : number(range.substring(dash + 1));
    boolean malformed = (dash > 0 && first < 0) || last < 0 || first > last;
    return malformed ? Optional.empty() : Optional.of(new ByteRangeHeader(first, last));
  }

  /** Resolves the range against an object; empty if it cannot be satisfied. */
  Optional<ByteRange> resolve(long lengthBytes) {
    return first < 0
        ? ByteRange.suffix(last, lengthBytes)
        : ByteRange.between(first, last, lengthBytes);
  }

  /** The number, or -1 if it is none or beyond every object. */
  private static long number(String digits) {
    boolean legal = digits.length() <= MAX_DIGITS && Ascii.isNumber(digits);
    return legal ? Long.parseLong(digits) : -1;
  }
}
