// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.identityPolicy;
import static dev.mediastore.policy.Scenario.json;
import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values at the very edge of what a rule says. */
class EdgesTest {
  private static final String ALLOW = "{'Effect':'Allow','Action':'*','Resource':'*'}";

  @Test
  void callerOfAnotherAccount_isAllowedByBothStatements() {
    Decision decision =
        scenario()
            .as(Scenario.STRANGER)
            .identity(ALLOW)
            .resource(ALLOW.replace("'Action'", "'Principal':'*','Action'"))
            .decision();

    assertEquals(
        "allowed by statement 0 of identity policy, statement 0 of resource policy",
        decision.reason());
  }

  @Test
  void document_isNamedByItsPlaceAmongOthersOfItsType() {
    PolicyDocument allow = identityPolicy(ALLOW);
    PolicySet first = PolicySet.builder().identityPolicy(allow).build();
    PolicySet second =
        PolicySet.builder()
            .identityPolicy(identityPolicy(ALLOW.replace("'*'", "'s3:*'")))
            .identityPolicy(allow)
            .build();

    for (int i = 0; i < 2; i++) {
      assertEquals(0, policyIndex(first));
      assertEquals(1, policyIndex(second));
    }
  }

  private static int policyIndex(PolicySet policies) {
    Decision decision = PolicyEvaluator.create().evaluate(scenario().request(), policies);
    return decision.decidedBy().get(0).policyIndex();
  }

  /** Only the member Version decides whether there are variables. */
  @Test
  void versionInAnotherMember_isNoVersion() {
    String text =
        json(
            "{'Id':'2012-10-17','Version':'2008-10-17','Statement':{'Effect':'Allow',"
                + "'Principal':'*','Action':'*','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:username':'${aws:username}'}}}}");
    PolicyDocument document =
        PolicyDocument.parse(text, PolicyRules.evaluationOnly(PolicyType.RESOURCE));

    assertFalse(scenario().with("aws:username", "ann").resource(document).decision().isAllowed());
  }

  @Test
  void limitsOtherThanTheUsual_areHeldTo() {
    String text =
        json(
            "{'Statement':[{'Effect':'Allow','Action':['*'],'Resource':'*',"
                + "'Condition':{'NumericEquals':{'aws:n':1234}}}]}");
    PolicyRules rules = PolicyRules.identityPolicy();

    assertTrue(PolicyDocument.validate(text, rules).isValid());
    assertTrue(PolicyDocument.validate(text, withLimits(rules, 5, 64)).isValid());
    assertFalse(PolicyDocument.validate(text, withLimits(rules, 4, 64)).isValid());
    assertTrue(PolicyDocument.validate(text, withLimits(rules, 32, 4)).isValid());
    assertFalse(PolicyDocument.validate(text, withLimits(rules, 32, 3)).isValid());
  }

  private static PolicyRules withLimits(PolicyRules rules, int nesting, int numberCharacters) {
    return rules.withLimits(new PolicyLimits(10_240, 100, 200, 20, nesting, numberCharacters));
  }

  @ParameterizedTest
  @CsvSource({
    "1e20,      100000000000000000000",
    "1e21,      1e+21",
    "123e19,    1.23e+21",
    "0.000001,  0.000001",
    "0.0000001, 1e-7",
    "-1.50,     -1.5",
    "3600.0,    3600",
    "-0,        0",
  })
  void number_isTurnedIntoItsShortestText(String number, String text) {
    assertEquals(text, DecimalText.shortest(new BigDecimal(number)));
    assertTrue(scenario().with("aws:x", text).holds("'StringEquals':{'aws:x':" + number + "}"));
  }

  @Test
  void turkishLetters_equalNothingButThemselves() {
    assertFalse(CaseFolding.equal("\u0130", "\u0131"));
    assertFalse(CaseFolding.equal("\u0130", "i"));
    assertFalse(CaseFolding.equal("\u0131", "I"));
    assertTrue(CaseFolding.equal("\u0130", "\u0130"));
    assertFalse(CaseFolding.equal("\u0131", "\0"));
  }

  @ParameterizedTest
  @CsvSource({
    "::0.0.0.0,        ::/128,                true",
    "::0.0.0.0,        ::1/128,               false",
    "1::2,             1:0:0:0:0:0:0:2,       true",
    "::1:2,            0:0:0:0:0:0:1:2,       true",
    "1:2::,            1:2:0:0:0:0:0:0,       true",
    "0.0.0.0,          0.0.0.0/32,            true",
    "0.0.0.0,          0.0.0.1/32,            false",
    "255.255.255.255,  255.255.255.254/31,    true",
  })
  void address_ofZeros_isAnAddress(String address, String block, boolean inside) {
    assertEquals(
        inside,
        scenario()
            .with("aws:SourceIp", address)
            .holds("'IpAddress':{'aws:SourceIp':'" + block + "'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "*${aws:u}           | xann   | true",
        "*${aws:u}           | xanne  | false",
        "*${aws:u}b          | b      | false",
        "*${aws:u}b          | annb   | true",
        "*${aws:none}        | xann   | false",
        "${aws:u}*           | annx   | true",
        "x${aws:u}*${aws:u}  | xannann | true",
        "x${aws:u}*${aws:u}  | xann   | false",
        "*${aws:u}?*         | ann    | false",
        "*${aws:u}?*         | xannx  | true",
        "*${aws:u}??*        | xannx  | false",
        "*x${aws:u}?y*       | -xann-y- | true",
        "*x${aws:none}?y*    | -xann-y- | false",
      })
  void variable_standsAnywhereInAPattern(String pattern, String text, boolean expected) {
    assertEquals(
        expected,
        scenario()
            .with("aws:u", "ann")
            .with("aws:x", text)
            .holds("'StringLike':{'aws:x':'" + pattern + "'}"));
  }

  /** A default may be empty; what it stands for is no text at all, which is no failure. */
  @Test
  void emptyDefault_standsForNothing() throws PolicyFault {
    AuthorizationContext none = AuthorizationContext.empty();

    assertTrue(template("${aws:m, ''}").isText("", none));
    assertTrue(template("${aws:m, ''}a").isText("a", none));
    assertTrue(Glob.of(template("${aws:m, ''}")).matches("", 0, none));
    assertTrue(Glob.of(template("${aws:m, ''}a")).matches("a", 0, none));
    assertTrue(Glob.of(template("*${aws:m, ''}?")).matches("a", 0, none));
    assertFalse(Glob.of(template("*${aws:m, ''}?")).matches("", 0, none));
    assertTrue(Glob.of(template("*${aws:m, ''}*")).matches("", 0, none));
  }

  private static Template template(String text) throws PolicyFault {
    return TemplateParser.parse(text, true, true, Place.document(PolicyRules.identityPolicy()));
  }

  @Test
  void repeatedPieces_mayNotShareCharacters() {
    for (String piece : new String[] {"aaaaaaaaa", "aaaa", "a?a?", "a?", "a".repeat(70) + "?"}) {
      Glob twice = Glob.of(Template.pattern("*" + piece + "*" + piece + "*"));

      assertFalse(twice.matches("a".repeat(2 * piece.length() - 1)), piece);
      assertFalse(twice.matches("b" + "a".repeat(2 * piece.length() - 1)), piece);
      assertTrue(twice.matches("a".repeat(2 * piece.length())), piece);
      assertTrue(twice.matches("a".repeat(2 * piece.length() + 3)), piece);
    }
  }
}
