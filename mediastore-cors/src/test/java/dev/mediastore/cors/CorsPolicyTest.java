// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static dev.mediastore.cors.Policies.W;
import static dev.mediastore.cors.Policies.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which policies may be stored, and what the caller is told about the others. */
class CorsPolicyTest {

  private static final CorsRule GOOD = rule(W, "GET HEAD", "*");
  private static final String RULE = "corsPolicy.1.member.";
  private static final String AT_LEAST_ONE = "Member must have length greater than or equal to 1";
  private static final String AT_MOST_100 = "Member must have length less than or equal to 100";
  private static final String METHOD =
      "Member must satisfy enum value set: [PUT, GET, DELETE, HEAD]";
  private static final String ONE_WILDCARD = "Member must have at most one wildcard";
  private static final String ORIGIN_TEXT =
      "Member must be Latin-1 text without control characters or commas";
  private static final String HEADER_TEXT =
      "Member must be made of the characters of a header name";
  private static final String EXPOSABLE = "Member must be a header name or the lone wildcard";

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refusedPolicy_namesTheFirstViolation(
      String what, List<CorsRule> rules, String member, @Nullable String value, String constraint) {
    CorsViolation violation = new CorsViolation(member, value, constraint);

    assertEquals(Optional.of(violation), CorsPolicy.check(rules, CorsLimits.defaults()), what);
    InvalidCorsPolicyException thrown =
        assertThrows(InvalidCorsPolicyException.class, () -> CorsPolicy.of(rules));
    assertEquals(violation, thrown.violation());
    assertTrue(violation.message().length() <= 220, violation.message());
    assertEquals(member + ": " + constraint, thrown.getMessage());
  }

