// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as a number of 128 bits. Names, zones, octal and short forms are no
 * addresses; nothing is ever looked up. Immutable.
 *
 * @param six whether it is an IPv6 address
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits
 */
record IpAddress(boolean six, long high, long low) {
  private static final int GROUPS = 8;
  private static final int BITS_PER_GROUP = 16;
  private static final int LONGEST_TEXT = 45;

  /** Null for text that is no address. */
  static @Nullable IpAddress parse(String text) {
    if (text.length() > LONGEST_TEXT) {
      return null;
    }
    if (text.indexOf(':') >= 0) {
      return parseSix(text);
    }
    long four = parseFour(text);
    return four < 0 ? null : new IpAddress(false, 0, four);
  }

  /** The value of four decimal numbers from 0 to 255 without leading zeros, or -1. */
  static long parseFour(String text) {
    return parseFour(text, 0);
  }

  private static long parseFour(String text, int from) {
    long value = 0;
    int position = from;
    for (int part = 0; part < 4; part++) {
      if (part > 0 && (position >= text.length() || text.charAt(position++) != '.')) {
        return -1;
      }
      int start = position;
      int number = 0;
      while (position < text.length()
          && position - start < 3
          && Ascii.isDigit(text.charAt(position))) {
        number = number * 10 + (text.charAt(position++) - '0');
      }
      boolean leadingZero = position - start > 1 && text.charAt(start) == '0';
      if (position == start || number > 255 || leadingZero) {
        return -1;
      }
      value = value << 8 | number;
    }
    return position == text.length() ? value : -1;
  }

  private static @Nullable IpAddress parseSix(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] groups = new int[GROUPS];
      return parseGroups(text, groups) == GROUPS ? ofGroups(groups, GROUPS, groups, 0) : null;
    }
    int[] before = new int[GROUPS];
    int[] after = new int[GROUPS];
    String left = text.substring(0, gap);
    int leftCount = left.indexOf('.') >= 0 ? -1 : parseGroups(left, before);
    int rightCount = parseGroups(text.substring(gap + 2), after);
    if (leftCount < 0 || rightCount < 0 || leftCount + rightCount >= GROUPS) {
      return null;
    }
    return ofGroups(before, leftCount, after, rightCount);
  }

  /** Reads groups between single colons, the last of which may be an IPv4 address; -1 if bad. */
  private static int parseGroups(String text, int[] groups) {
    if (text.isEmpty()) {
      return 0;
    }
    int position = 0;
    for (int count = 0; count < GROUPS; count++) {
      int colon = text.indexOf(':', position);
      boolean last = colon < 0;
      if (last && text.indexOf('.', position) >= 0) {
        return addFour(text, position, groups, count);
      }
      int group = hex(text, position, last ? text.length() : colon);
      if (group < 0) {
        return -1;
      }
      groups[count] = group;
      if (last) {
        return count + 1;
      }
      position = colon + 1;
    }
    return -1;
  }

  private static int addFour(String text, int position, int[] groups, int count) {
    long four = parseFour(text, position);
    if (four < 0 || count + 2 > GROUPS) {
      return -1;
    }
    groups[count] = (int) (four >>> BITS_PER_GROUP);
    groups[count + 1] = (int) (four & 0xFFFF);
    return count + 2;
  }

  private static int hex(String text, int from, int to) {
    if (to == from || to - from > 4) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static IpAddress ofGroups(int[] before, int leftCount, int[] after, int rightCount) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < GROUPS; i++) {
      int fromRight = i - (GROUPS - rightCount);
      long group = i < leftCount ? before[i] : fromRight >= 0 ? after[fromRight] : 0;
      if (i < GROUPS / 2) {
        high = high << BITS_PER_GROUP | group;
      } else {
        low = low << BITS_PER_GROUP | group;
      }
    }
    return new IpAddress(true, high, low);
  }
}
