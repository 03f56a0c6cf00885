// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names in {@code Access-Control-Request-Headers}, in lower case and in order.
 *
 * @param names the names, empty if the request asks for none
 */
record RequestedHeaders(List<String> names) {

  /** No names: the field is absent or has none in it. */
  static final RequestedHeaders NONE = new RequestedHeaders(List.of());

  RequestedHeaders {
    names = List.copyOf(names);
  }

  /**
   * Reads the lines of the field as one comma list, without blanks and empty elements.
   *
   * <p>The name {@code *} is refused although its spelling is legal: the answer could only repeat
   * it, and browsers would take that for permission to send any header.
   *
   * @return null if an element is not a header name, or if there is more than the limits allow
   */
  static @Nullable RequestedHeaders parse(List<String> lines, CorsLimits limits) {
    if (lines.isEmpty()) {
      return NONE;
    }
    if (length(lines) > limits.requestHeaderCharacters()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (String line : lines) {
      if (!addNames(line, names, limits.requestHeaders())) {
        return null;
      }
    }
    return names.isEmpty() ? NONE : new RequestedHeaders(names);
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** The field that permits exactly these names. */
  CorsHeader permission() {
    return new CorsHeader("Access-Control-Allow-Headers", String.join(", ", names));
  }

  private static long length(List<String> lines) {
    long length = lines.size() - 1L; // the commas that would join them
    for (String line : lines) {
      length += line.length();
    }
    return length;
  }

  private static boolean addNames(String line, List<String> names, int limit) {
    int start = 0;
    while (start <= line.length()) {
      int comma = line.indexOf(',', start);
      int end = comma < 0 ? line.length() : comma;
      String name = trim(line, start, end);
      if (!name.isEmpty()) {
        if (names.size() == limit || !FieldSyntax.isHeaderName(name)) {
          return false;
        }
        names.add(name.toLowerCase(Locale.ROOT));
      }
      start = end + 1;
    }
    return true;
  }

  /** The element without blanks and tabs around it, and nothing else trimmed. */
  private static String trim(String line, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isBlank(line.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
