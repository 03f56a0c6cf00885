// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy variables. */
class VariablesTest {
  private static final String RESOURCE =
      "\"Resource\":\"arn:aws:mediastore:us-east-1:111122223333:container/live/%s\"";

  private static boolean allows(Scenario scenario, String version, String path) {
    String policy =
        "{"
            + (version.isEmpty() ? "" : "\"Version\":\"" + version + "\",")
            + "\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
            + RESOURCE.formatted(path)
            + "}}";
    return scenario
        .identity(PolicyDocument.parse(policy, PolicyRules.evaluationOnly(PolicyType.IDENTITY)))
        .decision()
        .isAllowed();
  }

  private static boolean allows(Scenario scenario, String path) {
    return allows(scenario, "2012-10-17", path);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "${aws:username}/*,                    /ann/x,        true",
        "${aws:username}/*,                    /bob/x,        false",
        "${AWS:UserName}/*,                    /ann/x,        true",
        "${aws:username}${aws:username},       /annann,       true",
        "home-${aws:username}-*,               /home-ann-x,   true",
        "${aws:missing}/*,                     /ann/x,        false",
        "*${aws:missing}*,                     /ann/x,        false",
        "\"${aws:missing, 'red'}/*\",          /red/x,        true",
        "\"${aws:missing, 'red'}/*\",          /ann/x,        false",
        "\"${aws:username, 'red'}/*\",         /red/x,        false",
        "\"${aws:username, 'red'}/*\",         /ann/x,        true",
        "\"${aws:missing, ''}x\",              /x,            true",
        "\"${aws:missing, 'a}b'}\",            /a}b,          true",
        "\"${aws:missing, 'a'b'}\",            /a'b,          true",
        "\"${aws:missing, '*'}\",              /x,            false",
        "\"${aws:missing, '*'}\",              /*,            true",
        "${*},                                 /*,            true",
        "${*},                                 /x,            false",
        "${?},                                 /?,            true",
        "${?},                                 /x,            false",
        "${$},                                 /$,            true",
        "${$}{aws:username},                   /${aws:username}, true",
        "$${aws:username},                     /$ann,         true",
        "$aws:username,                        /$aws:username, true",
        "{aws:username},                       /{aws:username}, true",
        "${aws:empty},                         /,             false",
        "\"${aws:empty, 'red'}\",              /red,          true",
        "${aws:TagKeys},                       /k,            false",
        "\"${aws:TagKeys, 'none'}\",           /none,         true",
        "${mediastore:ResourceTag/kind}/*,     /live/x,       true",
        "${foo}/*,                             /x/x,          false",
      })
  void variable_inResource(String pattern, String path, boolean expected) {
    Scenario scenario =
        scenario()
            .on(path)
            .with("aws:username", "ann")
            .with("aws:empty", "")
            .with("aws:ResourceTag/Kind", "live")
            .with("aws:TagKeys", List.of("k"));

    assertEquals(expected, allows(scenario, pattern));
  }

  @ParameterizedTest
  @CsvSource({
    "2012-10-17, /ann,             true",
    "2012-10-17, /${aws:username}, false",
    "2008-10-17, /ann,             false",
    "2008-10-17, /${aws:username}, true",
    "'',         /ann,             false",
    "'',         /${aws:username}, true",
  })
  void variables_existInTheNewLanguageOnly(String version, String path, boolean expected) {
    assertEquals(
        expected,
        allows(scenario().on(path).with("aws:username", "ann"), version, "${aws:username}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "?", "a*", "${*}", "${aws:username}", "${aws:x, 'y'}", "**", "$"})
  void valueFromTheRequest_isNeverAPattern(String value) {
    assertFalse(allows(scenario().on("/abc").with("aws:UserAgent", value), "${aws:UserAgent}"));
    assertTrue(allows(scenario().on("/" + value).with("aws:UserAgent", value), "${aws:UserAgent}"));
    assertFalse(
        scenario()
            .with("aws:Referer", "abc")
            .with("aws:UserAgent", value)
            .holds("'StringLike':{'aws:Referer':'${aws:UserAgent}'}"));
  }

  /** The law behind the table: a variable matches its own text and no other. */
  @Property(tries = 500)
  void variableText_neverActsAsWildcard(
      @ForAll @NotEmpty @CharRange(from = '!', to = 'z') @StringLength(max = 6) String value,
      @ForAll @NotEmpty @CharRange(from = '!', to = 'z') @StringLength(max = 6) String other) {
    assertTrue(allows(scenario().on("/" + value).with("aws:UserAgent", value), "${aws:UserAgent}"));
    assertEquals(
        value.equals(other),
        allows(scenario().on("/" + other).with("aws:UserAgent", value), "${aws:UserAgent}"));
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals,              ann, ann, true",
    "StringEquals,              ann, bob, false",
    "StringNotEquals,           ann, ann, false",
    "StringNotEquals,           ann, bob, true",
    "StringEqualsIgnoreCase,    ANN, ann, true",
    "StringNotEqualsIgnoreCase, ANN, ann, false",
    "StringLike,                ann, ann, true",
    "StringNotLike,             ann, ann, false",
    "StringNotLike,             ann, bob, true",
  })
  void variable_inStringCondition(String operator, String value, String user, boolean expected) {
    assertEquals(
        expected,
        scenario()
            .with("aws:PrincipalTag/team", value)
            .with("aws:username", user)
            .holds("'" + operator + "':{'aws:PrincipalTag/team':'${aws:username}'}"));
  }

  @Test
  void variable_inArnCondition() {
    Scenario ann =
        scenario()
            .with("aws:username", "ann")
            .with("aws:PrincipalAccount", "111122223333")
            .with("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ann");

    assertTrue(
        ann.holds(
            "'ArnLike':{'aws:PrincipalArn':"
                + "'arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}'}"));
    assertFalse(
        scenario()
            .with("aws:username", "*")
            .with("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ann")
            .holds("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/${aws:username}'}"));
  }

  /** A policy value without a value matches nothing, so a negated operator is true of it. */
  @ParameterizedTest
  @CsvSource({
    "StringEquals,              false",
    "StringEqualsIgnoreCase,    false",
    "StringLike,                false",
    "StringNotEquals,           true",
    "StringNotEqualsIgnoreCase, true",
    "StringNotLike,             true",
  })
  void unsetVariable_inCondition(String operator, boolean expected) {
    assertEquals(
        expected,
        scenario()
            .with("aws:Referer", "x")
            .holds("'" + operator + "':{'aws:Referer':'${aws:username}'}"));
    assertEquals(
        !expected,
        scenario()
            .with("aws:Referer", "x")
            .holds("'" + operator + "':{'aws:Referer':['${aws:username}','x']}"));
  }

  @Test
  void unsetVariable_inArnCondition() {
    String value = "'arn:aws:iam::111122223333:user/${aws:username}'";
    Scenario withArn = scenario().with("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ann");

    assertFalse(withArn.holds("'ArnEquals':{'aws:PrincipalArn':" + value + "}"));
    assertTrue(withArn.holds("'ArnNotEquals':{'aws:PrincipalArn':" + value + "}"));
  }

  @Test
  void conditionKeys_listsConditionsAndVariables() {
    PolicyDocument document =
        Scenario.identityPolicy(
            "{'Effect':'Allow','Action':'*','Resource':'"
                + Scenario.CONTAINER
                + "/${aws:username}','Condition':{"
                + "'StringLike':{'aws:Referer':['${aws:PrincipalTag/A}','x']},"
                + "'StringEquals':{'mediastore:ResourceTag/K':'${aws:userid}'},"
                + "'ArnLike':{'aws:SourceArn':'arn:aws:a:b:c:${aws:SourceAccount}'},"
                + "'DateLessThan':{'aws:CurrentTime':'2030'}}}");

    assertEquals(
        Set.of(
            "aws:username",
            "aws:referer",
            "aws:principaltag/a",
            "aws:resourcetag/k",
            "aws:userid",
            "aws:sourcearn",
            "aws:sourceaccount",
            "aws:currenttime"),
        document.conditionKeys());
  }
}
