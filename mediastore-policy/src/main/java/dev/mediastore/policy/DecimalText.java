// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Decimal numbers in text. Text that is too long or whose exponent is too large is no number: the
 * work of a comparison stays small whatever a policy or a request says.
 */
final class DecimalText {
  private static final int MAX_CHARACTERS = 64;
  private static final int MAX_EXPONENT = 400;
  private static final int MAX_WHOLE_DIGITS = 18;

  /** Up to this many digits a number is written out; as in ECMAScript. */
  private static final int MAX_PLAIN_DIGITS = 21;

  private DecimalText() {}

  /**
   * The value of {@code [sign] digits [. digits] [e [sign] digits]}; null for any other text.
   * Digits are ASCII digits.
   */
  static @Nullable BigDecimal parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return null;
    }
    int position = afterSign(text, 0);
    int fraction = afterDigits(text, position);
    if (fraction == position) {
      return null;
    }
    int exponent = fraction;
    if (hasAt(text, fraction, '.')) {
      exponent = afterDigits(text, fraction + 1);
      if (exponent == fraction + 1) {
        return null;
      }
    }
    if (exponent == text.length()) {
      return new BigDecimal(text);
    }
    return hasSmallExponent(text, exponent) ? new BigDecimal(text) : null;
  }

  /**
   * The value of a number of up to 18 digits without fraction and exponent; {@link
   * OrderedMatcher#NOT_WHOLE} for every other text, number or not. Allocates nothing.
   */
  static long whole(String text) {
    int length = text.length();
    boolean negative = hasAt(text, 0, '-');
    int start = negative ? 1 : 0;
    if (length == start || length - start > MAX_WHOLE_DIGITS) {
      return OrderedMatcher.NOT_WHOLE;
    }
    long value = 0;
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (!Ascii.isDigit(c)) {
        return OrderedMatcher.NOT_WHOLE;
      }
      value = value * 10 + (c - '0');
    }
    return negative ? -value : value;
  }

  private static boolean hasSmallExponent(String text, int position) {
    if (!hasAt(text, position, 'e') && !hasAt(text, position, 'E')) {
      return false;
    }
    int digits = afterSign(text, position + 1);
    if (digits == text.length() || afterDigits(text, digits) != text.length()) {
      return false;
    }
    int value = 0;
    for (int i = digits; i < text.length() && value <= MAX_EXPONENT; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value <= MAX_EXPONENT;
  }

  private static int afterSign(String text, int position) {
    return hasAt(text, position, '-') || hasAt(text, position, '+') ? position + 1 : position;
  }

  private static int afterDigits(String text, int position) {
    int end = position;
    while (end < text.length() && Ascii.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean hasAt(String text, int position, char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  /** The shortest usual text of a number: {@code 3600}, {@code 1.5}, {@code 1e+30}. */
  static String shortest(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = number.stripTrailingZeros();
    int magnitude = stripped.precision() - stripped.scale();
    if (magnitude > MAX_PLAIN_DIGITS || magnitude < -5) {
      return stripped.toString().replace('E', 'e');
    }
    return stripped.toPlainString();
  }
}
