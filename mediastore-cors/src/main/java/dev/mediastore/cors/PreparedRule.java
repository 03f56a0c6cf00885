// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule in the form in which requests are matched.
 *
 * <p>Immutable. Entries that are not well spelled are left out, which changes nothing for a rule
 * that passed {@link PolicyCheck}. Answers to actual requests from the lone wildcard and from plain
 * origins are prepared as well: those are what players cause all day.
 */
final class PreparedRule {

  private final int number;
  private final int methods;
  private final Entries origins;
  private final Entries headers;
  private final RuleFields fields;
  private final CorsResult actualForAny;
  private final Map<String, CorsResult> actualForPlain;

  /**
   * Prepares a rule.
   *
   * @param number the rule's place in the policy, counted from 1
   */
  PreparedRule(int number, CorsRule rule) {
    this.number = number;
    Methods known = Methods.of(rule.allowedMethods());
    this.methods = known.bits();
    this.origins =
        Entries.of(
            given(rule.allowedOrigins()).stream()
                .filter(FieldSyntax::isOriginPattern)
                .filter(entry -> !FieldSyntax.hasSeveralWildcards(entry))
                .toList());
    this.headers =
        Entries.of(
            given(rule.allowedHeaders()).stream()
                .filter(FieldSyntax::isHeaderPattern)
                .filter(entry -> !FieldSyntax.hasSeveralWildcards(entry))
                .map(entry -> entry.toLowerCase(Locale.ROOT))
                .toList());
    this.fields =
        new RuleFields(number, known.names(), writableExposed(rule), writableMaxAge(rule));
    this.actualForAny = fields.anyOrigin(Answer.ACTUAL, RequestedHeaders.NONE);
    this.actualForPlain = new HashMap<>();
    if (!origins.any()) {
      for (String origin : origins.plain()) {
        actualForPlain.put(origin, echo(origin));
      }
    }
  }

  /** The rule's place in the policy, counted from 1. */
  int number() {
    return number;
  }

  /** Whether a method, given as its {@link Methods#bit bit}, is listed. */
  boolean allows(int method) {
    return (methods & method) != 0;
  }

  /** Whether the lone {@code *} is among the origins. */
  boolean allowsAnyOrigin() {
    return origins.any();
  }

  /** Whether some origin has a wildcard. */
  boolean hasWildcard() {
    return origins.any() || !origins.patterns().isEmpty();
  }

  /** Whether an origin with a wildcard, but not the lone one, matches. */
  boolean matchesPattern(String requestOrigin) {
    return origins.matchPattern(requestOrigin);
  }

  /** The answer to an actual request from any origin. */
  CorsResult answerForAny() {
    return actualForAny;
  }

  /** The answers to actual requests from the origins without a wildcard. */
  Map<String, CorsResult> plainAnswers() {
    return actualForPlain;
  }

  /** The answer to an actual request that repeats its origin. */
  CorsResult echo(String requestOrigin) {
    return fields.echo(requestOrigin, Answer.ACTUAL, RequestedHeaders.NONE);
  }

  /** The answer to a preflight, or null if this rule does not match it. */
  @Nullable CorsResult preflight(
      int method, String requestOrigin, RequestedHeaders requested, Answer answer) {
    if (!allows(method) || !origins.match(requestOrigin) || !headers.matchAll(requested.names())) {
      return null;
    }
    return origins.any()
        ? fields.anyOrigin(answer, requested)
        : fields.echo(requestOrigin, answer, requested);
  }

  private static List<String> writableExposed(CorsRule rule) {
    return given(rule.exposeHeaders()).stream().filter(FieldSyntax::isExposable).toList();
  }

  private static @Nullable Long writableMaxAge(CorsRule rule) {
    Long seconds = rule.maxAgeSeconds();
    return seconds != null && FieldSyntax.isMaxAge(seconds) ? seconds : null;
  }

  private static List<String> given(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
