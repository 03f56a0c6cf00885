// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the sections of a credentials file. Messages name sections and lines, never values. */
final class CredentialsFileParser {
  private static final String ACCESS_KEY = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";
  private static final String TOKEN = "aws_session_token";
  private static final String EXPIRATION = "expiration";

  private CredentialsFileParser() {}

  /**
   * Returns the credentials by access key.
   *
   * @throws IllegalArgumentException if the text is malformed
   */
  static Map<String, SigningCredentials> parse(String text) {
    Map<String, SigningCredentials> found = new HashMap<>();
    sections(text)
        .forEach(
            (name, values) -> {
              SigningCredentials credentials = credentials(name, values);
              if (found.put(credentials.accessKeyId(), credentials) != null) {
                throw new IllegalArgumentException(
                    "section " + name + " repeats the access key of another");
              }
            });
    return Map.copyOf(found);
  }

  private static Map<String, Map<String, String>> sections(String text) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> open = null;
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String content = line.strip();
      if (content.isEmpty() || content.startsWith("#") || content.startsWith(";")) {
        continue;
      }
      if (content.startsWith("[") && content.endsWith("]")) {
        open = new HashMap<>();
        String name = content.substring(1, content.length() - 1).strip();
        require(sections.put(name, open) == null, number, "repeats a section");
      } else {
        put(open, content, number);
      }
    }
    return sections;
  }

  private static void put(@Nullable Map<String, String> section, String content, int number) {
    int equals = content.indexOf('=');
    if (section == null || equals < 1) {
      throw new IllegalArgumentException(
          "line " + number + " is neither a section nor a value in one");
    }
    String key = content.substring(0, equals).strip();
    String value = content.substring(equals + 1).strip();
    require(section.put(key, value) == null, number, "repeats a value");
  }

  private static void require(boolean holds, int number, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException("line " + number + " " + complaint);
    }
  }

  private static SigningCredentials credentials(String section, Map<String, String> values) {
    SigningCredentials credentials =
        SigningCredentials.of(value(section, values, ACCESS_KEY), value(section, values, SECRET))
            .withOwner(section);
    String token = values.get(TOKEN);
    if (token != null) {
      credentials = credentials.withSessionToken(token);
    }
    String expiration = values.get(EXPIRATION);
    return expiration == null ? credentials : credentials.withExpiry(instant(section, expiration));
  }

  private static String value(String section, Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("section " + section + " has no " + key);
    }
    return value;
  }

  private static Instant instant(String section, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "section " + section + " has an " + EXPIRATION + " that is not an instant", e);
    }
  }
}
