// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Framing without signatures, read as one text, to compare the real reader with. */
record NaiveFraming(boolean accepted, String data, Map<String, String> trailers) {
  private static final NaiveFraming REFUSED = new NaiveFraming(false, "", Map.of());
  private static final int LARGEST_CHUNK = 1 << 16;
  private static final int TRAILER_ROOM = 256;

  static NaiveFraming read(String wire, List<String> announced) {
    StringBuilder data = new StringBuilder();
    int at = 0;
    while (true) {
      int end = wire.indexOf("\r\n", at);
      Integer size = end < 0 ? null : size(wire.substring(at, end));
      if (size == null) {
        return REFUSED;
      }
      at = end + 2;
      if (size == 0) {
        return withTrailers(data.toString(), wire.substring(at), announced);
      }
      if (at + size + 2 > wire.length() || !wire.startsWith("\r\n", at + size)) {
        return REFUSED;
      }
      data.append(wire, at, at + size);
      at += size + 2;
    }
  }

  private static @Nullable Integer size(String line) {
    if (line.isEmpty() || line.length() > 32) {
      return null;
    }
    int size = 0;
    for (int i = 0; i < line.length(); i++) {
      int digit = NaiveCanonicalForm.digit(line.charAt(i));
      size = size * 16 + digit;
      if (digit < 0 || size > LARGEST_CHUNK) {
        return null;
      }
    }
    return size;
  }

  private static NaiveFraming withTrailers(String data, String rest, List<String> announced) {
    if (!rest.endsWith("\r\n") || (rest.length() > 2 && rest.startsWith("\r\n"))) {
      return REFUSED;
    }
    Map<String, String> fields = new HashMap<>();
    if (rest.length() > 2) {
      if (!rest.endsWith("\r\n\r\n")) {
        return REFUSED;
      }
      int room = TRAILER_ROOM;
      for (String line : rest.substring(0, rest.length() - 4).split("\r\n", -1)) {
        int colon = line.indexOf(':');
        room -= line.length();
        if (colon < 1 || line.contains("\r") || line.contains("\n") || room < 0) {
          return REFUSED;
        }
        String name = NaiveCanonicalForm.lower(line.substring(0, colon));
        if (!announced.contains(name)
            || fields.put(name, line.substring(colon + 1).trim()) != null) {
          return REFUSED;
        }
      }
    }
    return fields.keySet().containsAll(announced) ? new NaiveFraming(true, data, fields) : REFUSED;
  }

  static Map<String, String> asMap(List<Map.Entry<String, String>> entries) {
    Map<String, String> map = new HashMap<>();
    entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }
}
