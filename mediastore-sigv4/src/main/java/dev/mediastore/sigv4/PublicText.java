// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/** Makes received text fit for a public message: letters, digits, space and {@code _ : . ? -}. */
final class PublicText {
  private static final int LONGEST = 64;

  private PublicText() {}

  /** Returns the text with every other character replaced by a question mark, cut if long. */
  static String of(CharSequence received) {
    int length = Math.min(received.length(), LONGEST);
    StringBuilder text = new StringBuilder(length + 3);
    for (int i = 0; i < length; i++) {
      char c = received.charAt(i);
      text.append(isAllowed(c) ? c : '?');
    }
    return received.length() > LONGEST ? text.append("...").toString() : text.toString();
  }

  static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || " _:.?-".indexOf(c) >= 0;
  }
}
