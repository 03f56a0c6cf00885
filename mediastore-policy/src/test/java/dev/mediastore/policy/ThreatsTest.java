// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Decision.Outcome.ALLOW;
import static dev.mediastore.policy.Decision.Outcome.EXPLICIT_DENY;
import static dev.mediastore.policy.Decision.Outcome.IMPLICIT_DENY;
import static dev.mediastore.policy.Scenario.CONTAINER;
import static dev.mediastore.policy.Scenario.json;
import static dev.mediastore.policy.Scenario.policy;
import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile documents and requests, case by case of the catalogue's group on policies. */
class ThreatsTest {
  private static final PolicyRules RULES = PolicyRules.containerPolicy(CONTAINER);
  private static final PolicyRules ROOMY =
      PolicyRules.identityPolicy()
          .withLimits(PolicyLimits.identityPolicy().withMaxCharacters(100_000_000));
  private static final String READ =
      "{'Effect':'Allow','Principal':'*','Action':'mediastore:GetObject','Resource':'"
          + CONTAINER
          + "/*'}";

  private static PolicyError.@Nullable Code code(String text, PolicyRules rules) {
    return PolicyDocument.validate(text, rules).error().map(PolicyError::code).orElse(null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "'x'", "{", "{}}", "{/**/}", "NaN", "\ufeff{}", "hello"})
  void f01_textThatIsNoPolicy_isRefused(String text) {
    assertFalse(PolicyDocument.validate(json(text), RULES).isValid());
    assertFalse(PolicyDocument.validate(json(text), PolicyRules.identityPolicy()).isValid());
  }

  @Test
  void f02_lengthAndAlphabet_areLimited() {
    String policy = policy(READ);

    assertTrue(
        PolicyDocument.validate(policy + " ".repeat(8_192 - policy.length()), RULES).isValid());
    assertEquals(PolicyError.Code.TEXT, code(policy + " ".repeat(8_193 - policy.length()), RULES));
    assertEquals(PolicyError.Code.TEXT, code(policy + "\u00e9", RULES));
  }

  @ParameterizedTest
  @CsvSource({"[, ]", "'{\"a\":', '}'"})
  void f03_deepNesting_isRefusedAtTheLimit(String open, String close) {
    String start = "{\"Version\":";
    String allowed = start + open.repeat(31) + "1" + close.repeat(31) + "}";
    String tooDeep = start + open.repeat(32) + "1" + close.repeat(32) + "}";

    assertEquals(PolicyError.Code.TYPE, code(allowed, RULES));
    assertEquals(PolicyError.Code.LIMIT, code(tooDeep, RULES));
    assertEquals(PolicyError.Code.LIMIT, code(start + open.repeat(10_000), ROOMY));
    assertEquals(PolicyError.Code.LIMIT, code("[".repeat(8_192), RULES));
  }

