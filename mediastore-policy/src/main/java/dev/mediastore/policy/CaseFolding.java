// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/**
 * Comparison without regard to case, the same in every locale: one code point folds to one code
 * point (Unicode "simple" case folding), so that ß and ss differ and the Turkish letters İ and ı
 * equal nothing but themselves.
 */
final class CaseFolding {
  private static final int CAPITAL_I_WITH_DOT = 0x130;
  private static final int SMALL_DOTLESS_I = 0x131;

  private CaseFolding() {}

  static int fold(int codePoint) {
    if (codePoint < 0x80) {
      return Ascii.fold((char) codePoint);
    }
    if (codePoint == CAPITAL_I_WITH_DOT || codePoint == SMALL_DOTLESS_I) {
      return codePoint;
    }
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  /** The folded text; the very same instance if folding changes nothing. */
  static String fold(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (fold(codePoint) != codePoint) {
        return text.codePoints()
            .map(CaseFolding::fold)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
      i += Character.charCount(codePoint);
    }
    return text;
  }

  static boolean equal(String left, String right) {
    int l = 0;
    int r = 0;
    while (l < left.length() && r < right.length()) {
      int leftPoint = left.codePointAt(l);
      int rightPoint = right.codePointAt(r);
      if (leftPoint != rightPoint && fold(leftPoint) != fold(rightPoint)) {
        return false;
      }
      l += Character.charCount(leftPoint);
      r += Character.charCount(rightPoint);
    }
    return l == left.length() && r == right.length();
  }
}
