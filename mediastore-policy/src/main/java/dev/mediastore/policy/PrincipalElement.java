// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;

/** {@code Principal} or {@code NotPrincipal} of a statement in a resource policy. Immutable. */
final class PrincipalElement {
  private final boolean negated;
  private final boolean bare;
  private final List<Group> groups;
  private final PrincipalMatcher[] matchers;

  /** The principals of one type as written. */
  record Group(String type, List<String> texts) {}

  /**
   * The element.
   *
   * @param bare whether it is {@code "*"} instead of an object of types
   */
  PrincipalElement(
      boolean negated, boolean bare, List<Group> groups, List<PrincipalMatcher> matchers) {
    this.negated = negated;
    this.bare = bare;
    this.groups = List.copyOf(groups);
    this.matchers = matchers.toArray(new PrincipalMatcher[0]);
  }

  boolean negated() {
    return negated;
  }

  boolean bare() {
    return bare;
  }

  List<Group> groups() {
    return groups;
  }

  /**
   * How strongly the element means a caller.
   *
   * <p>{@code NotPrincipal} means everybody whom none of its entries means at any strength. A Deny
   * with it always means a caller who has a permissions boundary.
   */
  PrincipalStrength strength(Principal caller, Effect effect, boolean callerHasBoundary) {
    if (!negated) {
      return strongest(caller);
    }
    if (effect == Effect.DENY && callerHasBoundary) {
      return PrincipalStrength.EVERYBODY;
    }
    return strongest(caller) == PrincipalStrength.NONE
        ? PrincipalStrength.EVERYBODY
        : PrincipalStrength.NONE;
  }

  private PrincipalStrength strongest(Principal caller) {
    PrincipalStrength strongest = PrincipalStrength.NONE;
    for (PrincipalMatcher matcher : matchers) {
      PrincipalStrength strength = matcher.strength(caller);
      if (strength.compareTo(strongest) > 0) {
        strongest = strength;
      }
    }
    return strongest;
  }
}
