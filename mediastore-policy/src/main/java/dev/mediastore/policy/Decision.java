// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.Set;

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

  Decision(Outcome outcome) {
    this.outcome = outcome;
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
    return List.of();
  }

  /**
   * The types of policies that an implicit deny lacked an applicable Allow from; with {@link
   * PolicyType#IDENTITY} and {@link PolicyType#RESOURCE} together one of the two would do within an
   * account. Empty for the other outcomes.
   */
  public Set<PolicyType> missing() {
    return Set.of();
  }

  /** One sentence for a log: which statement decided, or which grant was missing. */
  public String reason() {
    return outcome.toString();
  }
}
