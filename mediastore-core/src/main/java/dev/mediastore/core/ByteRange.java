// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.util.Optional;

/**
 * A range of bytes inside an object of known length; both ends included. Immutable.
 *
 * <p>The static factories resolve the three forms of RFC 9110 section 14.1.2 against a length; an
 * empty result means the range cannot be satisfied.
 *
 * @param first position of the first byte, from 0
 * @param last position of the last byte, not below {@code first}
 * @since 0.1
 */
public record ByteRange(long first, long last) {

  /** Checks the order of the ends. */
  public ByteRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("0 <= first <= last does not hold: " + first + "-" + last);
    }
  }

  /**
   * Resolves {@code first-last}; an end beyond the object is clipped.
   *
   * @param first from 0
   * @param last not below {@code first}
   * @param lengthBytes length of the object
   * @return the range, or empty if it starts at or beyond the end
   */
  public static Optional<ByteRange> between(long first, long last, long lengthBytes) {
    ByteRange asked = new ByteRange(first, last);
    return asked.first >= lengthBytes
        ? Optional.empty()
        : Optional.of(new ByteRange(first, Math.min(last, lengthBytes - 1)));
  }

  /**
   * Resolves {@code first-}.
   *
   * @param first from 0
   * @param lengthBytes length of the object
   * @return the range to the end, or empty if it starts at or beyond the end
   */
  public static Optional<ByteRange> from(long first, long lengthBytes) {
    return between(first, Long.MAX_VALUE, lengthBytes);
  }

  /**
   * Resolves {@code -count}: the last bytes; a suffix longer than the object is all of it.
   *
   * @param count from 0
   * @param lengthBytes length of the object
   * @return the range, or empty if the suffix or the object is empty
   */
  public static Optional<ByteRange> suffix(long count, long lengthBytes) {
    if (count < 0) {
      throw new IllegalArgumentException("negative suffix: " + count);
    }
    return count == 0 || lengthBytes == 0
        ? Optional.empty()
        : Optional.of(new ByteRange(Math.max(0, lengthBytes - count), lengthBytes - 1));
  }

  /**
   * Returns the number of bytes.
   *
   * @return at least 1
   */
  public long lengthBytes() {
    return last - first + 1;
  }
}
