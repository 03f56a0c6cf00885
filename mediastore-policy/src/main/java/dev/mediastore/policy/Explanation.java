// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A decision with the fate of every statement that took part in it. Immutable.
 *
 * <p>Names elements, condition operators and condition keys; never quotes their values, which may
 * be shared secrets.
 *
 * @param decision the decision
 * @param traces one entry per statement: identity policies, resource policy, boundary, session
 *     policies, each in document order
 * @since 0.1
 */
public record Explanation(Decision decision, List<StatementTrace> traces) {

  /** Copies the list. */
  public Explanation {
    Objects.requireNonNull(decision, "decision");
    traces = List.copyOf(traces);
  }

  /**
   * The element of a statement that kept it from applying.
   *
   * @since 0.1
   */
  public enum Mismatch {
    /** None: the statement applies. */
    NONE,
    /** Action or NotAction. */
    ACTION,
    /** Resource or NotResource. */
    RESOURCE,
    /** Principal or NotPrincipal. */
    PRINCIPAL,
    /** A condition. */
    CONDITION
  }

  /**
   * What became of one statement. Immutable.
   *
   * @param statement which one
   * @param effect what it would do
   * @param mismatch the first element that did not match
   * @param detail a phrase for people
   * @since 0.1
   */
  public record StatementTrace(
      StatementReference statement, Effect effect, Mismatch mismatch, String detail) {

    /** Checks the parts. */
    public StatementTrace {
      Objects.requireNonNull(statement, "statement");
      Objects.requireNonNull(effect, "effect");
      Objects.requireNonNull(mismatch, "mismatch");
      Objects.requireNonNull(detail, "detail");
    }
  }

  /** The decision and its reasons, one line per statement. */
  public String text() {
    String lines =
        traces.stream()
            .map(t -> "\n  " + t.statement() + " (" + t.effect().text() + "): " + t.detail())
            .collect(Collectors.joining());
    return decision + lines;
  }
}
