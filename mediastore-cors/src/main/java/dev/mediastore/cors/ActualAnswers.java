// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a policy to requests other than preflights, found without asking rule after rule.
 *
 * <p>Safe for any thread. An origin without a wildcard is looked up: the answer is that of the
 * first rule that lists it, unless an earlier rule admits it by a wildcard, which is found out when
 * it is first asked for. For all other origins the rules with wildcards are asked one by one.
 */
final class ActualAnswers {

  /**
   * What is known about an origin without a wildcard and a method.
   *
   * @param position the first rule that lists it
   * @param resolved whether the rules before that one have been asked
   */
  private record Listed(int position, CorsResult answer, boolean resolved) {}

  /** By {@link Methods#index}. Threads may race to resolve an element: both find the same. */
  private final Map<String, @Nullable Listed[]> plain = new HashMap<>();

  /** By {@link Methods#index}: the rules with a wildcard origin, in order. */
  private final List<List<PreparedRule>> open = new ArrayList<>();

  ActualAnswers(List<PreparedRule> rules) {
    for (int method = 0; method < Methods.COUNT; method++) {
      int bit = 1 << method;
      open.add(rules.stream().filter(rule -> rule.allows(bit) && rule.hasWildcard()).toList());
    }
    for (PreparedRule rule : rules) {
      rule.plainAnswers().forEach((origin, answer) -> list(rule, origin, answer));
    }
  }

  private void list(PreparedRule rule, String origin, CorsResult answer) {
    if (!FieldSyntax.isRequestOrigin(origin)) {
      return; // It may be listed, but no request has it.
    }
    @Nullable Listed[] byMethod =
        plain.computeIfAbsent(origin, unused -> new @Nullable Listed[Methods.COUNT]);
    for (int method = 0; method < Methods.COUNT; method++) {
      if (byMethod[method] == null && rule.allows(1 << method)) {
        byMethod[method] = new Listed(rule.number(), answer, false);
      }
    }
  }

  /** The answer to an origin that some rule lists for the method without a wildcard, or null. */
  @Nullable CorsResult findListed(int method, String requestOrigin) {
    @Nullable Listed[] byMethod = plain.get(requestOrigin);
    Listed listed = byMethod == null ? null : byMethod[method];
    if (byMethod == null || listed == null) {
      return null;
    }
    if (!listed.resolved()) {
      CorsResult earlier = firstOpen(method, requestOrigin, listed.position());
      listed = new Listed(listed.position(), earlier == null ? listed.answer() : earlier, true);
      byMethod[method] = listed;
    }
    return listed.answer();
  }

  /** The answer to an origin that no rule lists for the method without a wildcard, or null. */
  @Nullable CorsResult findOpen(int method, String requestOrigin) {
    return firstOpen(method, requestOrigin, Integer.MAX_VALUE);
  }

  /** Whether answers to such origins differ, so that they are made for each. */
  boolean makesAnswers(int method) {
    List<PreparedRule> rules = open.get(method);
    return !rules.isEmpty() && !rules.get(0).allowsAnyOrigin();
  }

  /** The answer of the first rule that admits an origin by a wildcard, before a position. */
  private @Nullable CorsResult firstOpen(int method, String requestOrigin, int end) {
    List<PreparedRule> rules = open.get(method);
    for (int i = 0; i < rules.size() && rules.get(i).number() < end; i++) {
      PreparedRule rule = rules.get(i);
      if (rule.allowsAnyOrigin() || rule.matchesPattern(requestOrigin)) {
        // Entries are well spelled; a request need not be, and then no rule is to match it.
        if (!FieldSyntax.isRequestOrigin(requestOrigin)) {
          return null;
        }
        return rule.allowsAnyOrigin() ? rule.answerForAny() : rule.echo(requestOrigin);
      }
    }
    return null;
  }
}
