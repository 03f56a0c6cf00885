// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a rule, once each and in the rule's order.
 *
 * <p>Immutable.
 *
 * @param names the methods, for the response field
 * @param bits the same as a set of {@link #bit bits}, for matching
 */
record Methods(List<String> names, int bits) {

  /** How many methods a rule can list. */
  static final int COUNT = 4;

  Methods {
    names = List.copyOf(names);
  }

  /** The methods among the names given that a rule can list at all. */
  static Methods of(@Nullable Collection<String> given) {
    Set<String> names = new LinkedHashSet<>();
    int bits = 0;
    for (String name : given == null ? List.<String>of() : given) {
      int bit = bit(name);
      if (bit != 0) {
        names.add(name);
        bits |= bit;
      }
    }
    return new Methods(List.copyOf(names), bits);
  }

  /**
   * The bit of a method that a rule can list, or 0. A request's method is turned into its bit once,
   * and then compared with each rule.
   */
  static int bit(String method) {
    int index = index(method);
    return index < 0 ? 0 : 1 << index;
  }

  /** The number of a method that a rule can list, from 0, or -1. */
  static int index(String method) {
    return switch (method) {
      case "GET" -> 0;
      case "HEAD" -> 1;
      case "PUT" -> 2;
      case "DELETE" -> 3;
      default -> -1;
    };
  }
}
