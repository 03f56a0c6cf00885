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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of the catalogue's group on policies that are tables of many forms. */
class ThreatTablesTest {
  private static final PolicyRules RULES = PolicyRules.containerPolicy(CONTAINER);
  private static final String READ =
      "{'Effect':'Allow','Principal':'*','Action':'mediastore:GetObject','Resource':'"
          + CONTAINER
          + "/*'}";

  private static boolean isValid(String text) {
    return PolicyDocument.validate(text, RULES).isValid();
  }

  @Test
  void f01_policyCutAtAnyByte_isRefused() {
    String text = policy(READ);

    assertTrue(isValid(text));
    for (int length = 0; length < text.length(); length++) {
      assertFalse(isValid(text.substring(0, length)), text.substring(0, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "       ", "\n", "[", "[]", "{\"", "{\"Statement\":[{", "tru", "\ufeff"})
  void f01_fault_hasItsPlaceInTheText(String text) {
    PolicyError error = PolicyDocument.validate(text, RULES).error().orElseThrow();

    assertTrue(error.offset() >= 0 && error.offset() <= text.length(), error::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", ",", "}", "{}", "null", "0", "//", "/**/", "\u0000", "\ufeff", "\u00a0", "#"})
  void f01_anythingAfterThePolicy_isRefused(String rest) {
    assertFalse(isValid(policy(READ) + rest));
    assertFalse(
        PolicyDocument.validate(
                policy(READ) + rest, PolicyRules.evaluationOnly(PolicyType.RESOURCE))
            .isValid());
    assertTrue(isValid(" \t\r\n" + policy(READ) + " \t\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Statement':[" + "],}",
        "{\"Statement\":NaN}",
        "{\"Statement\":Infinity}",
        "{\"Statement\":[01]}",
        "{\"Statement\":[+1]}",
        "{\"Statement\":[.5]}",
        "{\"Statement\":[1.]}",
        "{\"Statement\":[\"\\x\"]}",
        "{\"Statement\":[\"\t\"]}",
        "{Statement:[]}",
        "{\"Statement\":[/* */]}",
      })
  void f01_dialectsOfJson_areRefused(String text) {
    assertEquals(
        PolicyError.Code.JSON, PolicyDocument.validate(text, RULES).error().orElseThrow().code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'mediastore:*'                         | true",
        "'*'                                    | true",
        "'mediastore:Get*'                      | true",
        "'mediastore:getobject'                 | true",
        "'MEDIASTORE:GETOBJECT'                 | true",
        "'mediastore:Ge?Object'                 | true",
        "['s3:*','mediastore:GetObject']        | true",
        "'mediastore:GetObjects'                | false",
        "'mediastore:GetObjec'                  | false",
        "'mediastore:Put*'                      | false",
        "'s3:*'                                 | false",
        "'s3:GetObject'                         | false",
        "'mediastore-data:GetObject'            | false",
        "[]                                     | false",
      },
      quoteCharacter = '"')
  void f07_action_coversAsInIam(String actions, boolean covered) {
    PolicyRules rules = PolicyRules.evaluationOnly(PolicyType.IDENTITY);
    String allow = "{'Effect':'Allow','%s':" + actions + ",'Resource':'*'}";

    for (String element : List.of("Action", "NotAction")) {
      PolicyDocument document = PolicyDocument.parse(policy(allow.formatted(element)), rules);
      assertEquals(
          covered == element.equals("Action") ? ALLOW : IMPLICIT_DENY,
          scenario().identity(document).outcome(),
          element);
    }
  }

  @Test
  void f08_denyInAnyOtherPolicy_wins() {
    String allow = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    String deny = "{'Effect':'Deny','Action':'*','Resource':'*'}";
    String resourceDeny = "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}";

    assertEquals(EXPLICIT_DENY, scenario().identity(allow).identity(deny).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(allow).resource(resourceDeny).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(allow).boundary(allow, deny).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(allow).session(allow, deny).outcome());
    assertEquals(EXPLICIT_DENY, scenario().resource(READ).boundary(deny).outcome());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Allow | 'NotPrincipal':{'AWS':'444455556666'}                              | ALLOW",
        "Allow | 'NotPrincipal':{'AWS':'111122223333'}                              | IMPLICIT_DENY",
        "Allow | 'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:user/bob'}        | ALLOW",
        "Allow | 'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:user/ann'}        | IMPLICIT_DENY",
        "Allow | 'NotPrincipal':{}                                                  | ALLOW",
        "Deny  | 'NotPrincipal':{'AWS':'444455556666'}                              | EXPLICIT_DENY",
        "Deny  | 'NotPrincipal':{'AWS':'111122223333'}                              | IMPLICIT_DENY",
        "Deny  | 'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:root'}            | IMPLICIT_DENY",
        "Deny  | 'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:user/bob'}        | EXPLICIT_DENY",
        "Deny  | 'NotPrincipal':{}                                                  | EXPLICIT_DENY",
      })
  void f09_notPrincipal_meansEverybodyElse(
      String effect, String principal, Decision.Outcome expected) {
    assertEquals(
        expected,
        scenario()
            .resource("{'Effect':'%s',%s,'Action':'*','Resource':'*'}".formatted(effect, principal))
            .outcome());
  }

  @ParameterizedTest
  @CsvSource({
    "Allow, /*,                        IMPLICIT_DENY",
    "Allow, /b/*,                      ALLOW",
    "Allow, /${aws:username}/*,        ALLOW",
    "Allow, /${aws:UserAgent}/*,       IMPLICIT_DENY",
    "Deny,  /*,                        IMPLICIT_DENY",
    "Deny,  /b/*,                      EXPLICIT_DENY",
    "Deny,  /${aws:UserAgent}/*,       EXPLICIT_DENY",
    "Deny,  /a/*,                      IMPLICIT_DENY",
  })
  void f09_notResource_meansEverythingElse_andFailsClosed(
      String effect, String path, Decision.Outcome expected) {
    assertEquals(
        expected,
        scenario()
            .with("aws:username", "ann")
            .identity(
                "{'Effect':'%s','Action':'*','NotResource':'%s%s'}"
                    .formatted(effect, CONTAINER, path))
            .outcome());
  }

  /** A boundary lifts every exception that a Deny makes (F09). */
  @Test
  void f09_denyWithNotPrincipal_alwaysMeansACallerWithABoundary() {
    String allow = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    String deny =
        "{'Effect':'Deny','NotPrincipal':{'AWS':'111122223333'},'Action':'*','Resource':'*'}";
    String grant = deny.replace("Deny", "Allow");

    assertEquals(ALLOW, scenario().identity(allow).resource(deny).outcome());
    assertEquals(
        EXPLICIT_DENY, scenario().identity(allow).boundary(allow).resource(deny).outcome());
    assertEquals(IMPLICIT_DENY, scenario().boundary(allow).resource(grant).outcome());
    Explanation explanation =
        PolicyEvaluator.create()
            .explain(
                scenario().request(),
                scenario().identity(allow).boundary(allow).resource(deny).policies());
    assertEquals(Explanation.Mismatch.NONE, explanation.traces().get(1).mismatch());
  }

  /** One document may play several parts, and is named by the one it plays. */
  @Test
  void documentInSeveralParts_isNamedByEach() {
    PolicyDocument allow =
        Scenario.identityPolicy("{'Effect':'Allow','Action':'*','Resource':'*'}");
    PolicySet both =
        PolicySet.builder()
            .identityPolicy(
                Scenario.identityPolicy("{'Effect':'Allow','Action':'s3:*','Resource':'*'}"))
            .identityPolicy(allow)
            .permissionsBoundary(allow)
            .sessionPolicy(allow)
            .build();

    for (int i = 0; i < 2; i++) {
      assertEquals(
          "allowed by statement 0 of identity policy 1, statement 0 of permissions boundary,"
              + " statement 0 of session policy",
          PolicyEvaluator.create().evaluate(scenario().request(), both).reason());
    }
    PolicySet alone = PolicySet.builder().identityPolicy(allow).build();
    assertEquals(
        "allowed by statement 0 of identity policy",
        PolicyEvaluator.create().evaluate(scenario().request(), alone).reason());
  }

  /** The text of a variable has to be the whole text. */
  @Test
  void f22_variable_isComparedToItsEnd() {
    Scenario ann = scenario().with("aws:username", "ann").with("aws:x", "annex");

    assertFalse(ann.holds("'StringEquals':{'aws:x':'${aws:username}'}"));
    assertTrue(ann.holds("'StringEquals':{'aws:x':'${aws:username}ex'}"));
    assertFalse(ann.holds("'StringEquals':{'aws:x':'x${aws:username}ex'}"));
    assertFalse(ann.holds("'StringEqualsIgnoreCase':{'aws:x':'${aws:username}'}"));
    assertTrue(ann.holds("'StringEqualsIgnoreCase':{'aws:x':'${aws:username}EX'}"));
    assertTrue(
        ann.holds(
            "'StringEqualsIgnoreCase':{'aws:x':'A${aws:missing, 'N'}nEX'}"
                .replace(", 'N'", ", \\u0027N\\u0027")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'11112222333'",
        "'1111222233334'",
        "'11112222333x'",
        "111122223333",
        "'arn:aws:iam::111122223333:user'",
        "'arn:aws:iam::111122223333:user/'",
        "'arn:aws:iam::111122223333:user/a*'",
        "'arn:aws:iam::111122223333:user/a?'",
        "'arn:aws:iam::111122223333:group/a'",
        "'arn:aws:iam::*:root'",
        "'arn:aws:iam:us-east-1:111122223333:root'",
        "'arn:aws:s3::111122223333:root'",
        "'arn:aws:iam::111122223333:assumed-role/a/b'",
        "'arn:aws:sts::111122223333:role/a'",
        "'arn:aws:sts::111122223333:assumed-role/a'",
        "'arn:aws:sts::111122223333:assumed-role/a/*'",
        "'arn:aws:sts::111122223333:federated-user/a/b'",
        "'arn::iam::111122223333:root'",
        "'ann'",
        "''",
        "'**'",
        "['*',1]",
        "null",
        "{}",
      })
  void f10_principalThatIsNone_isRefused(String principal) {
    assertFalse(isValid(policy(READ.replace("'*'", "{'AWS':" + principal + "}"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Condition':{'StringEqual':{'aws:a':'x'}}",
        "'Condition':{'StringEqualsIfExistsIfExists':{'aws:a':'x'}}",
        "'Condition':{'ForSomeValues:StringEquals':{'aws:a':'x'}}",
        "'Condition':{'ForAllValues:':{'aws:a':'x'}}",
        "'Condition':{'NullIfExists':{'aws:a':'true'}}",
        "'Condition':{'Null':{'aws:a':'yes'}}",
        "'Condition':{'Bool':{'aws:a':'1'}}",
        "'Condition':{'Bool':{'aws:a':1}}",
        "'Condition':{'NumericEquals':{'aws:a':'ten'}}",
        "'Condition':{'DateEquals':{'aws:a':'yesterday'}}",
        "'Condition':{'BinaryEquals':{'aws:a':'***'}}",
        "'Condition':{'ArnLike':{'aws:a':'arn:aws:iam'}}",
        "'Condition':{'StringEquals':{'a':'x'}}",
        "'Condition':{'StringEquals':{'aws:a':null}}",
        "'Condition':{'StringEquals':{'aws:a':{}}}",
        "'Condition':{'StringEquals':{'aws:a':[['x']]}}",
        "'Condition':{'StringEquals':'x'}",
        "'Condition':[]",
        "'Condition':{'IpAddress':{'aws:a':'10.0.0.0/8/8'}}",
      })
  void f14_conditionThatCannotBeMeant_isRefused(String condition) {
    assertFalse(isValid(policy(READ.replace("}", "," + condition + "}"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "10.0.0.1          | 10.0.0.0/8          | true",
        "10.0.0.1          | 0.0.0.0/0           | true",
        "10.0.0.1          | 10.0.0.2            | false",
        "10.0.0.1          | ::/0                | false",
        "2001:db8::1       | 2001:db8::/32       | true",
        "2001:db8::1       | ::/0                | true",
        "2001:db8::1       | 0.0.0.0/0           | false",
        "::ffff:10.0.0.1   | 10.0.0.0/8          | false",
        "::ffff:10.0.0.1   | ::ffff:10.0.0.0/104 | true",
        "fe80::1%eth0      | ::/0                | false",
        "host.example      | 0.0.0.0/0           | false",
        "010.0.0.1         | 0.0.0.0/0           | false",
        "10.0.0            | 0.0.0.0/0           | false",
        "4294967295        | 0.0.0.0/0           | false",
      })
  void f14_address_isReadStrictly(String address, String block, boolean inside) {
    Scenario request = scenario().with("aws:SourceIp", address);

    assertEquals(inside, request.holds("'IpAddress':{'aws:SourceIp':'" + block + "'}"));
    assertEquals(!inside, request.holds("'NotIpAddress':{'aws:SourceIp':'" + block + "'}"));
  }

  @Test
  void f14_setOperatorsAndAbsentKeys_areAsInIam() {
    String value = ":{'aws:TagKeys':'x'}";

    assertTrue(
        scenario().with("aws:TagKeys", List.of()).holds("'ForAllValues:StringEquals'" + value));
    assertFalse(
        scenario().with("aws:TagKeys", List.of()).holds("'ForAnyValue:StringEquals'" + value));
    assertTrue(scenario().holds("'ForAllValues:StringEquals'" + value));
    assertFalse(scenario().holds("'ForAnyValue:StringEquals'" + value));
    assertTrue(scenario().holds("'ForAnyValue:StringEqualsIfExists'" + value));
    assertFalse(scenario().with("aws:TagKeys", List.of("x")).holds("'StringEquals'" + value));
    assertTrue(scenario().holds("'Null':{'aws:TagKeys':true}"));
    assertFalse(scenario().with("aws:TagKeys", List.of()).holds("'Null':{'aws:TagKeys':'true'}"));
    assertTrue(scenario().with("aws:a", "TRUE").holds("'Bool':{'aws:a':'True'}"));
    assertFalse(scenario().with("aws:a", "1").holds("'Bool':{'aws:a':'true'}"));
  }

  @Test
  void f17_wildcardsInTheRequestsOwnTexts_areCharacters() {
    assertFalse(scenario().with("aws:Referer", "*").holds("'StringLike':{'aws:Referer':'s?cret'}"));
    assertTrue(scenario().with("aws:UserAgent", "a*").holds("'StringLike':{'aws:UserAgent':'a?'}"));
    assertTrue(scenario().holds("'StringNotLike':{'aws:UserAgent':'*'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${aws:username",
        "${",
        "${}",
        "${ aws:username}",
        "${aws:user name}",
        "${aws:a, b}",
        "${aws:a,'b'}",
        "${aws:a,  'b'}",
        "${aws:a, 'b}",
        "${aws:${aws:b}}",
        "${${aws:a}}",
      })
  void f22_malformedVariable_isRefusedWhereverItMayStand(String variable) {
    assertFalse(
        isValid(policy(READ.replace("/*", "/" + json(variable.replace("'", "\\u0027")) + "/*"))));
    assertFalse(
        isValid(
            policy(
                READ.replace(
                    "}",
                    ",'Condition':{'StringLike':{'aws:Referer':'"
                        + variable.replace("'", "\\u0027")
                        + "'}}}"))));
  }
}
