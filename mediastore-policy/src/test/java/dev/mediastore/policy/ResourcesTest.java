// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.json;
import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Resource and NotResource elements. */
class ResourcesTest {
  private static final String PREFIX = "arn:aws:mediastore:us-east-1:111122223333:";

  private static boolean covers(String pattern, String arn) {
    return scenario().on(arn).allowedBy("'Action':'*','Resource':'" + pattern + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "container/live/*,          container/live/a/b.ts,     true",
    "container/live/*,          container/live/,           true",
    "container/live/*,          container/live,            false",
    "container/live,            container/live,            true",
    "container/live,            container/live/a,          false",
    "container/live*,           container/live,            true",
    "container/live*,           container/live2/a,         true",
    "container/live/*/x,        container/live/a/x,        true",
    "container/live/*/x,        container/live/a/b/x,      true",
    "container/live/*/x,        container/live//x,         true",
    "container/live/*/x,        container/live/x,          false",
    "container/live/a?c,        container/live/abc,        true",
    "container/live/a?c,        container/live/a/c,        true",
    "container/live/a?c,        container/live/ac,         false",
    "container/live/A,          container/live/a,          false",
    "container/Live/*,          container/live/a,          false",
    "container/live/a:b:*,      container/live/a:b:c:d,    true",
    "container/*,               container/live/a,          true",
    "container/live/%61,        container/live/a,          false",
    "container/live/a/,         container/live/a,          false",
    "container/live/a//b,       container/live/a/b,        false",
    "container/live/../x,       container/live/x,          false",
  })
  void pattern_coversPath(String pattern, String resource, boolean expected) {
    assertEquals(expected, covers(PREFIX + pattern, PREFIX + resource));
  }

