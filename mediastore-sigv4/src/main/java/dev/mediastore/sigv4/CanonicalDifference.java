// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds where two canonical requests part. Their secrets are to be taken out before. */
final class CanonicalDifference {
  private static final String[] FIRST_FIELDS = {"the method", "the path", "the query"};

  private static final String SIGNED_LIST = "the list of signed headers";
  private static final String PAYLOAD = "the payload hash";
  private static final String ABSENT = "(absent)";

  private CanonicalDifference() {}

  static Optional<String> first(String ours, String theirs) {
    String[] here = ours.split("\n", -1);
    String[] there = theirs.split("\n", -1);
    int common = Math.min(here.length, there.length);
    for (int i = 0; i < common; i++) {
      if (!here[i].equals(there[i])) {
        return Optional.of(describe(here, there[i], i));
      }
    }
    return here.length == there.length
        ? Optional.empty()
        : Optional.of(
            "One canonical request is longer: "
                + here.length
                + " lines here, "
                + there.length
                + " there");
  }

  /** Every part that differs: lines by their place, header fields by their name. */
  static List<Explanation.Difference> all(String ours, String theirs) {
    String[] here = ours.split("\n", -1);
    String[] there = theirs.split("\n", -1);
    List<Explanation.Difference> found = new ArrayList<>();
    for (int line = 0; line < FIRST_FIELDS.length; line++) {
      add(found, FIRST_FIELDS[line], at(here, line), at(there, line));
    }
    Map<String, String> received = headers(here);
    Map<String, String> signed = headers(there);
    Set<String> names = new LinkedHashSet<>(received.keySet());
    names.addAll(signed.keySet());
    for (String name : names) {
      add(
          found,
          "header " + name,
          received.getOrDefault(name, ABSENT),
          signed.getOrDefault(name, ABSENT));
    }
    add(found, SIGNED_LIST, at(here, here.length - 2), at(there, there.length - 2));
    add(found, PAYLOAD, at(here, here.length - 1), at(there, there.length - 1));
    return List.copyOf(found);
  }

  private static void add(
      List<Explanation.Difference> found, String part, String here, String signed) {
    if (!here.equals(signed)) {
      found.add(new Explanation.Difference(part, here, signed));
    }
  }

  private static String at(String[] lines, int line) {
    return line >= 0 && line < lines.length ? lines[line] : ABSENT;
  }

  private static Map<String, String> headers(String[] lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = FIRST_FIELDS.length; i < lines.length - 2; i++) {
      int colon = lines[i].indexOf(':', 1);
      if (colon > 0) {
        headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1));
      }
    }
    return headers;
  }

  private static String describe(String[] here, String there, int line) {
    int column = 0;
    while (column < Math.min(here[line].length(), there.length())
        && here[line].charAt(column) == there.charAt(column)) {
      column++;
    }
    return String.format(
        Locale.ROOT,
        "Line %d (%s) differs from byte %d on: here \"%s\", there \"%s\"",
        line + 1,
        field(here, line),
        column + 1,
        here[line],
        there);
  }

  static String field(String[] lines, int line) {
    if (line < FIRST_FIELDS.length) {
      return FIRST_FIELDS[line];
    }
    if (line == lines.length - 1) {
      return PAYLOAD;
    }
    if (line == lines.length - 2) {
      return SIGNED_LIST;
    }
    int colon = lines[line].indexOf(':', 1);
    return colon < 0 ? "the end of the headers" : "header " + lines[line].substring(0, colon);
  }
}