  @Test
  void f03_aMillionMembers_takeLinearTime() {
    String million = members(1_000_000);
    String many = members(200_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          assertEquals(PolicyError.Code.TEXT, code(million, RULES));
          assertEquals(PolicyError.Code.UNKNOWN_MEMBER, code(many, ROOMY));
        });
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ",\"m" + i + "\":1")
        .collect(Collectors.joining("", "{\"Statement\":{\"Effect\":\"Deny\"", "}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "1e999999999,       LIMIT",
    "-1e-999999999,     LIMIT",
    "1e401,             LIMIT",
    "1e400,             OK",
    "-0,                OK",
    "0123,              JSON",
  })
  void f03_hugeNumbers_areRefused(String number, String expected) {
    String text =
        policy(
            "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericEquals':{'aws:a':"
                + number
                + "}}}");
    PolicyError.Code code = code(text, ROOMY);

    assertEquals(expected, code == null ? "OK" : code.name());
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 10_000, 1_048_576})
  void f03_longNumbers_areRefused(int digits) {
    String start = "{\"Statement\":{\"Condition\":{\"NumericEquals\":{\"aws:a\":";

    assertEquals(PolicyError.Code.LIMIT, code(start + "1".repeat(digits) + "}}}}", ROOMY));
    assertEquals(PolicyError.Code.LIMIT, code(start + "1." + "1".repeat(digits) + "}}}}", ROOMY));
    assertEquals(
        PolicyError.Code.MISSING_OR_CONFLICTING_MEMBER,
        code(start + "1".repeat(64) + "}}}}", ROOMY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\ud800", "\\udc00", "\\udc00\\ud800", "a\\ud83c", "\\ud83c\\u0041", "\\uDFA7a"})
  void f03_halfOfASurrogatePair_isRefused(String escape) {
    assertEquals(
        PolicyError.Code.JSON,
        code(policy(READ.replace("'Action'", "'Sid':'" + escape + "','Action'")), RULES));
    assertEquals(
        PolicyError.Code.JSON,
        code(
            policy(
                READ.replace(
                    "}", ",'Condition':{'StringEquals':{'aws:PrincipalTag/" + escape + "':'x'}}}")),
            RULES));
    assertEquals(PolicyError.Code.JSON, code(json("{'" + escape + "':1}"), RULES));
  }

  @Test
  void f03_surrogatePair_isOneCharacter() {
    String condition = "'StringLike':{'aws:Referer':'?\\ud83c\\udfa7'}";

    assertTrue(scenario().with("aws:Referer", "x\ud83c\udfa7").holds(condition));
  }

  @Test
  void f04_repeatedEffect_isRefused() {
    assertEquals(
        PolicyError.Code.DUPLICATE_MEMBER,
        code(policy(READ.replace("'Allow'", "'Allow','Effect':'Deny'")), RULES));
    assertEquals(
        PolicyError.Code.DUPLICATE_MEMBER,
        code(policy(READ.replace("'Allow'", "'Deny','Effect':'Allow'")), RULES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Version':'2013-10-17','Statement':[]}",
        "{'Version':'2012-10-17'}",
        "{'Version':'2012-10-17','Statement':[]}",
        "{'Version':'2012-10-17','Statement':{'effect':'Allow'}}",
        "{'Version':'2012-10-17','Statement':{'Extra':'Allow'}}",
      })
  void f05_structureThatIsNotThePolicyLanguage_isRefused(String text) {
    assertFalse(PolicyDocument.validate(json(text), RULES).isValid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'allow'", "'ALLOW'", "['Allow']", "true", "null"})
  void f06_otherEffects_areRefused(String effect) {
    assertFalse(PolicyDocument.validate(policy(READ.replace("'Allow'", effect)), RULES).isValid());
  }

  @Test
  void f07_actionAndNotAction_excludeEachOther() {
    assertEquals(
        PolicyError.Code.MISSING_OR_CONFLICTING_MEMBER,
        code(policy(READ.replace("'Action'", "'NotAction':'*','Action'")), RULES));
  }

  @Test
  void f08_denyBeatsAllowWhereverItStands() {
    String allow = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    String deny = "{'Effect':'Deny','Action':'mediastore:GetObject','Resource':'*'}";
    String falseDeny = deny.replace("}", ",'Condition':{'Bool':{'aws:SecureTransport':'false'}}}");

    assertEquals(EXPLICIT_DENY, scenario().identity(allow, deny).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(deny, allow).outcome());
    assertEquals(
        ALLOW, scenario().with("aws:SecureTransport", "true").identity(falseDeny, allow).outcome());
  }

  @Test
  void f09_principalStarWithCondition_isLimitedByIt() {
    String tls = READ.replace("}", ",'Condition':{'Bool':{'aws:SecureTransport':'true'}}}");
    Principal nobody = Principal.anonymous();

    assertEquals(
        ALLOW, scenario().as(nobody).with("aws:SecureTransport", "true").resource(tls).outcome());
    assertEquals(
        IMPLICIT_DENY,
        scenario().as(nobody).with("aws:SecureTransport", "false").resource(tls).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(nobody).resource(tls).outcome());
  }

  @Test
  void f10_wildcardInsideAPrincipalArn_isRefused() {
    assertEquals(
        PolicyError.Code.PRINCIPAL,
        code(policy(READ.replace("'*'", "{'AWS':'arn:aws:iam::111122223333:user/*'}")), RULES));
  }

  @Test
  void f11_wildcards_areRightAndLinear() {
    String path = "/" + "a".repeat(900);
    for (String hostile :
        List.of(
            "*".repeat(7_900) + "b",
            "*a".repeat(3_900) + "b",
            "?*".repeat(3_900) + "b",
            "*" + "a".repeat(450) + "b*")) {
      PolicyDocument document =
          PolicyDocument.parse(policy(READ.replace("/*'", "/" + hostile + "'")), RULES);
      Scenario request = scenario().as(Principal.anonymous()).on(path).resource(document);

      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            for (int i = 0; i < 200; i++) {
              assertEquals(IMPLICIT_DENY, request.outcome());
            }
          });
    }
  }

  @Test
  void f11_valueOfEightKilobytesOfStars_matchesAnything() {
    PolicyDocument document =
        PolicyDocument.parse(policy(READ.replace("/*'", "/" + "*".repeat(7_900) + "'")), RULES);

    assertEquals(ALLOW, scenario().as(Principal.anonymous()).resource(document).outcome());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:mediastore:us-east-1:111122223333:container/other/a/b.ts",
        "arn:aws:mediastore:us-east-1:111122223333:container/live2/a/b.ts",
        "arn:aws:mediastore:us-west-2:111122223333:container/live/a/b.ts",
        "arn:aws:mediastore:us-east-1:444455556666:container/live/a/b.ts",
        "arn:aws-cn:mediastore:us-east-1:111122223333:container/live/a/b.ts",
      })
  void f12_anotherContainer_isNotMeant(String arn) {
    assertEquals(
        IMPLICIT_DENY, scenario().as(Principal.anonymous()).on(arn).resource(READ).outcome());
    PolicyDocument everything =
        PolicyDocument.parse(policy(READ.replace(CONTAINER + "/*", "*")), RULES);
    assertEquals(
        IMPLICIT_DENY, scenario().as(Principal.anonymous()).on(arn).resource(everything).outcome());
  }

  /** The policy sees the decoded path only; what is still encoded is another path. */
  @Test
  void f13_encodingsOfAProtectedPath_areOtherPaths() {
    String deny =
        "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'" + CONTAINER + "/a b/*'}";
    String encoded = URLEncoder.encode("a b", StandardCharsets.UTF_8);

    assertEquals(EXPLICIT_DENY, scenario().on("/a b/x").resource(READ, deny).outcome());
    for (String path :
        List.of("/" + encoded + "/x", "/a%20b/x", "/a%2520b/x", "//a b/x", "/./a b/x", "/A b/x")) {
      assertEquals(ALLOW, scenario().on(path).resource(READ, deny).outcome(), path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "::/129", "host.example", "fe80::1%eth0", "10.0.0.0/-1"})
  void f14_blocksThatAreNone_areRefused(String block) {
    assertEquals(
        PolicyError.Code.CONDITION_VALUE,
        code(
            policy(
                READ.replace("}", ",'Condition':{'IpAddress':{'aws:SourceIp':'" + block + "'}}}")),
            RULES));
  }

  @Test
  void f14_unknownKeys_areAbsent() {
    assertFalse(scenario().holds("'StringEquals':{'s3:prefix':''}"));
    assertTrue(scenario().holds("'StringEqualsIfExists':{'s3:prefix':'x'}"));
    assertTrue(scenario().holds("'ForAllValues:StringEquals':{'s3:prefix':'x'}"));
  }

  @Test
  void f17_missingReferer_matchesNoPositiveOperator() {
    for (String condition :
        List.of(
            "'StringEquals':{'aws:Referer':''}",
            "'StringLike':{'aws:Referer':'*'}",
            "'StringEqualsIgnoreCase':{'aws:Referer':''}")) {
      assertFalse(scenario().holds(condition), condition);
    }
    assertTrue(scenario().with("aws:Referer", "").holds("'StringLike':{'aws:Referer':'*'}"));
    assertFalse(scenario().with("aws:Referer", "*").holds("'StringEquals':{'aws:Referer':'s'}"));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-12-31T23:59:59.999999999Z, true",
    "2026-01-01T00:00:00Z,           false",
    "2026-01-01T00:00:00.000000001Z, false",
    "1767225599,                     true",
    "1767225600,                     false",
  })
  void f18_currentTime_isExactAtTheBoundary(String now, boolean before) {
    assertEquals(
        before,
        scenario()
            .with("aws:CurrentTime", now)
            .holds("'DateLessThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}"));
  }

  @Test
  void f19_oneDocument_servesManyThreads() throws InterruptedException, ExecutionException {
    PolicyDocument document =
        PolicyDocument.parse(
            policy(
                READ.replace(
                    "}",
                    ",'Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'},'StringLike':"
                        + "{'aws:Referer':'${aws:UserAgent}-*'}}}")),
            RULES);
    PolicyEvaluator evaluator = PolicyEvaluator.create();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> results =
          IntStream.range(0, 8)
              .mapToObj(thread -> threads.submit(() -> wrongAnswers(document, evaluator, thread)))
              .toList();
      for (Future<Integer> result : results) {
        assertEquals(0, result.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int wrongAnswers(PolicyDocument document, PolicyEvaluator evaluator, int thread) {
    int wrong = 0;
    for (int i = 0; i < 1_000; i++) {
      boolean inside = (i + thread) % 2 == 0;
      Scenario request =
          scenario()
              .as(Principal.anonymous())
              .with("aws:SourceIp", inside ? "10.0.0." + thread : "11.0.0." + thread)
              .with("aws:UserAgent", "t" + thread)
              .with("aws:Referer", "t" + thread + "-x")
              .resource(document);
      Decision decision = evaluator.evaluate(request.request(), request.policies());
      wrong += decision.isAllowed() == inside ? 0 : 1;
    }
    return wrong;
  }

  /** The library cannot decide on a context that fails: no decision comes out. */
  @Test
  void f21_failingContext_givesNoDecision() {
    AuthorizationContext failing =
        new AuthorizationContext() {
          @Override
          public @Nullable String value(String key) {
            throw new IllegalStateException("lost");
          }

          @Override
          public @Nullable List<String> values(String key) {
            return null;
          }
        };
    AuthorizationRequest request =
        new AuthorizationRequest(
            Principal.anonymous(),
            "mediastore:GetObject",
            CONTAINER + "/a",
            "111122223333",
            failing);
    PolicySet policies =
        PolicySet.builder()
            .resourcePolicy(
                Scenario.resourcePolicy(
                    READ, READ.replace("}", ",'Condition':{'Null':{'aws:a':'true'}}}")))
            .build();

    assertTrue(PolicyEvaluator.create().evaluate(request, policies).isAllowed());
    PolicySet denying =
        PolicySet.builder()
            .resourcePolicy(
                Scenario.resourcePolicy(
                    READ,
                    READ.replace("Allow", "Deny")
                        .replace("}", ",'Condition':{'Null':{'aws:a':'true'}}}")))
            .build();
    assertThrows(
        IllegalStateException.class, () -> PolicyEvaluator.create().evaluate(request, denying));
  }

  @ParameterizedTest
  @CsvSource({
    "${aws:username},          OK",
    "${*},                     OK",
    "${aws:username,           VARIABLE",
    "${aws:${aws:username}},   VARIABLE",
    "${},                      VARIABLE",
  })
  void f22_variables_areWellFormedOrRefused(String variable, String expected) {
    PolicyError.Code code = code(policy(READ.replace("/*'", "/" + variable + "'")), RULES);

    assertEquals(expected, code == null ? "OK" : code.name());
  }

  @Test
  void f22_valueWithStar_neverActsAsWildcard() {
    PolicyDocument document =
        PolicyDocument.parse(policy(READ.replace("/*'", "/${aws:UserAgent}'")), RULES);

    assertEquals(
        IMPLICIT_DENY,
        scenario()
            .as(Principal.anonymous())
            .with("aws:UserAgent", "*")
            .resource(document)
            .outcome());
  }

  @Test
  void f23_writeWithoutTls_isRefusedUnlessSwitchedOn() {
    String write = policy(READ.replace("GetObject", "PutObject"));

    assertEquals(PolicyError.Code.INSECURE_PUT, code(write, RULES));
    assertEquals(PolicyError.Code.INSECURE_PUT, code(write, RULES.withStrict()));
    assertTrue(PolicyDocument.validate(write, RULES.withInsecurePutAllowed()).isValid());
  }
}
