// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

import static dev.mediastore.cors.Policies.W;
import static dev.mediastore.cors.Policies.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile policies and requests, named after the cases of the threat catalogue. */
class CorsThreatTest {

  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final String ALLOW_HEADERS = "Access-Control-Allow-Headers";
  private static final CorsPolicy ONE =
      CorsPolicy.of(List.of(rule("http://example.com", "GET", "*")));
  private static final CorsPolicy ANY = CorsPolicy.of(List.of(rule("*", "GET", "*")));
  private static final CorsPolicy PATTERN = CorsPolicy.of(List.of(rule("h*", "GET", "*")));

  private final CorsEvaluator evaluator = CorsEvaluator.create();

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "100, true", "101, false"})
  void g01_countOfRulesAndEntries_isBounded(int count, boolean legal) {
    List<String> names = Collections.nCopies(count, "x");
    CorsRule good = rule(W, "GET", "*");

    assertEquals(legal, isLegal(Collections.nCopies(count, good)));
    assertEquals(legal, isLegal(List.of(CorsRule.of(names, List.of("GET"), List.of()))));
    assertEquals(count <= 100, isLegal(List.of(CorsRule.of(List.of(W), List.of("GET"), names))));
    assertEquals(count <= 100, isLegal(List.of(good.withExposeHeaders(names))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST", "OPTIONS", "PATCH", "get", "*", "", " GET", "GET,PUT", "G\u0130T"})
  void g01_methodThatCannotBeListed_isRefused(String method) {
    assertFalse(isLegal(List.of(CorsRule.of(List.of(W), List.of(method), List.of()))));
    assertFalse(isLegal(List.of(CorsRule.of(List.of(W), List.of("GET", method), List.of()))));
  }

  @Test
  void g01_noMethodFiveMethodsAndMaxAgeOutOfRange_areRefused() {
    CorsRule good = rule(W, "GET", "*");

    assertFalse(isLegal(List.of(CorsRule.of(List.of(W), List.of(), List.of()))));
    assertFalse(
        isLegal(
            List.of(
                CorsRule.of(
                    List.of(W), List.of("GET", "PUT", "HEAD", "DELETE", "GET"), List.of()))));
    assertFalse(isLegal(List.of(good.withMaxAgeSeconds(-1))));
    assertTrue(isLegal(List.of(good.withMaxAgeSeconds(0))));
    assertTrue(isLegal(List.of(good.withMaxAgeSeconds(Integer.MAX_VALUE))));
    assertFalse(isLegal(List.of(good.withMaxAgeSeconds(1L << 31))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\rb", "a\nb", "a\r\nX: y", "a\0b", "a,b", "\u007f", "a\tb", "\u0085", "\u0100"})
  void g02_characterThatCouldEndAField_isRefusedInEveryEntry(String entry) {
    CorsRule good = rule(W, "GET", "*");

    assertFalse(isLegal(List.of(CorsRule.of(List.of(entry), List.of("GET"), List.of()))));
    assertFalse(isLegal(List.of(CorsRule.of(List.of(W), List.of("GET"), List.of(entry)))));
    assertFalse(isLegal(List.of(good.withExposeHeaders(List.of(entry)))));
  }

  @ParameterizedTest
  @CsvSource({
    "http://*.*.example.com,   http://a.b.example.com,   refused",
    "**,                       http://a,                 refused",
    "http://*,                 http://anything:1,        echo",
    "http://*,                 https://anything,         plain",
    "http://a*z,               http://az,                echo",
    "http://a*z,               http://a.evil/z,          echo",
    "http://a*z,               http://a.z.evil,          plain",
    "*.example.com,            https://a.example.com,    echo",
    "*.example.com,            https://example.com,      plain",
    "null,                     null,                     echo",
    "null,                     NULL,                     plain",
    "https://h/path,           https://h,                plain",
    "https://h/,               https://h,                plain",
    "HTTPS://H,                https://h,                plain",
    "https://h:443,            https://h,                plain",
    "https://h,                https://h:443,            plain",
    "a b,                      a b,                      plain",
  })
  void g03_originEntry_isComparedAsText(String entry, String requestOrigin, String expected) {
    List<CorsRule> rules = List.of(CorsRule.of(List.of(entry), List.of("GET"), List.of()));

    assertEquals(!expected.equals("refused"), isLegal(rules));
    if (!expected.equals("refused")) {
      CorsResult result = evaluator.actual(CorsPolicy.of(rules), "GET", List.of(requestOrigin));
      assertEquals(expected.equals("echo"), result.allowed());
      assertEquals(expected.equals("echo") ? requestOrigin : null, valueOf(result, ALLOW_ORIGIN));
    }
  }

  @Test
  void g05_preflightWithoutMethodOrInLowerCase_getsNothing() {
    PreflightRequest without = new PreflightRequest(List.of(W), List.of(), List.of(), List.of());

    assertEquals(CorsOutcome.MISSING_METHOD, evaluator.preflight(ANY, without).outcome());
    assertEquals(
        CorsOutcome.NO_RULE, evaluator.preflight(ANY, PreflightRequest.of(W, "get")).outcome());
  }

  /** Nothing about an object or a permission is an input: no answer can depend on it. */
  @Test
  void g06_preflightWithoutAMatch_hasNoPermission() {
    for (CorsResult refused :
        List.of(
            evaluator.preflight(null, PreflightRequest.of(W, "GET")),
            evaluator.preflight(ONE, PreflightRequest.of(W, "GET")),
            evaluator.preflight(ONE, PreflightRequest.of("http://example.com", "PUT")))) {
      assertFalse(refused.allowed());
      assertEquals(List.of("Vary"), refused.headers().stream().map(CorsHeader::name).toList());
    }
  }

  /** The same fields whatever the status: they are made before it is known. */
  @Test
  void g08_fieldsOfAnError_areThoseOfASuccess() {
    CorsResult result = evaluator.actual(ONE, "GET", List.of("http://example.com"));

    assertEquals("http://example.com", valueOf(result, ALLOW_ORIGIN));
    assertEquals("Origin", valueOf(result, "Vary"));
    assertEquals("Origin", valueOf(evaluator.actual(ONE, "GET", List.of(W)), "Vary"));
    assertEquals("Origin", valueOf(evaluator.actual(ONE, "GET", List.of()), "Vary"));
  }

  private static boolean isLegal(List<CorsRule> rules) {
    return CorsPolicy.check(rules, CorsLimits.defaults()).isEmpty();
  }

  private static @Nullable String valueOf(CorsResult result, String name) {
    return result.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(CorsHeader::value)
        .findFirst()
        .orElse(null);
  }

  @Test
  void g02_unwritableEntriesInOldData_areSkipped() {
    CorsRule damaged =
        new CorsRule(
            List.of("http://a\r\nX: 1", "http://*.*", "", "http://good"),
            List.of("POST", "GET", "GET\r\nX: 1"),
            List.of("x\r\ny", "x-*-*", "x-good"),
            List.of("ETag", "a,b", "x\0", "x-*", "*"),
            -1L);
    CorsPolicy policy = CorsPolicy.fromStored(List.of(damaged));

    assertEquals(
        List.of(
            new CorsHeader(ALLOW_ORIGIN, "http://good"),
            new CorsHeader("Access-Control-Allow-Credentials", "true"),
            new CorsHeader("Access-Control-Allow-Methods", "GET"),
            new CorsHeader("Access-Control-Expose-Headers", "ETag, *"),
            new CorsHeader("Vary", "Origin")),
        evaluator.actual(policy, "GET", List.of("http://good")).headers());
    assertFalse(evaluator.actual(policy, "POST", List.of("http://good")).allowed());
    assertFalse(evaluator.actual(policy, "GET", List.of("http://a.*")).allowed());
    assertTrue(preflightFor(policy, "http://good", "x-good").allowed());
    assertFalse(preflightFor(policy, "http://good", "x-a-b").allowed());
  }

  @Test
  void g02_membersMissingFromOldData_matchNothing() {
    CorsRule empty = new CorsRule(null, List.of("GET"), null, null, 1L << 31);
    CorsPolicy policy = CorsPolicy.fromStored(List.of(empty));

    assertFalse(evaluator.actual(policy, "GET", List.of(W)).allowed());
    assertEquals(List.of(empty), policy.rules());
    assertFalse(evaluator.actual(CorsPolicy.fromStored(List.of()), "GET", List.of(W)).allowed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com.evil",
        "http://evilexample.com",
        "http://EXAMPLE.com",
        "http://example.com:80",
        "http://example.com/",
        "http://example.com?",
        "null",
        "*",
        ""
      })
  void g04_otherRequestOrigin_isNotReflected(String requestOrigin) {
    assertRefused(ONE, List.of(requestOrigin));
  }

  @ParameterizedTest
  @MethodSource
  void g04_valueThatIsNoOrigin_matchesNotEvenTheWildcard(List<String> requestOrigins) {
    assertRefused(ANY, requestOrigins);
    assertRefused(PATTERN, requestOrigins);
    assertRefused(ONE, requestOrigins);
  }

  static List<List<String>> g04_valueThatIsNoOrigin_matchesNotEvenTheWildcard() {
    return List.of(
        List.of(""),
        List.of(" "),
        List.of("http://example.com\r\nSet-Cookie: a=b"),
        List.of("http://example.com\n"),
        List.of("http://example.com\0"),
        List.of("http://example.com\t"),
        List.of("http://example.com\u007F"),
        List.of("http://example.com\u0085"),
        List.of("http://example.com\u0100"),
        List.of("http://example.com http://b"),
        List.of("http://example.com, http://b"),
        List.of("http://example.com,"),
        List.of("http://example.com", "http://example.com"),
        List.of("http://example.com", ""),
        List.of("h".repeat(2049)),
        List.of("h".repeat(8192)));
  }

  @Test
  void g04_longestRequestOrigin_isStillMatched() {
    assertTrue(evaluator.actual(PATTERN, "GET", List.of("h".repeat(2048))).allowed());
  }

  @Test
  void g04_latin1RequestOrigin_isEchoedByteForByte() {
    String requestOrigin = "https://m\u00FCnchen.example";
    CorsPolicy policy = CorsPolicy.of(List.of(rule(requestOrigin, "GET", "")));

    assertEquals(
        requestOrigin,
        value(evaluator.actual(policy, "GET", List.of(requestOrigin)), ALLOW_ORIGIN));
  }

  @Test
  void g05_moreThanHundredNames_match_nothing() {
    assertTrue(preflightFor(ANY, W, names(100)).allowed());
    assertFalse(preflightFor(ANY, W, names(101)).allowed());
    assertFalse(preflightFor(ANY, W, names(1000)).allowed());
  }

  @Test
  void g05_namesOverSeveralLines_areOneList() {
    List<String> lines = new ArrayList<>(List.of("B, a", "", "\tc "));
    assertEquals("b, a, c", value(preflight(ANY, lines), ALLOW_HEADERS));

    lines.add(names(97));
    assertTrue(preflight(ANY, lines).allowed());
    lines.add("x");
    assertFalse(preflight(ANY, lines).allowed());
  }

  @Test
  void g05_eightKilobytesOfNames_matchNothing() {
    String longest = "n".repeat(8192);
    CorsPolicy listed = CorsPolicy.of(List.of(rule("*", "GET", longest + " n*")));

    assertFalse(preflight(listed, List.of(longest)).allowed());
    assertTrue(preflight(listed, List.of("n".repeat(8191))).allowed());
    assertFalse(preflight(ANY, List.of("n".repeat(4096), "n".repeat(4095))).allowed());
    assertTrue(preflight(ANY, List.of("n".repeat(4095), "n".repeat(4095))).allowed());
    assertFalse(preflight(ANY, List.of(",".repeat(8192))).allowed());
    assertEquals(List.of(), namesOf(preflight(ANY, List.of(",".repeat(8191))), ALLOW_HEADERS));
  }

  @Test
  void g05_repeatedNames_areEchoedAsAsked() {
    assertEquals("a, a", value(preflight(ANY, List.of("a,A")), ALLOW_HEADERS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "a,*", "x-*", "a b", "a:b", "a;b", "\u00E9", "a\r\nb", "a\0", "\"a\""})
  void g05_elementThatIsNoHeaderName_refusesAll(String list) {
    assertEquals(CorsOutcome.NO_RULE, preflight(ANY, List.of(list)).outcome());
  }

  @Test
  void g05_severalMethodLines_matchNothing() {
    PreflightRequest twice =
        new PreflightRequest(List.of(W), List.of("GET", "GET"), List.of(), List.of());

    assertEquals(CorsOutcome.NO_RULE, evaluator.preflight(ANY, twice).outcome());
  }

  @Test
  void g05_emptyMethod_matchesNothing() {
    assertEquals(
        CorsOutcome.NO_RULE, evaluator.preflight(ANY, PreflightRequest.of(W, "")).outcome());
  }

  @Test
  void g05_largestPolicyAndRequest_takeBoundedTime() {
    List<String> patterns =
        IntStream.range(0, 100).mapToObj(i -> "x" + i + "*").collect(Collectors.toList());
    List<CorsRule> rules =
        Collections.nCopies(100, CorsRule.of(patterns, List.of("GET"), patterns));
    CorsPolicy policy = CorsPolicy.of(rules);

    long start = System.nanoTime();
    CorsResult result =
        preflightFor(policy, "x99", String.join(",", Collections.nCopies(99, "x99")) + ",y");

    assertEquals(CorsOutcome.NO_RULE, result.outcome());
    assertTrue(System.nanoTime() - start < 1_000_000_000L, "over one second");
  }

  @Test
  void g07_credentials_neverBesideTheWildcard() {
    CorsPolicy policy =
        CorsPolicy.of(List.of(rule(W + " * https://*", "GET", "*"), rule(W, "PUT", "*")));

    assertEquals(List.of("*"), namesOf(evaluator.actual(policy, "GET", List.of(W)), ALLOW_ORIGIN));
    assertFalse(hasCredentials(evaluator.actual(policy, "GET", List.of(W))));
    assertTrue(hasCredentials(evaluator.actual(policy, "PUT", List.of(W))));
  }

  @Test
  void g07_patternThatMatchesNull_givesNoCredentials() {
    CorsPolicy policy = CorsPolicy.of(List.of(rule("nul*", "GET", "")));

    CorsResult result = evaluator.actual(policy, "GET", List.of("null"));

    assertEquals("null", value(result, ALLOW_ORIGIN));
    assertFalse(hasCredentials(result));
    assertTrue(hasCredentials(evaluator.actual(policy, "GET", List.of("nulls"))));
  }

  @Test
  void g09_twoRulesMatch_firstOneOnly() {
    CorsPolicy policy =
        CorsPolicy.of(
            List.of(
                rule("https://other.example", "GET", "*").withMaxAgeSeconds(1),
                rule(W, "GET", "x-a").withMaxAgeSeconds(2),
                rule("*", "GET HEAD", "*").withMaxAgeSeconds(3)));

    assertEquals(2, evaluator.actual(policy, "GET", List.of(W)).rule().orElseThrow());
    assertEquals(2, preflightFor(policy, W, "x-a").rule().orElseThrow());
    assertEquals(3, preflightFor(policy, W, "x-b").rule().orElseThrow());
    assertEquals(3, evaluator.actual(policy, "HEAD", List.of(W)).rule().orElseThrow());
    assertTrue(evaluator.actual(policy, "PUT", List.of(W)).rule().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "1", ""})
  void g11_privateNetworkField_isIgnoredByDefault(String value) {
    CorsResult result = evaluator.preflight(ONE, privateNetwork("http://example.com", value));

    assertTrue(result.allowed());
    assertFalse(result.headers().toString().contains("Private-Network"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "1", "", "true, true"})
  void g11_otherValueThanTrue_isIgnoredWithTheSwitchOn(String value) {
    CorsResult result = switchedOn().preflight(ONE, privateNetwork("http://example.com", value));

    assertTrue(result.allowed());
    assertFalse(result.headers().toString().contains("Private-Network"));
  }

  @Test
  void g11_noRuleMatches_nothingIsGrantedWithTheSwitchOn() {
    CorsResult result = switchedOn().preflight(ONE, privateNetwork(W, "true"));

    assertEquals(
        evaluator.preflight(ONE, PreflightRequest.of(W, "GET")).headers(), result.headers());
  }

  @Test
  void requestWithSmallerLimits_isHeldToThem() {
    CorsLimits small = new CorsLimits(100, 1000, 100, 10, 100, 2, 5);
    CorsEvaluator strict = CorsEvaluator.create(CorsOptions.defaults().withLimits(small));

    assertEquals(small, strict.options().limits());
    assertTrue(
        strict.preflight(ANY, PreflightRequest.of("h".repeat(10), "GET", "a", "b")).allowed());
    assertFalse(strict.preflight(ANY, PreflightRequest.of("h".repeat(11), "GET")).allowed());
    assertFalse(strict.preflight(ANY, PreflightRequest.of("h", "GET", "a", "b", "c")).allowed());
    assertFalse(strict.preflight(ANY, PreflightRequest.of("h", "GET", "abcdef")).allowed());
  }

  private void assertRefused(CorsPolicy policy, List<String> requestOrigins) {
    assertEquals(
        List.of(new CorsHeader("Vary", "Origin")),
        evaluator.actual(policy, "GET", requestOrigins).headers());
    CorsResult preflight =
        evaluator.preflight(
            policy, new PreflightRequest(requestOrigins, List.of("GET"), List.of(), List.of()));
    assertEquals(CorsOutcome.NO_RULE, preflight.outcome());
    assertEquals(1, preflight.headers().size());
  }

  private CorsResult preflight(CorsPolicy policy, List<String> lines) {
    return evaluator.preflight(
        policy, new PreflightRequest(List.of(W), List.of("GET"), lines, List.of()));
  }

  private CorsResult preflightFor(CorsPolicy policy, String requestOrigin, String headers) {
    return evaluator.preflight(policy, PreflightRequest.of(requestOrigin, "GET", headers));
  }

  private static CorsEvaluator switchedOn() {
    return CorsEvaluator.create(CorsOptions.defaults().withPrivateNetworkAccess(true));
  }

  private static PreflightRequest privateNetwork(String requestOrigin, String value) {
    return new PreflightRequest(List.of(requestOrigin), List.of("GET"), List.of(), List.of(value));
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
  }

  private static boolean hasCredentials(CorsResult result) {
    return !namesOf(result, "Access-Control-Allow-Credentials").isEmpty();
  }

  private static String value(CorsResult result, String name) {
    List<String> values = namesOf(result, name);
    assertEquals(1, values.size(), name);
    return values.get(0);
  }

  private static List<String> namesOf(CorsResult result, String name) {
    return result.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(CorsHeader::value)
        .toList();
  }
}
