// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Decision.Outcome.ALLOW;
import static dev.mediastore.policy.Decision.Outcome.IMPLICIT_DENY;
import static dev.mediastore.policy.Scenario.CONTAINER;
import static dev.mediastore.policy.Scenario.json;
import static dev.mediastore.policy.Scenario.policy;
import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Twelve places where evaluators of this language are known to go wrong. */
class PitfallsTest {

  @Test
  void p01_missingKeyUnderNegatedOperatorAndForAllValues_isTrue() {
    assertTrue(scenario().holds("'StringNotEquals':{'aws:Referer':'x'}"));
    assertTrue(scenario().holds("'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}"));
    assertTrue(scenario().holds("'ForAllValues:StringEquals':{'aws:TagKeys':'x'}"));
  }

  @Test
  void p02_wholeIpv4Space_containsEveryIpv4Address() {
    for (String address : List.of("0.0.0.0", "127.0.0.1", "128.0.0.1", "255.255.255.255")) {
      assertTrue(
          scenario()
              .with("aws:SourceIp", address)
              .holds("'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}"),
          address);
    }
  }

  @Test
  void p03_epochSecondsAndIsoText_areTheSameTime() {
    assertTrue(
        scenario()
            .with("aws:EpochTime", "1893456000")
            .holds("'DateEquals':{'aws:EpochTime':'2030-01-01T00:00:00Z'}"));
    assertTrue(
        scenario()
            .with("aws:CurrentTime", "2030-01-01T00:00:00Z")
            .holds("'DateEquals':{'aws:CurrentTime':1893456000}"));
  }

  @Test
  void p04_star_doesNotStopAtLineFeeds() {
    assertTrue(
        scenario()
            .with("aws:Referer", "a\nb\r\u2028c")
            .holds("'StringLike':{'aws:Referer':'a*c'}"));
    assertEquals(
        ALLOW,
        scenario()
            .as(Principal.anonymous())
            .on("/a\nb")
            .resource(
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'"
                    + CONTAINER
                    + "/a*b'}")
            .outcome());
  }

  @Test
  void p05_roleWithPath_isTheRoleOfItsSessions() {
    assertEquals(
        ALLOW,
        scenario()
            .as(Scenario.SESSION)
            .resource(
                "{'Effect':'Allow','Action':'*','Resource':'*','Principal':"
                    + "{'AWS':'arn:aws:iam::111122223333:role/path/Packager'}}")
            .outcome());
  }

  @Test
  void p06_rootAsPrincipal_isTheAccount_asPrincipalArn_theUser() {
    String condition = "'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:root'}";

    assertFalse(
        scenario().with("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ann").holds(condition));
    assertTrue(
        scenario().with("aws:PrincipalArn", "arn:aws:iam::111122223333:root").holds(condition));
    assertEquals(
        Decision.Outcome.EXPLICIT_DENY,
        scenario()
            .resource(
                "{'Effect':'Deny','Action':'*','Resource':'*','Principal':"
                    + "{'AWS':'arn:aws:iam::111122223333:root'}}")
            .outcome());
  }

  @Test
  void p07_variables_areNeitherInOldPoliciesNorWildcards() {
    String statement =
        "'Statement':{'Effect':'Allow','Action':'*','Resource':'"
            + CONTAINER
            + "/${aws:UserAgent}'}}";
    PolicyRules rules = PolicyRules.evaluationOnly(PolicyType.IDENTITY);
    PolicyDocument old = PolicyDocument.parse(json("{'Version':'2008-10-17'," + statement), rules);
    PolicyDocument current =
        PolicyDocument.parse(json("{'Version':'2012-10-17'," + statement), rules);

    assertEquals(
        IMPLICIT_DENY, scenario().on("/x").with("aws:UserAgent", "x").identity(old).outcome());
    assertEquals(
        ALLOW,
        scenario().on("/${aws:UserAgent}").with("aws:UserAgent", "x").identity(old).outcome());
    assertEquals(ALLOW, scenario().on("/x").with("aws:UserAgent", "x").identity(current).outcome());
    assertEquals(
        IMPLICIT_DENY, scenario().on("/x").with("aws:UserAgent", "*").identity(current).outcome());
  }

  @Test
  void p08_caseFolding_doesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertTrue(
          scenario()
              .doing("mediastore:ListItems")
              .with("AWS:SOURCEIP", "10.0.0.1")
              .with("aws:Referer", "TITLE")
              .allowedBy(
                  "'Action':'MEDIASTORE:LISTITEMS','Resource':'*','Condition':{"
                      + "'IPADDRESS':{'aws:sourceip':'10.0.0.1'},"
                      + "'STRINGEQUALSIGNORECASE':{'aws:Referer':'title'}}"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void p09_repeatedAndUnknownMembers_areRefused() {
    String start = "{'Effect':'Allow','Action':'*','Resource':'*',";
    for (String rest :
        List.of("'Effect':'Deny'}", "'Conditon':{'Null':{'aws:a':'true'}}}", "'condition':{}}")) {
      assertFalse(
          PolicyDocument.validate(policy(start + rest), PolicyRules.identityPolicy()).isValid());
    }
  }

  @Test
  void p10_cacheKeys_areNamedByTheDocument() {
    assertEquals(
        Set.of("aws:currenttime", "aws:username"),
        Scenario.identityPolicy(
                "{'Effect':'Allow','Action':'*','Resource':'"
                    + CONTAINER
                    + "/${aws:username}','Condition':{'DateLessThan':{'aws:CurrentTime':'2030'}}}")
            .conditionKeys());
  }

  @Test
  void p11_unsetVariableUnderNotResource_doesNotWidenAGrant() {
    assertFalse(
        scenario().allowedBy("'Action':'*','NotResource':'" + CONTAINER + "/${aws:username}/*'"));
  }

  @Test
  void p12_publicStatement_isNoGrantToSignedStrangers() {
    String open = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";

    assertEquals(ALLOW, scenario().as(Principal.anonymous()).resource(open).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(Scenario.STRANGER).resource(open).outcome());
  }
}
