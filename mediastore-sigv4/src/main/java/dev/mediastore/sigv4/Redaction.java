// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.Locale;

/** Takes the secrets out of a canonical request. */
final class Redaction {
  private static final String REDACTED = "(redacted)";
  private static final String[] SECRET_HEADERS = {
    "token", "key", "secret", "password", "cookie", "authorization"
  };
  private static final String[] SECRET_PARAMETERS = {"token", "secret", "password", "signature"};
  private static final int QUERY_LINE = 2;

  private Redaction() {}

  static String of(String canonicalRequest) {
    String[] lines = canonicalRequest.split("\n", -1);
    for (int i = QUERY_LINE; i < lines.length; i++) {
      lines[i] = i == QUERY_LINE ? query(lines[i]) : header(lines[i]);
    }
    return String.join("\n", lines);
  }

  private static String header(String line) {
    int colon = line.indexOf(':', 1);
    return colon > 0 && isSecret(line.substring(0, colon), SECRET_HEADERS)
        ? line.substring(0, colon + 1) + REDACTED
        : line;
  }

  private static String query(String line) {
    String[] parameters = line.split("&", -1);
    for (int i = 0; i < parameters.length; i++) {
      int equals = parameters[i].indexOf('=');
      if (equals > 0 && isSecret(parameters[i].substring(0, equals), SECRET_PARAMETERS)) {
        parameters[i] = parameters[i].substring(0, equals + 1) + REDACTED;
      }
    }
    return String.join("&", parameters);
  }

  private static boolean isSecret(String name, String[] words) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
