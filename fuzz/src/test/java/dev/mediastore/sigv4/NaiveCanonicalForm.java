// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The canonical form read off the rules with strings and maps, to compare the real one with. */
final class NaiveCanonicalForm {
  private static final Set<String> ONCE =
      Set.of(
          "host",
          "date",
          "authorization",
          "content-length",
          "x-amz-date",
          "x-amz-content-sha256",
          "x-amz-security-token",
          "x-amz-region-set",
          "x-amz-decoded-content-length",
          "x-amz-trailer");

  private NaiveCanonicalForm() {}

  /** Returns null if the request has no canonical form. */
  static @Nullable String of(
      RequestView request, List<String> names, String payload, PathRules rules) {
    String path = rules == PathRules.S3 ? s3Path(request.rawPath()) : path(request.rawPath());
    String query = query(request.rawQuery());
    String headers = headers(request, names);
    if (path == null || query == null || headers == null || !isToken(request.method())) {
      return null;
    }
    return String.join(
        "\n", request.method(), path, query, headers, String.join(";", names), payload);
  }

  private static boolean isToken(String method) {
    return method.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static @Nullable String path(String raw) {
    List<String> kept = new ArrayList<>();
    for (String segment : raw.split("/", -1)) {
      if (decoded(segment) == null) {
        return null;
      }
      if (segment.equals("..")) {
        if (!kept.isEmpty()) {
          kept.remove(kept.size() - 1);
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.add(encoded(segment, false));
      }
    }
    String path = "/" + String.join("/", kept);
    return raw.endsWith("/") && !path.equals("/") ? path + "/" : path;
  }

  private static @Nullable String s3Path(String raw) {
    String decoded = decoded(raw);
    if (decoded == null) {
      return null;
    }
    return raw.isEmpty() ? "/" : encoded(decoded, true);
  }

  private static @Nullable String query(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return "";
    }
    List<String[]> parameters = new ArrayList<>();
    for (String parameter : raw.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
      String value = decoded(equals < 0 ? "" : parameter.substring(equals + 1));
      if (name == null || value == null) {
        return null;
      }
      if (!name.equals("X-Amz-Signature")) {
        parameters.add(new String[] {encoded(name, false), encoded(value, false)});
      }
    }
    parameters.sort((a, b) -> a[0].equals(b[0]) ? a[1].compareTo(b[1]) : a[0].compareTo(b[0]));
    StringBuilder query = new StringBuilder();
    for (String[] parameter : parameters) {
      query
          .append(query.isEmpty() ? "" : "&")
          .append(parameter[0])
          .append('=')
          .append(parameter[1]);
    }
    return query.toString();
  }

  private static @Nullable String headers(RequestView request, List<String> names) {
    Map<String, StringBuilder> values = new TreeMap<>();
    for (int i = 0; i < request.headerCount(); i++) {
      String name = lower(request.headerName(i));
      String value = folded(request.headerValue(i));
      StringBuilder known = values.putIfAbsent(name, new StringBuilder(value));
      if (known != null) {
        if (ONCE.contains(name)) {
          return null;
        }
        known.append(',').append(value);
      }
    }
    StringBuilder headers = new StringBuilder();
    for (String name : names) {
      headers.append(name).append(':').append(values.get(name)).append('\n');
    }
    return headers.toString();
  }

  private static String folded(String value) {
    StringBuilder folded = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        gap = true;
      } else {
        folded.append(gap && folded.length() > 0 ? " " : "").append(c);
        gap = false;
      }
    }
    return folded.toString();
  }

  static String lower(String name) {
    StringBuilder lower = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return lower.toString();
  }

  private static String encoded(String text, boolean slashes) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean unreserved =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0
              || (slashes && c == '/');
      if (unreserved) {
        encoded.append(c);
      } else {
        encoded
            .append('%')
            .append("0123456789ABCDEF".charAt(c >> 4))
            .append("0123456789ABCDEF".charAt(c & 15));
      }
    }
    return encoded.toString();
  }

  /** Returns null if an escape is broken. */
  private static @Nullable String decoded(String text) {
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? digit(text.charAt(i + 1)) : -1;
        int low = high >= 0 ? digit(text.charAt(i + 2)) : -1;
        if (low < 0) {
          return null;
        }
        c = (char) (high << 4 | low);
        i += 2;
      }
      decoded.append(c);
    }
    return decoded.toString();
  }

  static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
