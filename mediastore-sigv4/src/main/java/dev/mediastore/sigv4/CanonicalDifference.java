// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.Optional;

/** Finds where two canonical requests part. */
final class CanonicalDifference {
  private static final String[] FIRST_FIELDS = {"the method", "the path", "the query"};

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

  private static String describe(String[] here, String there, int line) {
    int column = 0;
    while (column < Math.min(here[line].length(), there.length())
        && here[line].charAt(column) == there.charAt(column)) {
      column++;
    }
    return "Line %d (%s) differs from byte %d on: here \"%s\", there \"%s\""
        .formatted(line + 1, field(here, line), column + 1, here[line], there);
  }

  private static String field(String[] lines, int line) {
    if (line < FIRST_FIELDS.length) {
      return FIRST_FIELDS[line];
    }
    if (line == lines.length - 1) {
      return "the payload hash";
    }
    if (line == lines.length - 2) {
      return "the list of signed headers";
    }
    int colon = lines[line].indexOf(':', 1);
    return colon < 0 ? "the end of the headers" : "header " + lines[line].substring(0, colon);
  }
}
