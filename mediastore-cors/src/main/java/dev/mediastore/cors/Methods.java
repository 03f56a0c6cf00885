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
    return switch (method) {
      case "GET" -> 1;
      case "HEAD" -> 2;
      case "PUT" -> 4;
      case "DELETE" -> 8;
      default -> 0;
    };
  }
}
