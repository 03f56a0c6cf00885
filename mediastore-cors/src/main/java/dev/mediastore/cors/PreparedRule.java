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
    for (String origin : origins.plain()) {
      actualForPlain.put(origin, fields.echo(origin, Answer.ACTUAL, RequestedHeaders.NONE));
    }
  }

  /** Whether the lone {@code *} is among the origins. */
  boolean allowsAnyOrigin() {
    return origins.any();
  }

  /** The answer to a request that is not a preflight, or null if this rule does not match it. */
  @Nullable CorsResult actual(int method, String requestOrigin) {
    if ((methods & method) == 0) {
      return null;
    }
    if (origins.any()) {
      return actualForAny;
    }
    CorsResult prepared = actualForPlain.get(requestOrigin);
    if (prepared != null) {
      return prepared;
    }
    return origins.matchPattern(requestOrigin)
        ? fields.echo(requestOrigin, Answer.ACTUAL, RequestedHeaders.NONE)
        : null;
  }

  /** The answer to a preflight, or null if this rule does not match it. */
  @Nullable CorsResult preflight(
      int method, String requestOrigin, RequestedHeaders requested, Answer answer) {
    if ((methods & method) == 0
        || !origins.match(requestOrigin)
        || !headers.matchAll(requested.names())) {
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
