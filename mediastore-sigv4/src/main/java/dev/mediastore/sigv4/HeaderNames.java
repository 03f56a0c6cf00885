// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/** The header lines that mean something to a signature, and how names are compared. */
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
    int length = lowerCase.length();
    if (received.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lowerCase.charAt(i) != lower(received.charAt(i))) {
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
