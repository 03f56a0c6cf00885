// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * Letters and digits of ASCII only. The classes of {@link Character} would take a Kelvin sign for a
 * k and Arabic digits for numbers.
 */
final class Ascii {
  private Ascii() {}

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isUpperCase(int c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isLetterOrDigit(int c) {
    return isDigit(c) || isUpperCase(c) || (c >= 'a' && c <= 'z');
  }

  static boolean isDigits(String text) {
    return text.chars().allMatch(Ascii::isDigit);
  }

  static boolean isLettersAndDigits(String text) {
    return text.chars().allMatch(Ascii::isLetterOrDigit);
  }

  /** A letter in lower case; every other character as it is. */
  static char fold(char c) {
    return isUpperCase(c) ? (char) (c + ('a' - 'A')) : c;
  }

  /** Letters in lower case; every other character as it is. */
  static String fold(String text) {
    StringBuilder folded = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      folded.setCharAt(i, fold(text.charAt(i)));
    }
    return folded.toString();
  }

  static boolean equalIgnoringCase(String left, String right) {
    if (left.length() != right.length()) {
      return false;
    }
    for (int i = 0; i < left.length(); i++) {
      if (fold(left.charAt(i)) != fold(right.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
