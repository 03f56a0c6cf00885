// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/** The name rules that object and folder paths share (contract section 8.1). */
final class PathRules {
  static final int MAX_CHARACTERS = 900;
  static final int MAX_SEGMENTS = 11;

  private PathRules() {}

  /**
   * Checks a path of at least one segment, without leading or trailing slash.
   *
   * @param path decoded path
   * @return the same path
   * @throws MediaStoreException with {@link ErrorCode#VALIDATION}, saying which rule is broken
   */
  static String check(String path) {
    int length = path.length();
    if (length == 0) {
      throw invalid("Path must have at least one character.");
    }
    if (length > MAX_CHARACTERS) {
      throw invalid("Path must have at most " + MAX_CHARACTERS + " characters.");
    }
    int segments = 1;
    int start = 0;
    for (int i = 0; i < length; i++) {
      char c = path.charAt(i);
      if (c == '/') {
        checkSegment(path, start, i);
        start = i + 1;
        segments++;
      } else if (!allowed(c)) {
        throw invalid("Path may hold only A-Z a-z 0-9 _ = : . ~ - and the slash between names.");
      }
    }
    checkSegment(path, start, length);
    if (segments > MAX_SEGMENTS) {
      throw invalid("Path must have at most " + (MAX_SEGMENTS - 1) + " folder levels.");
    }
    return path;
  }

  static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.'
        || c == '='
        || c == ':'
        || c == '~';
  }

  private static void checkSegment(String path, int start, int end) {
    int length = end - start;
    if (length == 0) {
      throw invalid("Path must not hold empty names.");
    }
    boolean oneDot = length == 1 && path.charAt(start) == '.';
    boolean twoDots = length == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.';
    if (oneDot || twoDots) {
      throw invalid("Path must not hold the names . and ..");
    }
  }

  static MediaStoreException invalid(String message) {
    return MediaStoreException.of(ErrorCode.VALIDATION, message);
  }
}
