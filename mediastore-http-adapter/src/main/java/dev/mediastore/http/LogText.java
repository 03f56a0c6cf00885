// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/** Text of requests on its way into a log: one line, printable ASCII, of bounded length. */
final class LogText {
  private static final int MAX_CHARACTERS = 16 * 1024;

  private LogText() {}

  /** Escapes what is not printable, line ends above all, and cuts what is too long. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS) + 16);
    for (int i = 0; i < text.length() && line.length() < MAX_CHARACTERS; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F && c != '\\') {
        line.append(c);
      } else if (c == '\n') {
        line.append("\\n");
      } else {
        line.append(String.format("\\u%04x", (int) c));
      }
    }
    return line.length() < MAX_CHARACTERS ? line.toString() : line.append("...").toString();
  }
}
