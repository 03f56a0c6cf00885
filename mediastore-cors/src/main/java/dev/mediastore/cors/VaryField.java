// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Joins the names of {@code Vary} fields (RFC 9110 section 12.5.5). */
final class VaryField {

  static final String NAME = "Vary";

  private VaryField() {}

  /**
   * The existing value with the names of {@code additional} that it lacks, ignoring case. The value
   * {@code *} already covers every name.
   */
  static String merge(String existing, String additional) {
    Set<String> present = new HashSet<>();
    for (String name : existing.split(",", -1)) {
      present.add(name.strip().toLowerCase(Locale.ROOT));
    }
    if (present.contains("*")) {
      return existing;
    }
    StringBuilder merged = new StringBuilder(existing);
    for (String name : additional.split(", ", -1)) {
      if (present.add(name.toLowerCase(Locale.ROOT))) {
        merged.append(", ").append(name);
      }
    }
    return merged.toString();
  }
}
