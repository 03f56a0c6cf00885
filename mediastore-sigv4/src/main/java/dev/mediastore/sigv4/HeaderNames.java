// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/** How header names are compared, and what they announce. */
final class HeaderNames {
  private HeaderNames() {}

  static boolean announceBody(RequestView request) {
    for (int i = 0; i < request.headerCount(); i++) {
      String name = request.headerName(i);
      if (equal("transfer-encoding", name)
          || (equal("content-length", name) && !isZero(request.headerValue(i)))) {
        return true;
      }
    }
    return false;
  }

  /** Compares a lower-case name with one received, ignoring the case of ASCII letters only. */
  static boolean equal(String lowerCase, String received) {
    return received.length() == lowerCase.length()
        && regionEqual(lowerCase, 0, received, received.length());
  }

  /** Compares the start of a received name with lower-case text from an offset on. */
  static boolean regionEqual(String lowerCase, int offset, String received, int length) {
    for (int i = 0; i < length; i++) {
      char wanted = lowerCase.charAt(offset + i);
      char found = received.charAt(i);
      if (found != wanted && lower(found) != wanted) {
        return false;
      }
    }
    return true;
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
  }

  private static boolean isZero(String contentLength) {
    String digits = contentLength.trim();
    return !digits.isEmpty() && digits.chars().allMatch(c -> c == '0');
  }
}
