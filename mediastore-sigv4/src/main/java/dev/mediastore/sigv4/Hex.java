// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;

/** Hexadecimal digits as signatures use them: lower case for digests, upper case in escapes. */
final class Hex {
  private static final byte[] LOWER = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UPPER = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /** The value of a digit of either case by its character, with -1 for every other character. */
  private static final byte[] VALUES = new byte[128];

  /** The same for lower case only. */
  private static final byte[] LOWER_VALUES = new byte[128];

  static {
    for (int c = 0; c < VALUES.length; c++) {
      VALUES[c] = (byte) Character.digit(c, 16);
      LOWER_VALUES[c] = c >= 'A' && c <= 'F' ? -1 : VALUES[c];
    }
  }

  private Hex() {}

  static byte lowerDigit(int value) {
    return LOWER[value & 15];
  }

  static byte upperDigit(int value) {
    return UPPER[value & 15];
  }

  /** Returns the value of a digit of either case, or -1. */
  static int valueOf(int c) {
    return c >= 0 && c < VALUES.length ? VALUES[c] : -1;
  }

  /** Tells whether a range of text consists of lower-case digits. */
  static boolean isLower(String text, int from, int to) {
    int values = 0;
    for (int i = from; i < to; i++) {
      values |= lowerValue(text.charAt(i));
    }
    return values >= 0;
  }

  private static int lowerValue(char c) {
    return c < LOWER_VALUES.length ? LOWER_VALUES[c] : -1;
  }

  /** Decodes an even number of digits; tells whether all are lower-case digits. */
  static boolean decodeLower(String text, int from, int to, byte[] target) {
    int values = 0;
    for (int i = from, n = 0; i < to; i += 2, n++) {
      int value = lowerValue(text.charAt(i)) << 4 | lowerValue(text.charAt(i + 1));
      values |= value;
      target[n] = (byte) value;
    }
    return values >= 0;
  }

  /** Decodes digits known to be lower case. */
  static byte[] decode(String text) {
    byte[] bytes = new byte[text.length() / 2];
    decodeLower(text, 0, text.length(), bytes);
    return bytes;
  }

  static String encode(byte[] bytes) {
    byte[] digits = new byte[bytes.length * 2];
    encode(bytes, bytes.length, digits, 0);
    return new String(digits, StandardCharsets.US_ASCII);
  }

  static void encode(byte[] bytes, int length, byte[] target, int offset) {
    for (int i = 0, n = offset; i < length; i++, n += 2) {
      int b = bytes[i];
      target[n] = LOWER[b >> 4 & 15];
      target[n + 1] = LOWER[b & 15];
    }
  }
}
