// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * Wildcard matching in linear time.
 *
 * <p>The runs of literal text between the stars are found one after the other, each at its leftmost
 * place: if any match exists, the leftmost choices lead to one, so nothing is ever tried twice. The
 * runs are found by Knuth, Morris and Pratt's method, because the plain search for {@code aaab} in
 * {@code aaaa…} is quadratic.
 */
final class Wildcard {
  private Wildcard() {}

  static boolean matches(String pattern, String text) {
    int firstStar = pattern.indexOf('*');
    if (firstStar < 0) {
      return pattern.equals(text);
    }
    int lastStar = pattern.lastIndexOf('*');
    int tail = pattern.length() - lastStar - 1;
    int end = text.length() - tail;
    if (firstStar > end
        || !text.startsWith(pattern.substring(0, firstStar))
        || !text.endsWith(pattern.substring(lastStar + 1))) {
      return false;
    }
    int position = firstStar;
    int run = firstStar + 1;
    while (run <= lastStar) {
      int star = pattern.indexOf('*', run);
      if (star > run) {
        position = find(pattern, run, star, text, position, end);
        if (position < 0) {
          return false;
        }
        position += star - run;
      }
      run = star + 1;
    }
    return true;
  }

  /** Returns the leftmost place of {@code pattern[run, star)} in {@code text[from, to)}, or -1. */
  private static int find(String pattern, int run, int star, String text, int from, int to) {
    int length = star - run;
    if (length > to - from) {
      return -1;
    }
    int[] fallback = new int[length];
    for (int i = 1, matched = 0; i < length; i++) {
      matched = advance(pattern, run, fallback, matched, pattern.charAt(run + i));
      fallback[i] = matched;
    }
    for (int i = from, matched = 0; i < to; i++) {
      matched = advance(pattern, run, fallback, matched, text.charAt(i));
      if (matched == length) {
        return i - length + 1;
      }
    }
    return -1;
  }

  /** Returns how much of the run is matched after one more character. */
  private static int advance(String pattern, int run, int[] fallback, int matched, char next) {
    int now = matched;
    while (now > 0 && pattern.charAt(run + now) != next) {
      now = fallback[now - 1];
    }
    return pattern.charAt(run + now) == next ? now + 1 : now;
  }
}
