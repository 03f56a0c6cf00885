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

  /**
   * How strongly the statement applies to a request; {@link PrincipalStrength#NONE} if it does not.
   * The elements are asked from the cheapest to the dearest, and the first miss ends it.
   */
  PrincipalStrength strength(Query query) {
    if (!actionMatches(query) || !resourceMatches(query)) {
      return PrincipalStrength.NONE;
    }
    PrincipalStrength strength = principalStrength(query);
    return strength == PrincipalStrength.NONE || firstMiss(query) != null
        ? PrincipalStrength.NONE
        : strength;
  }

  private boolean actionMatches(Query query) {
    return action.matches(query);
  }

  private boolean resourceMatches(Query query) {
    return resource.matches(query.resource(), effect, query.context());
  }

  private PrincipalStrength principalStrength(Query query) {
    return principal == null
        ? PrincipalStrength.DIRECT
        : principal.strength(query.principal(), effect, query.callerHasBoundary());
  }

  private @Nullable Condition firstMiss(Query query) {
    for (Condition condition : conditions) {
      if (!condition.holds(query)) {
        return condition;
      }
    }
    return null;
  }

  /** Position, Sid and effect; never the rest of the text. */
  @Override
  public String toString() {
    return "Statement[" + index + (sid.isEmpty() ? "" : " " + sid) + " " + effect.text() + "]";
  }

  /** What became of the statement under a request, in words. */
  Explanation.StatementTrace trace(StatementReference reference, Query query) {
    Explanation.Mismatch mismatch;
    String detail;
    Condition miss = firstMiss(query);
    PrincipalStrength strength = principalStrength(query);
    if (!actionMatches(query)) {
      mismatch = Explanation.Mismatch.ACTION;
      detail = action.negated() ? "NotAction excludes the action" : "Action does not cover it";
    } else if (!resourceMatches(query)) {
      mismatch = Explanation.Mismatch.RESOURCE;
      detail =
          resource.negated() ? "NotResource excludes the resource" : "Resource does not cover it";
    } else if (strength == PrincipalStrength.NONE) {
      mismatch = Explanation.Mismatch.PRINCIPAL;
      detail = "the caller is not meant";
    } else if (miss != null) {
      mismatch = Explanation.Mismatch.CONDITION;
      detail = miss.explainMiss(query.context());
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