  @ParameterizedTest
  @CsvSource({
    "Resource,    container/live/*, true",
    "Resource,    container/live/,  true",
    "Resource,    container/live,   true",
    "Resource,    container/live/a, false",
    "NotResource, container/live/*, false",
    "NotResource, container/live/,  false",
    "NotResource, container/live,   false",
    "NotResource, container/live/a, true",
  })
  void resourceOfTwoNames_isMeantByEither(String element, String pattern, boolean expected) {
    Scenario scenario = scenario().on("/").alsoNamed("");
    String members = "'Action':'*','" + element + "':'" + PREFIX + pattern + "'";
    assertEquals(expected, scenario.allowedBy(members));
    scenario.identity(
        "{'Effect':'Allow','Action':'*','Resource':'*'}", "{'Effect':'Deny'," + members + "}");
    assertEquals(!expected, scenario.decision().isAllowed());
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:mediastore:*:111122223333:container/live/*,               true",
    "arn:aws:mediastore:us-*:111122223333:container/live/*,            true",
    "arn:aws:mediastore:us-????-1:111122223333:container/live/*,       true",
    "arn:aws:mediastore:us-???-1:111122223333:container/live/*,        false",
    "arn:*:mediastore:*:*:container/live/*,                            true",
    "*:*:*:*:*:*,                                                      true",
    "*rn:aws:mediastore:us-east-1:111122223333:container/live/a,       true",
    "arn:aws:mediastore:us-east-1:111122223334:container/live/*,       false",
    "arn:aws:mediastore:us-east-2:111122223333:container/live/*,       false",
    "arn:aws-cn:mediastore:us-east-1:111122223333:container/live/*,    false",
    "arn:aws:MediaStore:us-east-1:111122223333:container/live/*,       false",
    "arn:AWS:mediastore:us-east-1:111122223333:container/live/*,       false",
    "arn:aws:s3:us-east-1:111122223333:container/live/*,               false",
    "arn:aws:mediastore:us-east-1:*/a,                                 false",
    "arn:aws:media*:111122223333:container/live/a,                     false",
    "arn:aws:mediastore:us*container/live/a,                           false",
    "arn:aws:mediastore:*,                                             false",
    "arn:*,                                                            false",
    "**,                                                               false",
    "'',                                                               false",
    "arn:aws:mediastore:us-east-1:111122223333:,                       false",
  })
  void star_staysInsideOneOfTheFirstFiveFields(String pattern, boolean expected) {
    assertEquals(expected, covers(pattern, PREFIX + "container/live/a"));
  }

  @Test
  void requestArnWithFewFields_cannotBeBuilt() {
    org.junit.jupiter.api.Assertions.assertThrows(
        IllegalArgumentException.class, () -> scenario().on("arn:aws:mediastore:x:y").request());
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "?", "a\\nb", "\\u0000", "\u00e9"})
  void everyCharacterOfAPath_isCovered(String path) {
    String resource = path.replace("\\n", "\n").replace("\\u0000", "\u0000");

    assertTrue(covers(PREFIX + "container/live/*", PREFIX + "container/live/" + resource));
  }

  @Test
  void bareStar_coversNoResource() {
    assertTrue(scenario().on(null).allowedBy("'Action':'*','Resource':'*'"));
    assertTrue(scenario().on(null).allowedBy("'Action':'*','Resource':['arn:x','*']"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"arn:aws:mediastore:*:*:container/*", "*:*:*:*:*:*", "**"})
  void otherPatterns_doNotCoverNoResource(String pattern) {
    assertFalse(scenario().on(null).allowedBy("'Action':'*','Resource':'" + pattern + "'"));
  }

  @ParameterizedTest
  @CsvSource({
    "/public/x,  true",
    "/private/x, false",
    "/secret/x,  false",
  })
  void notResource_coversEverythingElse(String path, boolean expected) {
    String element =
        "'NotResource':['"
            + Scenario.CONTAINER
            + "/private/*','"
            + Scenario.CONTAINER
            + "/secret/*']";

    assertEquals(expected, scenario().on(path).allowedBy("'Action':'*'," + element));
    assertEquals(true, scenario().on(null).allowedBy("'Action':'*'," + element));
  }

  @Test
  void notResource_withStar_coversNothing() {
    assertFalse(scenario().allowedBy("'Action':'*','NotResource':'*'"));
    assertFalse(scenario().on(null).allowedBy("'Action':'*','NotResource':'*'"));
  }

  /** Validation refuses it; a resource policy from elsewhere just means nothing by it. */
  @Test
  void shortPatternInResourcePolicy_matchesNothing() {
    assertEquals(
        Decision.Outcome.IMPLICIT_DENY,
        scenario()
            .resource(
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'arn:aws:mediastore'}")
            .outcome());
  }

  @Test
  void notResource_withShortPattern_excludesNothing() {
    assertTrue(scenario().allowedBy("'Action':'*','NotResource':'arn:aws:mediastore:*'"));
  }

  @Test
  void emptyLists_nameNoResource() {
    assertFalse(scenario().allowedBy("'Action':'*','Resource':[]"));
    assertTrue(scenario().allowedBy("'Action':'*','NotResource':[]"));
    assertFalse(scenario().on(null).allowedBy("'Action':'*','Resource':[]"));
  }

  /** Under NotResource a missing value must not widen a grant, nor narrow a refusal. */
  @Test
  void notResource_withUnsetVariable_failsClosed() {
    String element =
        "'Action':'*','NotResource':['"
            + Scenario.CONTAINER
            + "/${aws:username}/*','"
            + Scenario.CONTAINER
            + "/open/*']";

    assertFalse(scenario().allowedBy(element));
    assertFalse(scenario().on("/open/x").allowedBy(element));
    assertTrue(scenario().with("aws:username", "bob").allowedBy(element));
    assertFalse(scenario().with("aws:username", "a").allowedBy(element));
    assertEquals(
        Decision.Outcome.EXPLICIT_DENY,
        scenario().identity("{'Effect':'Deny'," + element + "}").outcome());
    assertEquals(
        Decision.Outcome.IMPLICIT_DENY,
        scenario().on("/open/x").identity("{'Effect':'Deny'," + element + "}").outcome());
  }

  @Test
  void resourceWithEarlyVariable_matchesNothing() {
    String policy =
        json(
            "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'*','Resource':"
                + "'arn:aws:mediastore:${aws:RequestedRegion}:111122223333:container/live/*'}}");

    assertEquals(
        Decision.Outcome.IMPLICIT_DENY,
        scenario()
            .with("aws:RequestedRegion", "us-east-1")
            .identity(PolicyDocument.parse(policy, PolicyRules.evaluationOnly(PolicyType.IDENTITY)))
            .outcome());
  }
}
