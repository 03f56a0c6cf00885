// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.InetAddress;

/**
 * The addresses that begin with the same bits (RFC 4632). Immutable. An IPv4 address that a host
 * reports as mapped into IPv6 counts as IPv4; otherwise the two families never meet.
 */
final class AddressRange {
  private final byte[] first;
  private final int prefixBits;

  private AddressRange(byte[] first, int prefixBits) {
    this.first = first;
    this.prefixBits = prefixBits;
  }

  /**
   * Parses {@code address} or {@code address/bits}.
   *
   * @throws IllegalArgumentException if it is neither, or bits behind the prefix are set, which is
   *     more often a slip than meant
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address =
        IpLiteral.parse(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException("not an address range: " + text));
    byte[] octets = address.getAddress();
    int all = 8 * octets.length;
    int bits = slash < 0 ? all : bits(text, text.substring(slash + 1), all);
    for (int bit = bits; bit < all; bit++) {
      if ((octets[bit / 8] >> (7 - bit % 8) & 1) != 0) {
        throw new IllegalArgumentException(
            "the address of a range has bits set behind its prefix: " + text);
      }
    }
    return new AddressRange(octets, bits);
  }

  private static int bits(String text, String digits, int most) {
    boolean number = digits.length() <= 3 && Ascii.isNumber(digits);
    if (!number || Integer.parseInt(digits) > most) {
      throw new IllegalArgumentException("the prefix must be from 0 to " + most + ": " + text);
    }
    return Integer.parseInt(digits);
  }

  boolean contains(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length != first.length) {
      return false;
    }
    int whole = prefixBits / 8;
    for (int i = 0; i < whole; i++) {
      if (octets[i] != first[i]) {
        return false;
      }
    }
    int rest = prefixBits % 8;
    return rest == 0 || (octets[whole] ^ first[whole]) >> (8 - rest) == 0;
  }
}
