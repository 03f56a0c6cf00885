// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The rules for tags (contract section 18.1). */
final class Tags {
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;
  private static final Pattern LEGAL = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
  private static final String RESERVED = "aws:";

  private Tags() {}

  static Map<String, String> add(
      Map<String, String> present, Map<String, String> more, int maxTags) {
    Map<String, String> all = new TreeMap<>(present);
    more.forEach(
        (key, value) -> {
          checkKey(key);
          checkText("value", value, 0, MAX_VALUE);
          all.put(key, value);
        });
    if (all.size() > maxTags) {
      throw invalid("A container has at most " + maxTags + " tags.");
    }
    return all;
  }

  static Map<String, String> remove(Map<String, String> present, Collection<String> keys) {
    Map<String, String> rest = new TreeMap<>(present);
    for (String key : keys) {
      checkKey(key);
      rest.remove(key);
    }
    return rest;
  }

  private static void checkKey(String key) {
    checkText("key", key, 1, MAX_KEY);
    if (key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
      throw invalid("Tag keys that start with " + RESERVED + " are reserved.");
    }
  }

  private static void checkText(String part, String text, int min, int max) {
    int length = text.codePointCount(0, text.length());
    if (length < min || length > max) {
      throw invalid("A tag " + part + " has " + min + " to " + max + " characters.");
    }
    if (!LEGAL.matcher(text).matches()) {
      throw invalid("A tag " + part + " holds letters, digits, spaces and _ . : / = + - @ only.");
    }
  }

  private static MediaStoreException invalid(String message) {
    return MediaStoreException.of(ErrorCode.VALIDATION, message);
  }
}
