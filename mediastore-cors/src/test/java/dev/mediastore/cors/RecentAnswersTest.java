// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer that is kept is the answer to the same request and to no other. */
class RecentAnswersTest {
  private static final CorsLimits LIMITS = CorsLimits.defaults();
  private static final CorsResult ANSWER = new CorsResult(CorsOutcome.ALLOWED, 1, List.of());

  private final RecentAnswers recent = new RecentAnswers();

  @Test
  void keptAnswer_isFoundByTheSameRequestOnly() {
    recent.keep(Answer.PREFLIGHT, 1, "a", "b", LIMITS, ANSWER);
    CorsLimits other = new CorsLimits(1, 1, 1, 1, 1, 1, 1);

    assertSame(ANSWER, recent.find(Answer.PREFLIGHT, 1, "a", "b", LIMITS));
    assertNull(recent.find(Answer.ACTUAL, 1, "a", "b", LIMITS));
    assertNull(recent.find(Answer.PREFLIGHT, 0, "a", "b", LIMITS));
    assertNull(recent.find(Answer.PREFLIGHT, 1, "b", "b", LIMITS));
    assertNull(recent.find(Answer.PREFLIGHT, 1, "a", "a", LIMITS));
    assertNull(recent.find(Answer.PREFLIGHT, 1, "a", "b", other));
  }

  @Test
  void everyPart_isComparedEvenInTheSamePlace() {
    // "Aa" and "BB" have the same hash code, so that both requests share a place.
    recent.keep(Answer.PREFLIGHT, 1, "Aa", "Aa", LIMITS, ANSWER);

    assertNull(recent.find(Answer.PREFLIGHT, 1, "BB", "Aa", LIMITS));
    assertNull(recent.find(Answer.PREFLIGHT, 1, "Aa", "BB", LIMITS));
    assertSame(ANSWER, recent.find(Answer.PREFLIGHT, 1, "Aa", "Aa", LIMITS));
  }

  @Test
  void methods_ofTheSamePlace_areToldApart() {
    for (int method = 0; method < 16; method++) {
      recent.keep(Answer.ACTUAL, method, "a", "", LIMITS, ANSWER);
      for (int other = 0; other < 64; other++) {
        if (other > method) {
          assertNull(recent.find(Answer.ACTUAL, other, "a", "", LIMITS));
        }
      }
    }
  }

  @Test
  void longRequest_isNotKept() {
    recent.keep(Answer.ACTUAL, 1, "a".repeat(200), "b".repeat(57), LIMITS, ANSWER);
    assertNull(recent.find(Answer.ACTUAL, 1, "a".repeat(200), "b".repeat(57), LIMITS));

    recent.keep(Answer.ACTUAL, 1, "a".repeat(200), "b".repeat(56), LIMITS, ANSWER);
    assertSame(ANSWER, recent.find(Answer.ACTUAL, 1, "a".repeat(200), "b".repeat(56), LIMITS));
  }

  @Test
  void g10_repeatedRequests_getTheVerySameAnswer() {
    CorsEvaluator evaluator = CorsEvaluator.create();
    CorsRule rule =
        CorsRule.of(List.of("https://*.example.com", "https://b"), List.of("GET"), List.of("*"));
    CorsPolicy policy = CorsPolicy.of(List.of(rule));
    PreflightRequest preflight = PreflightRequest.of("https://a.example.com", "GET", "range");
    List<String> under = List.of("https://a.example.com");

    assertSame(evaluator.preflight(policy, preflight), evaluator.preflight(policy, preflight));
    assertSame(evaluator.actual(policy, "GET", under), evaluator.actual(policy, "GET", under));
    assertSame(
        evaluator.actual(policy, "GET", List.of("https://b")),
        evaluator.actual(policy, "GET", List.of("https://b")));
    assertNotSame(
        evaluator.actual(policy, "GET", under),
        evaluator.actual(policy, "GET", List.of("https://c.example.com")));
    assertEquals(
        "https://c.example.com",
        evaluator.actual(policy, "GET", List.of("https://c.example.com")).headers().get(0).value());
  }

  @Test
  void keptAnswer_doesNotOutliveSmallerLimits() {
    CorsPolicy policy =
        CorsPolicy.of(List.of(CorsRule.of(List.of("*"), List.of("GET"), List.of("*"))));
    PreflightRequest preflight = PreflightRequest.of("https://a", "GET", "range", "etag");
    CorsEvaluator strict =
        CorsEvaluator.create(
            CorsOptions.defaults().withLimits(new CorsLimits(1, 99, 1, 99, 99, 1, 99)));

    assertEquals(
        CorsOutcome.ALLOWED, CorsEvaluator.create().preflight(policy, preflight).outcome());
    assertEquals(CorsOutcome.NO_RULE, strict.preflight(policy, preflight).outcome());
  }

  @Test
  void plainOrigin_givesWayToAnEarlierWildcardAndBeatsALaterOne() {
    CorsRule wild =
        CorsRule.of(List.of("https://*"), List.of("GET"), List.of()).withMaxAgeSeconds(1);
    CorsRule plain = CorsRule.of(List.of("https://a"), List.of("GET", "PUT"), List.of());
    CorsEvaluator evaluator = CorsEvaluator.create();
    List<String> origin = List.of("https://a");

    for (int i = 0; i < 2; i++) {
      CorsPolicy later = CorsPolicy.of(List.of(plain, wild, plain));
      CorsPolicy earlier = CorsPolicy.of(List.of(wild, plain));
      assertEquals(1, evaluator.actual(later, "GET", origin).rule().orElse(0));
      assertEquals(1, evaluator.actual(earlier, "GET", origin).rule().orElse(0));
      assertEquals(2, evaluator.actual(earlier, "PUT", origin).rule().orElse(0));
      assertEquals(CorsOutcome.NO_RULE, evaluator.actual(earlier, "HEAD", origin).outcome());
      assertEquals(2, evaluator.actual(later, "GET", List.of("https://b")).rule().orElse(0));
    }
  }
}
