// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

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

  static Decision implicitDeny(Set<PolicyType> missing) {
    return new Decision(Outcome.IMPLICIT_DENY, List.of(), missing);
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
