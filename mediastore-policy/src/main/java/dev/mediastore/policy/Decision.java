// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The answer to a request, with what led to it. Immutable.
 *
 * <p>Clients get the same answer for both kinds of refusal; which kind it was, and why, is for
 * logs.
 *
 * @since 0.1
 */
public final class Decision {
  /**
   * The three answers.
   *
   * @since 0.1
   */
  public enum Outcome {
    /** Granted, and nothing denies. */
    ALLOW,
    /** A statement denies. */
    EXPLICIT_DENY,
    /** Nothing denies, but a grant is missing. */
    IMPLICIT_DENY
  }

  /** The root user of the resource's own account needs no grant. */
  static final Decision ROOT = allow(List.of());

  /** The implicit denies, by the {@linkplain PolicyType#bit bits} of what is missing. */
  private static final Decision[] LACKING = lacking();

  private final Outcome outcome;
  private final List<StatementReference> decidedBy;
  private final Set<PolicyType> missing;

  private Decision(Outcome outcome, List<StatementReference> decidedBy, Set<PolicyType> missing) {
    this.outcome = outcome;
    this.decidedBy = decidedBy;
    this.missing = missing;
  }

  static Decision allow(List<StatementReference> grants) {
    return new Decision(Outcome.ALLOW, grants, Set.of());
  }

  static Decision explicitDeny(StatementReference statement) {
    return new Decision(Outcome.EXPLICIT_DENY, List.of(statement), Set.of());
  }

  /** An implicit deny, by the {@linkplain PolicyType#bit bits} of the types that are missing. */
  static Decision lacking(int types) {
    return LACKING[types];
  }

  private static Decision[] lacking() {
    Decision[] decisions = new Decision[1 << PolicyType.values().length];
    for (int bits = 0; bits < decisions.length; bits++) {
      Set<PolicyType> missing = EnumSet.noneOf(PolicyType.class);
      for (PolicyType type : PolicyType.values()) {
        if ((bits & type.bit()) != 0) {
          missing.add(type);
        }
      }
      decisions[bits] =
          new Decision(Outcome.IMPLICIT_DENY, List.of(), Collections.unmodifiableSet(missing));
    }
    return decisions;
  }

  /** The answer. */
  public Outcome outcome() {
    return outcome;
  }

  /** Whether the request may go ahead. */
  public boolean isAllowed() {
    return outcome == Outcome.ALLOW;
  }

  /**
   * The statements that decided: the one that denies, or those whose grants together suffice. Empty
   * for an implicit deny and where an account's root user needs no grant.
   */
  public List<StatementReference> decidedBy() {
    return decidedBy;
  }

  /**
   * The types of policies that an implicit deny lacked a sufficient Allow of, in the order of
   * {@link PolicyType}. With {@link PolicyType#IDENTITY} and {@link PolicyType#RESOURCE} both
   * missing, a caller of the resource's own account needs one of the two, a caller of another
   * account both. Empty for the other outcomes.
   */
  public Set<PolicyType> missing() {
    return missing;
  }

  /** One sentence for a log: which statements decided, or which grants were missing. */
  public String reason() {
    String statements =
        decidedBy.stream().map(StatementReference::toString).collect(Collectors.joining(", "));
    return switch (outcome) {
      case ALLOW ->
          decidedBy.isEmpty() ? "allowed as root user of the account" : "allowed by " + statements;
      case EXPLICIT_DENY -> "denied by " + statements;
      case IMPLICIT_DENY ->
          "not allowed: no sufficient Allow in "
              + missing.stream().map(PolicyType::label).collect(Collectors.joining(", "));
    };
  }

  @Override
  public String toString() {
    return outcome + " (" + reason() + ")";
  }
}
