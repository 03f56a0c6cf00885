// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Text that goes out to clients: at most 255 characters of printable ASCII, none of which means
 * anything in HTML or a header field or ends a JSON string, so that no message can be more than a
 * message (contract section 3.1). Backslashes stay, because patterns that were not satisfied are
 * made of them.
 */
final class PublicText {
  static final int MAX_CHARACTERS = 255;
  private static final String CUT = "...";

  private PublicText() {}

  /** Makes quotes single ones, replaces every other character and cuts what is too long. */
  static String of(String text) {
    return cut(replace(text), MAX_CHARACTERS);
  }

  /** A text in three parts, of which the middle one is cut if they are too long together. */
  static String of(String start, String middle, String end) {
    String head = replace(start);
    String tail = replace(end);
    int room = MAX_CHARACTERS - head.length() - tail.length();
    return room < CUT.length()
        ? cut(head + tail, MAX_CHARACTERS)
        : head + cut(replace(middle), room) + tail;
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - CUT.length()) + CUT;
  }

  private static String replace(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean harmless = c >= ' ' && c < 0x7F && "\"<>&`".indexOf(c) < 0;
      safe.append(harmless ? c : c == '"' ? '\'' : '?');
    }
    return safe.toString();
  }
}