  static Stream<Arguments> refusedPolicy_namesTheFirstViolation() {
    return Stream.of(
        arguments("(a) empty list", List.of(), "corsPolicy", "[]", AT_LEAST_ONE),
        arguments(
            "(b) 101 rules",
            Collections.nCopies(101, GOOD),
            "corsPolicy",
            "[101 entries]",
            AT_MOST_100),
        one("(c) no origins", withOrigins(null), "allowedOrigins", null, "Member must not be null"),
        one("(c) empty origins", withOrigins(List.of()), "allowedOrigins", "[]", AT_LEAST_ONE),
        one("(d) empty methods", withMethods(List.of()), "allowedMethods", "[]", AT_LEAST_ONE),
        method("POST"),
        method("get"),
        method("PATCH"),
        method("*"),
        method(""),
        one(
            "five methods",
            withMethods(List.of("GET", "GET", "GET", "GET", "GET")),
            "allowedMethods",
            "[5 entries]",
            "Member must have length less than or equal to 4"),
        one(
            "(f) no AllowedHeaders",
            withHeaders(null),
            "allowedHeaders",
            null,
            "Member must not be null"),
        origin("(g) two wildcards", "http://*.*.example.com", ONE_WILDCARD),
        header("(h) two wildcards", "x-*-*", ONE_WILDCARD),
        one(
            "(i) age -1",
            GOOD.withMaxAgeSeconds(-1),
            "maxAgeSeconds",
            "-1",
            "Member must have value greater than or equal to 0"),
        one(
            "(i) age 2^31",
            GOOD.withMaxAgeSeconds(2_147_483_648L),
            "maxAgeSeconds",
            "2147483648",
            "Member must have value less than or equal to 2147483647"),
        one(
            "(j) origin of 2,049 characters",
            withOrigins(List.of(W, "o".repeat(2049))),
            "allowedOrigins.2.member",
            "o".repeat(48) + "...",
            "Member must have length less than or equal to 2048"),
        one(
            "(k) 101 origins",
            withOrigins(Collections.nCopies(101, W)),
            "allowedOrigins",
            "[101 entries]",
            AT_MOST_100),
        one("empty origin", withOrigins(List.of("")), "allowedOrigins.1.member", "", AT_LEAST_ONE),
        origin("(l) CR LF in an origin", "http://a\r\nX: 1", ORIGIN_TEXT),
        origin("NUL in an origin", "http://a\0", ORIGIN_TEXT),
        origin("tab in an origin", "http://a\t", ORIGIN_TEXT),
        origin("DEL in an origin", "http://a\u007F", ORIGIN_TEXT),
        origin("C1 control in an origin", "http://a\u0085b", ORIGIN_TEXT),
        origin("comma in an origin", "http://a,http://b", ORIGIN_TEXT),
        origin("beyond Latin-1 in an origin", "http://\u0100.example", ORIGIN_TEXT),
        header("(l) CR LF in a header", "x\r\ny", HEADER_TEXT),
        header("NUL in a header", "x\0", HEADER_TEXT),
        header("comma in a header", "x,y", HEADER_TEXT),
        header("blank in a header", "x y", HEADER_TEXT),
        header("colon in a header", "x:", HEADER_TEXT),
        header("letter beyond ASCII in a header", "x\u00E9", HEADER_TEXT),
        one(
            "empty header",
            withHeaders(List.of("x-a", "")),
            "allowedHeaders.2.member",
            "",
            AT_LEAST_ONE),
        one(
            "header of 8,193 characters",
            withHeaders(List.of("h".repeat(8193))),
            "allowedHeaders.1.member",
            "h".repeat(48) + "...",
            "Member must have length less than or equal to 8192"),
        one(
            "101 headers",
            withHeaders(Collections.nCopies(101, "x")),
            "allowedHeaders",
            "[101 entries]",
            AT_MOST_100),
        expose("(m) pattern exposed", "x-*", EXPOSABLE),
        expose("(l) CR LF exposed", "x\r\ny", EXPOSABLE),
        expose("comma exposed", "ETag,Date", EXPOSABLE),
        expose("two wildcards exposed", "**", EXPOSABLE),
        expose("empty name exposed", "", AT_LEAST_ONE),
        one(
            "exposed header of 8,193 characters",
            GOOD.withExposeHeaders(List.of("h".repeat(8193))),
            "exposeHeaders.1.member",
            "h".repeat(48) + "...",
            "Member must have length less than or equal to 8192"),
        one(
            "101 exposed headers",
            GOOD.withExposeHeaders(Collections.nCopies(101, "x")),
            "exposeHeaders",
            "[101 entries]",
            AT_MOST_100),
        arguments(
            "the second rule is at fault",
            List.of(GOOD, withMethods(List.of("GET", "TRACE"))),
            "corsPolicy.2.member.allowedMethods.2.member",
            "TRACE",
            METHOD),
        arguments(
            "398,001 characters in all",
            List.of(
                rule(W, "PUT", "*").withExposeHeaders(Collections.nCopies(48, "h".repeat(8192))),
                withHeaders(List.of("h".repeat(4732)))),
            "corsPolicy",
            "[2 entries]",
            "Member must hold at most 398000 characters in all"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void legalPolicy_isKeptAsGiven(String what, List<CorsRule> rules) {
    assertEquals(rules, CorsPolicy.of(rules).rules(), what);
  }

  static Stream<Arguments> legalPolicy_isKeptAsGiven() {
    return Stream.of(
        arguments("exactly 100 rules", Collections.nCopies(100, GOOD)),
        arguments("no AllowedMethods", List.of(withMethods(null))),
        arguments("expose *", List.of(GOOD.withExposeHeaders(List.of("*")))),
        arguments("expose nothing", List.of(GOOD.withExposeHeaders(List.of()))),
        arguments("empty AllowedHeaders", List.of(withHeaders(List.of()))),
        arguments("age 0", List.of(GOOD.withMaxAgeSeconds(0))),
        arguments("longest age", List.of(GOOD.withMaxAgeSeconds(2_147_483_647))),
        arguments("origin with no scheme", List.of(withOrigins(List.of("www.example.com")))),
        arguments("the same origin twice", List.of(withOrigins(List.of(W, W)))),
        arguments("a header of 8,192 characters", List.of(withHeaders(List.of("h".repeat(8192))))),
        arguments("an origin of 2,048 characters", List.of(withOrigins(List.of("o".repeat(2048))))),
        arguments("100 origins", List.of(withOrigins(Collections.nCopies(100, W)))),
        arguments("100 headers", List.of(withHeaders(Collections.nCopies(100, "x")))),
        arguments("blank in an origin", List.of(withOrigins(List.of("a b")))),
        arguments("Latin-1 origin", List.of(withOrigins(List.of("https://m\u00FCnchen.example")))),
        arguments(
            "origins with a path, a slash, a port, capitals, null, a wildcard in the middle",
            List.of(
                withOrigins(
                    List.of("http://a/b", "http://a/", "http://a:80", "HTTP://A", "null", "a*b")))),
        arguments(
            "398,000 characters in all",
            List.of(
                rule(W, "PUT", "*").withExposeHeaders(Collections.nCopies(48, "h".repeat(8192))),
                withHeaders(List.of("h".repeat(4731))))));
  }

  @Test
  void methodListedTwice_isKeptOnce() {
    CorsPolicy policy = CorsPolicy.of(List.of(rule(W, "HEAD GET HEAD", "*")));

    assertEquals(List.of(rule(W, "HEAD GET", "*")), policy.rules());
  }

  @Test
  void ruleWithoutMethods_matchesNothing() {
    CorsPolicy policy = CorsPolicy.of(List.of(withMethods(null)));
    CorsEvaluator evaluator = CorsEvaluator.create();

    for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "")) {
      assertFalse(evaluator.actual(policy, method, List.of(W)).allowed(), method);
      assertFalse(evaluator.preflight(policy, PreflightRequest.of(W, method)).allowed(), method);
    }
  }

  @Test
  void smallerLimits_areEnforcedInsteadOfTheDefaults() {
    CorsLimits small = new CorsLimits(1, 40, 1, 30, 3, 1, 10);

    assertTrue(CorsPolicy.check(List.of(rule("o".repeat(30), "GET", "x-a")), small).isEmpty());
    assertEquals("corsPolicy", refusedBy(small, GOOD, GOOD));
    assertEquals("corsPolicy.1.member.allowedOrigins", refusedBy(small, rule("a b", "GET", "")));
    assertEquals(
        "corsPolicy.1.member.allowedOrigins.1.member",
        refusedBy(small, rule("o".repeat(31), "GET", "")));
    assertEquals(
        "corsPolicy.1.member.allowedHeaders.1.member", refusedBy(small, rule("a", "GET", "x-ab")));
    assertEquals("corsPolicy", refusedBy(small, rule("o".repeat(30), "GET PUT DELETE", "x-a")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void limitThatIsNotPositive_isRefused(int component) {
    int[] values = {1, 1, 1, 1, 1, 1, 1};
    values[component] = 0;

    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CorsLimits(
                values[0], values[1], values[2], values[3], values[4], values[5], values[6]));
  }

  @Test
  void message_isTheServiceSentenceAndFitsItsLimit() {
    CorsRule rule = withOrigins(List.of("'\u00E9\r\n" + "x".repeat(3000)));
    CorsViolation violation = CorsPolicy.check(List.of(rule), CorsLimits.defaults()).orElseThrow();

    assertEquals(
        "Value ''???"
            + "x".repeat(44)
            + "...' at 'corsPolicy.1.member.allowedOrigins.1.member' failed to satisfy constraint:"
            + " Member must have length less than or equal to 2048",
        violation.message());
    assertTrue(violation.message().length() <= 220);
    assertFalse(violation.toString().contains("xxx"));
    assertTrue(violation.toString().startsWith("CorsViolation[corsPolicy."), violation::toString);
  }

  @Test
  void messageAboutAnAbsentMember_saysNull() {
    CorsViolation violation =
        CorsPolicy.check(List.of(withHeaders(null)), CorsLimits.defaults()).orElseThrow();

    assertEquals(
        "Value null at 'corsPolicy.1.member.allowedHeaders' failed to satisfy constraint:"
            + " Member must not be null",
        violation.message());
  }

  @Test
  void allowsAnyOrigin_onlyWithTheLoneWildcard() {
    assertTrue(CorsPolicy.of(List.of(GOOD, rule(W + " *", "GET", ""))).allowsAnyOrigin());
    assertFalse(CorsPolicy.of(List.of(GOOD, rule("https://*", "GET", ""))).allowsAnyOrigin());
  }

  @Test
  void text_showsCountsButNoEntry() {
    CorsRule rule = new CorsRule(List.of(W), null, List.of("a", "b"), null, 10L);

    assertEquals(
        "CorsRule[allowedOrigins=1, allowedMethods=absent, allowedHeaders=2, exposeHeaders=absent]",
        rule.toString());
    assertEquals("CorsPolicy[rules=2]", CorsPolicy.of(List.of(GOOD, GOOD)).toString());
  }

  private static String refusedBy(CorsLimits limits, CorsRule... rules) {
    return CorsPolicy.check(List.of(rules), limits).orElseThrow().member();
  }

  private static Arguments one(
      String what, CorsRule rule, String member, @Nullable String value, String constraint) {
    return arguments(what, List.of(rule), RULE + member, value, constraint);
  }

  private static Arguments method(String method) {
    return one(
        "(e) method " + method,
        withMethods(List.of(method)),
        "allowedMethods.1.member",
        method,
        METHOD);
  }

  private static Arguments origin(String what, String origin, String constraint) {
    return one(
        what,
        withOrigins(List.of(origin)),
        "allowedOrigins.1.member",
        origin.replaceAll("[^ -~]", "?"),
        constraint);
  }

  private static Arguments header(String what, String name, String constraint) {
    return one(
        what,
        withHeaders(List.of(name)),
        "allowedHeaders.1.member",
        name.replaceAll("[^ -~]", "?"),
        constraint);
  }

  private static Arguments expose(String what, String name, String constraint) {
    return one(
        what,
        GOOD.withExposeHeaders(List.of(name)),
        "exposeHeaders.1.member",
        name.replaceAll("[^ -~]", "?"),
        constraint);
  }

  private static CorsRule withOrigins(@Nullable List<String> origins) {
    return new CorsRule(origins, List.of("GET"), List.of(), null, null);
  }

  private static CorsRule withMethods(@Nullable List<String> methods) {
    return new CorsRule(List.of(W), methods, List.of(), null, null);
  }

  private static CorsRule withHeaders(@Nullable List<String> headers) {
    return new CorsRule(List.of(W), List.of("GET"), headers, null, null);
  }
}
