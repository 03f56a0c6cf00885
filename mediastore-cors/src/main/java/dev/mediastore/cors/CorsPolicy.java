// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final List<PreparedRule> prepared;
  private final ActualAnswers actual;
  private final RecentAnswers recent = new RecentAnswers();

  private CorsPolicy(List<CorsRule> rules) {
    this.rules = rules.stream().map(CorsPolicy::withEachMethodOnce).toList();
    List<PreparedRule> numbered = new ArrayList<>(rules.size());
    for (CorsRule rule : this.rules) {
      numbered.add(new PreparedRule(numbered.size() + 1, rule));
    }
    this.prepared = List.copyOf(numbered);
    this.actual = new ActualAnswers(prepared);
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
    List<CorsRule> copy = List.copyOf(rules);
    Optional<CorsViolation> violation = check(copy, limits);
    if (violation.isPresent()) {
      throw new InvalidCorsPolicyException(violation.get());
    }
    return new CorsPolicy(copy);
  }

  /** The first constraint of contract section 13.1 that these rules break, if any. */
  public static Optional<CorsViolation> check(List<CorsRule> rules, CorsLimits limits) {
    return Optional.ofNullable(new PolicyCheck(limits).first(rules));
  }

  /**
   * A policy that was accepted once and is read back from storage.
   *
   * <p>No rule is refused, so that a container stays usable when limits were tightened since or its
   * catalogue was damaged. An entry that could not stand in a header field, or has a second
   * wildcard, matches nothing and is never written to a response.
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
    return prepared.stream().anyMatch(PreparedRule::allowsAnyOrigin);
  }

  /** The answer of the first rule that matches a request other than a preflight, or null. */
  @Nullable CorsResult actual(String method, String requestOrigin, CorsLimits limits) {
    int index = Methods.index(method);
    if (index < 0) {
      return null;
    }
    CorsResult listed = actual.findListed(index, requestOrigin);
    if (listed != null || !actual.makesAnswers(index)) {
      return listed == null ? actual.findOpen(index, requestOrigin) : listed;
    }
    CorsResult known = recent.find(Answer.ACTUAL, index, requestOrigin, "", limits);
    if (known != null) {
      return known;
    }
    CorsResult result = actual.findOpen(index, requestOrigin);
    if (result != null) {
      recent.keep(Answer.ACTUAL, index, requestOrigin, "", limits, result);
    }
    return result;
  }

  /** The answer of the first rule that matches a preflight, or null. */
  @Nullable CorsResult preflight(
      String method,
      String requestOrigin,
      List<String> requestHeaders,
      Answer kind,
      CorsLimits limits) {
    int index = Methods.index(method);
    if (index < 0 || requestHeaders.size() > 1) {
      return firstMatch(method, requestOrigin, requestHeaders, kind, limits);
    }
    String line = requestHeaders.isEmpty() ? "" : requestHeaders.get(0);
    CorsResult known = recent.find(kind, index, requestOrigin, line, limits);
    if (known != null) {
      return known;
    }
    CorsResult result = firstMatch(method, requestOrigin, requestHeaders, kind, limits);
    if (result != null) {
      recent.keep(kind, index, requestOrigin, line, limits, result);
    }
    return result;
  }

  private @Nullable CorsResult firstMatch(
      String method,
      String requestOrigin,
      List<String> requestHeaders,
      Answer kind,
      CorsLimits limits) {
    RequestedHeaders requested = RequestedHeaders.parse(requestHeaders, limits);
    if (requested == null || !FieldSyntax.isRequestOrigin(requestOrigin)) {
      return null;
    }
    int bit = Methods.bit(method);
    for (PreparedRule rule : prepared) {
      CorsResult result = rule.preflight(bit, requestOrigin, requested, kind);
      if (result != null) {
        return result;
      }
    }
    return null;
  }

  /** The number of rules only: the text of a policy does not belong in logs. */
  @Override
  public String toString() {
    return "CorsPolicy[rules=" + rules.size() + ']';
  }

  private static CorsRule withEachMethodOnce(CorsRule rule) {
    List<String> methods = rule.allowedMethods();
    return new CorsRule(
        rule.allowedOrigins(),
        methods == null ? null : methods.stream().distinct().toList(),
        rule.allowedHeaders(),
        rule.exposeHeaders(),
        rule.maxAgeSeconds());
  }
}
