// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms that one path takes when proxies decode and encode it (signing rules section 8). */
final class PathForms {
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

  private PathForms() {}

  static String upperCaseEscapes(String path) {
    return ESCAPE.matcher(path).replaceAll(found -> found.group().toUpperCase(Locale.ROOT));
  }

  static String lowerCaseEscapes(String path) {
    return ESCAPE.matcher(path).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
  }

  /** Every character but unreserved ones and the slash escaped, as SDKs send it. */
  static String encoded(String path) {
    StringBuilder encoded = new StringBuilder(path.length());
    for (char c : decoded(path).toCharArray()) {
      if (Ascii.isAlphanumeric(c) || "-._~/".indexOf(c) >= 0 || c > 0xFF) {
        encoded.append(c);
      } else {
        encoded.append(String.format("%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  /** Every escape of printable ASCII taken back but for the three that would change the meaning. */
  static String decoded(String path) {
    return ESCAPE
        .matcher(path)
        .replaceAll(
            found -> {
              char c = (char) Integer.parseInt(found.group().substring(1), 16);
              boolean plain = c > ' ' && c < 0x7F && "%?#/\\".indexOf(c) < 0;
              return plain ? Matcher.quoteReplacement("" + c) : found.group();
            });
  }
}
