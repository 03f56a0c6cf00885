// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.function.IntPredicate;

/** Which characters a text is made of. On the way of every request, hence no streams. */
final class Ascii {
  private Ascii() {}

  /** Whether every character satisfies a condition. */
  static boolean all(String text, IntPredicate condition) {
    for (int i = 0; i < text.length(); i++) {
      if (!condition.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is a decimal number of any length, without sign. */
  static boolean isNumber(String text) {
    return !text.isEmpty() && all(text, c -> c >= '0' && c <= '9');
  }

  /** Whether a text is a token (RFC 9110 section 5.6.2). */
  static boolean isToken(String text) {
    return !text.isEmpty()
        && all(text, c -> isAlphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  /** Whether a text can stand in a header field and mean the same everywhere. */
  static boolean isPrintable(String text) {
    return all(text, c -> (c >= ' ' && c < 0x7F) || c == '\t');
  }

  static boolean isAlphanumeric(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
