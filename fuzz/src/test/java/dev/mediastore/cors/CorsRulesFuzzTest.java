// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static dev.mediastore.cors.Sections.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The input is rules that somebody wants to store, held to small limits. They are stored if and
 * only if a naive reading of the constraints allows them; a refusal has a message fit for
 * strangers, and what is stored reads as it was given.
 */
class CorsRulesFuzzTest {
  private static final CorsLimits LIMITS = new CorsLimits(3, 60, 4, 9, 7, 100, 8191);

  @FuzzTest
  void corsRules(byte[] input) {
    List<CorsRule> rules = Sections.of(input).rules(input.length > 0 && input[0] == '0' ? 1 : 0);
    Optional<CorsViolation> violation = CorsPolicy.check(rules, LIMITS);
    require(violation.isEmpty() == NaiveCors.isLegal(rules, LIMITS), "stored if and only if legal");
    if (violation.isPresent()) {
      String message = violation.get().message();
      require(
          message.length() <= 255 && message.chars().allMatch(c -> c >= ' ' && c <= '~'),
          "a message fit for strangers");
      return;
    }
    CorsPolicy policy = CorsPolicy.of(rules, LIMITS);
    for (int i = 0; i < rules.size(); i++) {
      CorsRule given = rules.get(i);
      CorsRule kept = policy.rules().get(i);
      require(
          Objects.equals(given.allowedOrigins(), kept.allowedOrigins()), "the origins as given");
      require(
          Objects.equals(given.allowedHeaders(), kept.allowedHeaders()), "the headers as given");
      require(
          given.allowedMethods() == null
              || given.allowedMethods().stream().distinct().toList().equals(kept.allowedMethods()),
          "each method once");
    }
    require(CorsPolicy.of(policy.rules(), LIMITS).rules().equals(policy.rules()), "kept as kept");
  }
}
