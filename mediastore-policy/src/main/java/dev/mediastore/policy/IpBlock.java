// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import org.jspecify.annotations.Nullable;

/**
 * A CIDR block (RFC 4632): an address and how many of its leading bits count. The others are
 * ignored. Immutable.
 */
final class IpBlock {
  private static final int BITS_FOUR = 32;
  private static final int BITS_SIX = 128;

  private final IpAddress address;
  private final long highMask;
  private final long lowMask;

  private IpBlock(IpAddress address, int length) {
    this.address = address;
    this.highMask = address.six() ? mask(length) : 0;
    this.lowMask = address.six() ? mask(length - Long.SIZE) : mask(length + BITS_FOUR);
  }

  /** A mask of leading ones. Java shifts by 64 not at all, hence the two ends. */
  private static long mask(int ones) {
    if (ones <= 0) {
      return 0;
    }
    return ones >= Long.SIZE ? -1L : -1L << (Long.SIZE - ones);
  }

  /** The block of {@code address} or {@code address/length}; null for any other text. */
  static @Nullable IpBlock parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int bits = address.six() ? BITS_SIX : BITS_FOUR;
    int length = slash < 0 ? bits : length(text.substring(slash + 1));
    return length < 0 || length > bits ? null : new IpBlock(address, length);
  }

  /** A number of one to three digits without a leading zero, or -1. */
  private static int length(String text) {
    boolean plain =
        !text.isEmpty()
            && text.length() <= 3
            && Ascii.isDigits(text)
            && (text.length() == 1 || text.charAt(0) != '0');
    return plain ? Integer.parseInt(text) : -1;
  }

  boolean contains(IpAddress other) {
    return other.six() == address.six()
        && ((other.high() ^ address.high()) & highMask) == 0
        && ((other.low() ^ address.low()) & lowMask) == 0;
  }

  /** Whether it contains an IPv4 address, given as its 32 bits. */
  boolean containsFour(long other) {
    return !address.six() && ((other ^ address.low()) & lowMask) == 0;
  }
}
