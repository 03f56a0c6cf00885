// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy document, compiled for evaluation. Immutable.
 *
 * @since 0.1
 */
public final class Statement {
  private final int index;
  private final String sid;
  private final Effect effect;
  private final @Nullable PrincipalElement principal;
  private final ActionElement action;
  private final ResourceElement resource;
  private final Condition[] conditions;
  private @Nullable Verdict verdict;

  Statement(
      int index,
      String sid,
      Effect effect,
      @Nullable PrincipalElement principal,
      ActionElement action,
      ResourceElement resource,
      List<Condition> conditions) {
    this.index = index;
    this.sid = sid;
    this.effect = effect;
    this.principal = principal;
    this.action = action;
    this.resource = resource;
    this.conditions = conditions.toArray(new Condition[0]);
  }

  /** The position in the document, from 0. */
  public int index() {
    return index;
  }

  /** The author's name for the statement: ASCII letters and digits. */
  public Optional<String> sid() {
    return sid.isEmpty() ? Optional.empty() : Optional.of(sid);
  }

  /** Whether the statement grants or refuses. */
  public Effect effect() {
    return effect;
  }

  @Nullable PrincipalElement principalElement() {
    return principal;
  }

  ActionElement actionElement() {
    return action;
  }

  ResourceElement resourceElement() {
    return resource;
  }

  List<Condition> conditions() {
    return List.of(conditions);
  }

  void collectKeys(Set<String> keys) {
    resource.collectKeys(keys);
    for (Condition condition : conditions) {
      condition.collectKeys(keys);
    }
  }

  /** Whether it could apply to a request for this action, known or not. */
  boolean coversAction(int actionNumber, String actionText) {
    return actionNumber < 0 ? action.coversUnknown(actionText) : action.covers(actionNumber);
  }

  /**
   * How strongly the statement applies to a request for an action it covers; {@link
   * PrincipalStrength#NONE} if it does not. The elements are asked from the cheapest to the
   * dearest, and the first miss ends it.
   */
  PrincipalStrength strength(AuthorizationRequest request, boolean callerHasBoundary) {
    if (!resourceMatches(request)) {
      return PrincipalStrength.NONE;
    }
    PrincipalStrength strength = principalStrength(request, callerHasBoundary);
    return strength == PrincipalStrength.NONE || firstMiss(request.context()) != null
        ? PrincipalStrength.NONE
        : strength;
  }

  private boolean resourceMatches(AuthorizationRequest request) {
    return resource.matches(request, effect);
  }

  /** How strongly the statement means the caller. */
  PrincipalStrength principalStrength(AuthorizationRequest request, boolean callerHasBoundary) {
    return principal == null
        ? PrincipalStrength.DIRECT
        : principal.strength(request.principal(), effect, callerHasBoundary);
  }

  private @Nullable Condition firstMiss(AuthorizationContext context) {
    for (Condition condition : conditions) {
      if (!condition.holds(context)) {
        return condition;
      }
    }
    return null;
  }

  /**
   * What this statement alone leads to, for the part its document plays. Nearly always that is one
   * part, so the latest answer is kept. Threads may race for it: answers are immutable, and any
   * will do.
   */
  Verdict verdict(PolicyType type, int policyIndex) {
    Verdict known = verdict;
    if (known == null || !known.isFor(type, policyIndex)) {
      known =
          Verdict.of(
              effect, new StatementReference(type, policyIndex, index, sid.isEmpty() ? null : sid));
      verdict = known;
    }
    return known;
  }

  /** Position, Sid and effect; never the rest of the text. */
  @Override
  public String toString() {
    return "Statement[" + index + (sid.isEmpty() ? "" : " " + sid) + " " + effect.text() + "]";
  }

  /** What became of the statement under a request, in words. */
  Explanation.StatementTrace trace(
      StatementReference reference, AuthorizationRequest request, boolean callerHasBoundary) {
    Explanation.Mismatch mismatch;
    String detail;
    Condition miss = firstMiss(request.context());
    PrincipalStrength strength = principalStrength(request, callerHasBoundary);
    if (!coversAction(MediaStoreActions.number(request.action()), request.action())) {
      mismatch = Explanation.Mismatch.ACTION;
      detail = action.negated() ? "NotAction excludes the action" : "Action does not cover it";
    } else if (!resourceMatches(request)) {
      mismatch = Explanation.Mismatch.RESOURCE;
      detail =
          resource.negated() ? "NotResource excludes the resource" : "Resource does not cover it";
    } else if (strength == PrincipalStrength.NONE) {
      mismatch = Explanation.Mismatch.PRINCIPAL;
      detail = "the caller is not meant";
    } else if (miss != null) {
      mismatch = Explanation.Mismatch.CONDITION;
      detail = miss.explainMiss(request.context());
    } else {
      mismatch = Explanation.Mismatch.NONE;
      detail =
          strength == PrincipalStrength.ACCOUNT
              ? "applies, to the caller's account only"
              : "applies";
    }
    return new Explanation.StatementTrace(reference, effect, mismatch, detail);
  }
}
