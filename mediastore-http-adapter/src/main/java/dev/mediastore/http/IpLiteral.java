// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads addresses in digits (RFC 3986 section 3.2.2, RFC 4291 section 2.2) and nothing else: never
 * a name, which a resolver would have to be asked about, and no zone, which means nothing away from
 * its own machine. For host adapters whose server tells addresses as text.
 *
 * @since 0.1
 */
public final class IpLiteral {
  private static final int MAX_CHARACTERS = 45;
  private static final int GROUPS = 8;

  private IpLiteral() {}

  /** The address; an IPv4 address that is mapped into IPv6 comes out as IPv4. */
  public static Optional<InetAddress> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    byte[] octets = text.indexOf(':') < 0 ? four(text) : sixteen(text);
    if (octets.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(octets));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets are an address", e);
    }
  }

  /** Four decimal octets without leading zeros, which some read as octal; empty if they are not. */
  private static byte[] four(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] octets = new byte[4];
    if (parts.length != octets.length) {
      return new byte[0];
    }
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      boolean number = part.length() <= 3 && Ascii.isNumber(part);
      if (!number || (part.length() > 1 && part.startsWith("0")) || Integer.parseInt(part) > 255) {
        return new byte[0];
      }
      octets[i] = (byte) Integer.parseInt(part);
    }
    return octets;
  }

  private static byte[] sixteen(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return new byte[0];
    }
    int[] before = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    int[] after = groups(gap < 0 ? "" : text.substring(gap + 2), true);
    int given = before.length + after.length;
    boolean illegal = startsNegative(before) || startsNegative(after);
    if (illegal || (gap < 0 ? given != GROUPS : given >= GROUPS)) {
      return new byte[0];
    }
    byte[] octets = new byte[2 * GROUPS];
    write(before, octets, 0);
    write(after, octets, GROUPS - after.length);
    return octets;
  }

  private static boolean startsNegative(int[] groups) {
    return groups.length > 0 && groups[0] < 0;
  }

  private static void write(int[] groups, byte[] octets, int firstGroup) {
    for (int i = 0; i < groups.length; i++) {
      octets[2 * (firstGroup + i)] = (byte) (groups[i] >> 8);
      octets[2 * (firstGroup + i) + 1] = (byte) groups[i];
    }
  }

  /**
   * The groups of one half of an address; a single -1 if they are none.
   *
   * @param last whether the half ends the address, where an IPv4 address may stand
   */
  private static int[] groups(String half, boolean last) {
    if (half.isEmpty()) {
      return new int[0];
    }
    String[] parts = half.split(":", -1);
    int[] groups = new int[parts.length + 1];
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      byte[] octets =
          last && i == parts.length - 1 && parts[i].indexOf('.') > 0 ? four(parts[i]) : null;
      if (octets != null && octets.length == 4) {
        groups[count++] = (octets[0] & 0xFF) << 8 | (octets[1] & 0xFF);
        groups[count++] = (octets[2] & 0xFF) << 8 | (octets[3] & 0xFF);
      } else if (isGroup(parts[i])) {
        groups[count++] = Integer.parseInt(parts[i], 16);
      } else {
        return new int[] {-1};
      }
    }
    return Arrays.copyOf(groups, count);
  }

  private static boolean isGroup(String text) {
    return !text.isEmpty() && text.length() <= 4 && Ascii.all(text, IpLiteral::isHexDigit);
  }

  private static boolean isHexDigit(int c) {
    return Character.digit(c, 16) >= 0 && c < 0x80;
  }
}
