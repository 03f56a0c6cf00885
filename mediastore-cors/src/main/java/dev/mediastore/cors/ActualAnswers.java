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
 * <p>Safe for any thread. Origins without a wildcard are looked up; the answer is that of the first
 * rule that lists them, unless an earlier rule admits them by a wildcard. Only rules with wildcards
 * are asked one by one. Answers of the lone wildcard and of plain origins are made beforehand, and
 * the latest answer that had to be made is kept: a page asks for many objects in a row.
 */
final class ActualAnswers {

  /** The first rule, by position, that lists one origin for one method, and its answer. */
  private record Listed(int position, CorsResult answer) {}

  /** An answer that was made, and what it answers. */
  private record Made(int method, String requestOrigin, CorsResult answer) {}

  private final Map<String, @Nullable Listed[]> plain = new HashMap<>();

  /** By {@link Methods#index}: the rules with a wildcard origin, in order. */
  private final List<List<PreparedRule>> open = new ArrayList<>();

  /** Threads may race for it: it is immutable, and any will do. */
  private @Nullable Made latest;

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
        byMethod[method] = new Listed(rule.number(), answer);
      }
    }
  }

  /** The answer of the first rule that matches, or null. */
  @Nullable CorsResult find(String method, String requestOrigin) {
    int index = Methods.index(method);
    if (index < 0) {
      return null;
    }
    @Nullable Listed[] byMethod = plain.get(requestOrigin);
    Listed listed = byMethod == null ? null : byMethod[index];
    List<PreparedRule> wildcards = open.get(index);
    if (wildcards.isEmpty()) {
      return listed == null ? null : listed.answer();
    }
    return findOpen(wildcards, index, requestOrigin, listed);
  }

  private @Nullable CorsResult findOpen(
      List<PreparedRule> wildcards, int method, String requestOrigin, @Nullable Listed listed) {
    Made known = latest;
    if (known != null && known.method() == method && known.requestOrigin().equals(requestOrigin)) {
      return known.answer();
    }
    // Entries are well spelled, a request need not be.
    boolean understood = listed != null || FieldSyntax.isRequestOrigin(requestOrigin);
    for (int i = 0; understood && i < wildcards.size(); i++) {
      PreparedRule rule = wildcards.get(i);
      if (listed != null && listed.position() < rule.number()) {
        break;
      }
      if (rule.allowsAnyOrigin()) {
        return rule.answerForAny();
      }
      if (rule.matchesPattern(requestOrigin)) {
        CorsResult answer = rule.echo(requestOrigin);
        latest = new Made(method, requestOrigin, answer);
        return answer;
      }
    }
    return listed == null ? null : listed.answer();
  }
}
