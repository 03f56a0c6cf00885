// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static dev.mediastore.cors.Policies.W;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of a result and how they join a response. */
class CorsResultTest {

  private final CorsEvaluator evaluator = CorsEvaluator.create();
  private final CorsPolicy policy = Objects.requireNonNull(Policies.named("A"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Accept-Encoding          | Accept-Encoding, Origin
          Accept-Encoding, Range   | Accept-Encoding, Range, Origin
          Origin                   | Origin
          origin                   | origin
          Accept-Encoding,ORIGIN   | Accept-Encoding,ORIGIN
          Access-Control-Origin    | Access-Control-Origin, Origin
          *                        | *
          Accept, *                | Accept, *
          """)
  void existingVary_isExtendedNotReplaced(String existing, String expected) {
    CorsResult result = evaluator.actual(policy, "GET", List.of(W));

    assertEquals(expected, vary(result.headers(existing)));
    assertEquals(
        result.headers().subList(0, result.headers().size() - 1),
        result.headers(existing).subList(0, result.headers().size() - 1));
  }

  @Test
  void existingVaryOfPreflight_lacksOnlyTheMissingNames() {
    CorsResult result = evaluator.preflight(policy, PreflightRequest.of(W, "GET"));

    assertEquals(
        "access-control-request-method, Origin, Access-Control-Request-Headers",
        vary(result.headers("access-control-request-method")));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void noVaryYet_headersAreTheUsualOnes(String existing) {
    CorsResult result = evaluator.actual(policy, "GET", List.of(W));

    assertSame(result.headers(), result.headers(existing));
  }

  @Test
  void noPolicy_leavesExistingVaryAlone() {
    assertEquals(List.of(), evaluator.actual(null, "GET", List.of(W)).headers("Accept-Encoding"));
  }

  @Test
  void headers_areAnImmutableOrderedList() {
    List<CorsHeader> headers =
        evaluator.preflight(policy, PreflightRequest.of(W, "GET", "range")).headers();

    assertEquals(
        List.of(
            new CorsHeader("Access-Control-Allow-Origin", W),
            new CorsHeader("Access-Control-Allow-Headers", "range"),
            new CorsHeader("Access-Control-Allow-Credentials", "true"),
            new CorsHeader("Access-Control-Allow-Methods", "GET, HEAD"),
            new CorsHeader("Access-Control-Max-Age", "3000"),
            new CorsHeader(
                "Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")),
        headers);
    assertThrows(UnsupportedOperationException.class, () -> headers.remove(0));
    assertThrows(IndexOutOfBoundsException.class, () -> headers.get(6));
    assertThrows(IndexOutOfBoundsException.class, () -> headers.get(-1));
  }

  @Test
  void outcomeOfActualRequest_saysWhyNothingWasAllowed() {
    assertEquals(CorsOutcome.NO_POLICY, evaluator.actual(null, "GET", List.of()).outcome());
    assertEquals(CorsOutcome.MISSING_ORIGIN, evaluator.actual(policy, "GET", List.of()).outcome());
    assertEquals(CorsOutcome.NO_RULE, evaluator.actual(policy, "PUT", List.of(W)).outcome());
  }

  @Test
  void text_showsOutcomeAndRuleButNoOrigin() {
    assertEquals(
        "CorsResult[outcome=ALLOWED, rule=1]",
        evaluator.actual(policy, "GET", List.of(W)).toString());
    assertEquals(
        "CorsResult[outcome=NO_RULE]", evaluator.actual(policy, "PUT", List.of(W)).toString());
  }

  @Test
  void replacedPolicy_decidesTheNextRequest() {
    String other = "https://other.example";

    assertEquals(CorsOutcome.NO_RULE, evaluator.actual(policy, "GET", List.of(other)).outcome());
    assertTrue(evaluator.actual(Policies.named("B"), "GET", List.of(other)).allowed());
  }

  @ParameterizedTest
  @CsvSource({"A, https://www.example.com", "B, http://a", "B, http://b", "A, http://a"})
  void commonAnswers_arePreparedOnce(String name, String requestOrigin) {
    CorsPolicy prepared = Policies.named(name);
    CorsResult result = evaluator.actual(prepared, "GET", List.of(requestOrigin));

    assertSame(result, evaluator.actual(prepared, "GET", List.of(requestOrigin)));
    assertSame(result.headers(), result.headers());
  }

  private static String vary(List<CorsHeader> headers) {
    CorsHeader last = headers.get(headers.size() - 1);
    assertEquals("Vary", last.name());
    return last.value();
  }
}
