// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static dev.mediastore.cors.Sections.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The input is the fields of a request, then rules as they might lie in storage, legal or not. The
 * answer, field for field, is the one that a naive reading of the rules gives; whatever the rules
 * hold, nothing in it could end a header field.
 */
class CorsRequestFuzzTest {
  private static final CorsEvaluator EVALUATOR =
      CorsEvaluator.create(CorsOptions.defaults().withPrivateNetworkAccess(true));

  @FuzzTest
  void corsRequest(byte[] input) {
    Sections sections = Sections.of(input);
    List<CorsRule> rules = sections.rules(1);
    CorsPolicy policy = CorsPolicy.fromStored(rules);
    PreflightRequest request =
        new PreflightRequest(
            sections.list(0, 0), sections.list(0, 1), sections.list(0, 2), sections.list(0, 3));
    CorsResult preflight = EVALUATOR.preflight(policy, request);
    require(
        text(preflight).equals(NaiveCors.preflight(rules, request, true)),
        "the answer to the preflight");
    String method = request.requestMethods().isEmpty() ? "GET" : request.requestMethods().get(0);
    // Twice, because the first answer may be kept.
    for (int i = 0; i < 2; i++) {
      CorsResult actual = EVALUATOR.actual(policy, method, request.requestOrigins());
      require(
          text(actual).equals(NaiveCors.actual(rules, method, request.requestOrigins())),
          "the answer to the request");
      requireWritable(actual);
    }
    requireWritable(preflight);
  }

  private static String text(CorsResult result) {
    return result.outcome()
        + " "
        + result.rule().orElse(0)
        + " "
        + result.headers().stream()
            .map(header -> header.name() + ": " + header.value())
            .collect(Collectors.joining("|"));
  }

  private static void requireWritable(CorsResult result) {
    for (CorsHeader header : result.headers()) {
      require(
          !header.value().isEmpty()
              && header.value().chars().allMatch(c -> c <= 0xFF && !Character.isISOControl(c)),
          "a value fit for a header field");
    }
  }
}
