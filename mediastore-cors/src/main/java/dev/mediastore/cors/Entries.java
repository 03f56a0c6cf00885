// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The entries of one list of a rule, told apart by how they match: the lone wildcard, plain values,
 * and patterns.
 *
 * @param any whether the lone {@code *} is listed
 * @param plain entries without a wildcard
 * @param patterns entries with a wildcard and something beside it
 */
record Entries(boolean any, Set<String> plain, List<Glob> patterns) {

  Entries {
    plain = Set.copyOf(plain);
    patterns = List.copyOf(patterns);
  }

  /** Sorts entries that are well spelled and have one wildcard at most. */
  static Entries of(Collection<String> entries) {
    Set<String> plain = new LinkedHashSet<>();
    List<Glob> patterns = new ArrayList<>();
    boolean any = false;
    for (String entry : entries) {
      if (entry.equals("*")) {
        any = true;
      } else if (entry.indexOf('*') < 0) {
        plain.add(entry);
      } else {
        patterns.add(Glob.of(entry));
      }
    }
    return new Entries(any, plain, patterns);
  }

  /** Whether some entry matches {@code value}. */
  boolean match(String value) {
    return any || plain.contains(value) || matchPattern(value);
  }

  /** Whether each of the values is matched by some entry. */
  boolean matchAll(List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!match(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an entry with a wildcard and something beside it matches {@code value}. */
  boolean matchPattern(String value) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matches(value)) {
        return true;
      }
    }
    return false;
  }
}
