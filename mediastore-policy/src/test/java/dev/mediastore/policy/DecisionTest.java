// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Decision.Outcome.ALLOW;
import static dev.mediastore.policy.Decision.Outcome.EXPLICIT_DENY;
import static dev.mediastore.policy.Decision.Outcome.IMPLICIT_DENY;
import static dev.mediastore.policy.Scenario.ANN;
import static dev.mediastore.policy.Scenario.SESSION;
import static dev.mediastore.policy.Scenario.STRANGER;
import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the policies of a request are weighed against each other. */
class DecisionTest {
  private static final String YES = "{'Sid':'Yes','Effect':'Allow','Action':'*','Resource':'*'}";
  private static final String NO = "{'Sid':'No','Effect':'Deny','Action':'*','Resource':'*'}";
  private static final String OTHER =
      "{'Sid':'Other','Effect':'Allow','Action':'s3:*','Resource':'*'}";

  private static final Principal ROOT = Principal.root(Scenario.ACCOUNT);
  private static final Principal STRANGE_ROOT = Principal.root(Scenario.OTHER_ACCOUNT);
  private static final Principal CDN = Principal.service("cloudfront.amazonaws.com");

  private static String allow(String principal) {
    return "{'Sid':'Res','Effect':'Allow','Action':'*','Resource':'*','Principal':"
        + principal
        + "}";
  }

  private static String deny(String principal) {
    return "{'Sid':'ResNo','Effect':'Deny','Action':'*','Resource':'*','Principal':"
        + principal
        + "}";
  }

  private static String aws(String text) {
    return "{'AWS':'" + text + "'}";
  }

  private static StatementReference reference(PolicyType type, int index, String sid) {
    return new StatementReference(type, 0, index, sid);
  }

  @Test
  void noPolicy_allowsNobodyButRoot() {
    assertEquals(IMPLICIT_DENY, scenario().outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(SESSION).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(Principal.anonymous()).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(CDN).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(STRANGE_ROOT).outcome());
    assertEquals(ALLOW, scenario().as(ROOT).outcome());
  }

  @Test
  void denyInAnyPolicy_beatsEveryAllow() {
    assertEquals(EXPLICIT_DENY, scenario().identity(YES, NO).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(NO, YES).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(YES).identity(NO).outcome());
    assertEquals(
        EXPLICIT_DENY, scenario().identity(YES).resource(allow("'*'"), deny("'*'")).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(YES).boundary(YES, NO).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(YES).session(YES, NO).outcome());
    assertEquals(EXPLICIT_DENY, scenario().identity(YES).session(YES).session(NO).outcome());
  }

  @Test
  void denyOfTheResourcePolicy_countsAtEveryStrength() {
    String account = aws("111122223333");
    String role = aws("arn:aws:iam::111122223333:role/Packager");

    assertEquals(EXPLICIT_DENY, scenario().identity(YES).resource(deny(account)).outcome());
    assertEquals(EXPLICIT_DENY, scenario().as(ROOT).resource(deny(account)).outcome());
    assertEquals(
        EXPLICIT_DENY, scenario().as(SESSION).identity(YES).resource(deny(role)).outcome());
  }

  @Test
  void denyThatDoesNotApply_changesNothing() {
    String other = "{'Effect':'Deny','Action':'mediastore:PutObject','Resource':'*'}";
    String condition =
        "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':"
            + "'false'}}}";

    assertEquals(ALLOW, scenario().identity(YES, other).outcome());
    assertEquals(
        ALLOW, scenario().with("aws:SecureTransport", "true").identity(YES, condition).outcome());
    assertEquals(
        EXPLICIT_DENY,
        scenario().with("aws:SecureTransport", "false").identity(YES, condition).outcome());
  }

  /** Who is let in by which resource policy alone, within the account and from outside. */
  @ParameterizedTest
  @CsvSource({
    "'*',                                                          ALLOW,         IMPLICIT_DENY",
    "{'AWS':'*'},                                                  ALLOW,         IMPLICIT_DENY",
    "{'AWS':'111122223333'},                                       IMPLICIT_DENY, IMPLICIT_DENY",
    "{'AWS':'arn:aws:iam::111122223333:root'},                     IMPLICIT_DENY, IMPLICIT_DENY",
    "{'AWS':'arn:aws:iam::111122223333:user/ann'},                 ALLOW,         IMPLICIT_DENY",
    "{'AWS':'arn:aws:iam::444455556666:user/sue'},                 IMPLICIT_DENY, IMPLICIT_DENY",
    "{'AWS':'444455556666'},                                       IMPLICIT_DENY, IMPLICIT_DENY",
  })
  void resourcePolicyAlone(
      String principal, Decision.Outcome within, Decision.Outcome fromOutside) {
    String statement = allow(principal.startsWith("{") ? principal : "'" + principal + "'");

    assertEquals(within, scenario().as(ANN).resource(statement).outcome());
    assertEquals(fromOutside, scenario().as(STRANGER).resource(statement).outcome());
  }

  @ParameterizedTest
  @CsvSource({
    "*,                                      ALLOW",
    "444455556666,                           ALLOW",
    "arn:aws:iam::444455556666:root,         ALLOW",
    "arn:aws:iam::444455556666:user/sue,     ALLOW",
    "arn:aws:iam::444455556666:user/bob,     IMPLICIT_DENY",
    "111122223333,                           IMPLICIT_DENY",
  })
  void strangerWithIdentityPolicy_needsTheResourcePolicyToo(
      String principal, Decision.Outcome expected) {
    assertEquals(
        expected, scenario().as(STRANGER).identity(YES).resource(allow(aws(principal))).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(STRANGER).identity(YES).outcome());
    assertEquals(
        IMPLICIT_DENY,
        scenario().as(STRANGER).identity(OTHER).resource(allow(aws(principal))).outcome());
  }

  @Test
  void strangersCeilings_countToo() {
    String trusted = allow(aws("arn:aws:iam::444455556666:user/sue"));

    assertEquals(
        IMPLICIT_DENY,
        scenario().as(STRANGER).identity(YES).resource(trusted).boundary(OTHER).outcome());
    assertEquals(
        IMPLICIT_DENY,
        scenario().as(STRANGER).identity(YES).resource(trusted).session(OTHER).outcome());
    assertEquals(
        ALLOW,
        scenario()
            .as(STRANGER)
            .identity(YES)
            .resource(trusted)
            .boundary(YES)
            .session(YES)
            .outcome());
  }

  @Test
  void rootOfAnotherAccount_needsTheResourcePolicyOnly() {
    assertEquals(ALLOW, scenario().as(STRANGE_ROOT).resource(allow(aws("444455556666"))).outcome());
    assertEquals(
        IMPLICIT_DENY, scenario().as(STRANGE_ROOT).resource(allow(aws("111122223333"))).outcome());
  }

  @Test
  void rootOfTheAccount_hasEveryPermissionThatNothingDenies() {
    assertEquals(ALLOW, scenario().as(ROOT).identity(OTHER).outcome());
    assertEquals(EXPLICIT_DENY, scenario().as(ROOT).resource(deny("'*'")).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(ROOT).session(OTHER).outcome());
  }

  @Test
  void publicStatement_letsUnsignedStrangersInAndSignedOnesNot() {
    String open = allow("'*'");

    assertEquals(ALLOW, scenario().as(Principal.anonymous()).resource(open).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(STRANGER).resource(open).outcome());
    assertEquals(ALLOW, scenario().as(STRANGER).identity(YES).resource(open).outcome());
  }

  @Test
  void publicForUnknownAccounts_letsSignedStrangersIn() {
    PolicyEvaluator open = PolicyEvaluator.create().withPublicForUnknownAccounts();
    Scenario stranger = scenario().as(STRANGER).resource(allow("'*'"));
    Scenario named =
        scenario().as(STRANGER).resource(allow(aws("arn:aws:iam::444455556666:user/sue")));
    Scenario both =
        scenario()
            .as(STRANGER)
            .resource(allow(aws("arn:aws:iam::444455556666:user/sue")), allow("'*'"));

    assertTrue(open.evaluate(stranger.request(), stranger.policies()).isAllowed());
    assertFalse(open.evaluate(named.request(), named.policies()).isAllowed());
    assertEquals(
        List.of(reference(PolicyType.RESOURCE, 1, "Res")),
        open.evaluate(both.request(), both.policies()).decidedBy());
    for (Scenario known :
        List.of(
            scenario().as(STRANGER).resource(allow("'*'")).identity(OTHER),
            scenario().as(STRANGER).resource(allow("'*'")).boundary(YES),
            scenario().as(STRANGER).resource(allow("'*'")).session(YES))) {
      assertFalse(open.evaluate(known.request(), known.policies()).isAllowed());
    }
    Scenario denied = scenario().as(STRANGER).resource(allow("'*'"), deny("'*'"));
    assertEquals(EXPLICIT_DENY, open.evaluate(denied.request(), denied.policies()).outcome());
  }

  /** Everybody but somebody is public, too: an unsigned caller would be let in. */
  @Test
  void publicForUnknownAccounts_countsNotPrincipalAsPublic() {
    PolicyEvaluator open = PolicyEvaluator.create().withPublicForUnknownAccounts();
    Scenario stranger =
        scenario()
            .as(STRANGER)
            .resource(
                "{'Effect':'Allow','Action':'*','Resource':'*','NotPrincipal':{'AWS':"
                    + "'777788889999'}}");

    assertTrue(open.evaluate(stranger.request(), stranger.policies()).isAllowed());
    assertFalse(stranger.decision().isAllowed());
  }

  @Test
  void serviceAndAnonymousCallers_haveNothingButTheResourcePolicy() {
    assertEquals(IMPLICIT_DENY, scenario().as(Principal.anonymous()).identity(YES).outcome());
    assertEquals(IMPLICIT_DENY, scenario().as(CDN).identity(YES).outcome());
    assertEquals(
        ALLOW,
        scenario()
            .as(CDN)
            .resource(allow("{'Service':'cloudfront.amazonaws.com'}"))
            .boundary(OTHER)
            .outcome());
    assertEquals(
        EXPLICIT_DENY,
        scenario().as(Principal.anonymous()).identity(NO).resource(allow("'*'")).outcome());
  }

  /** What ceilings limit: grants to the account and to a role, not those to the caller itself. */
  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::111122223333:assumed-role/Packager/job-1, ALLOW,         ALLOW",
    "arn:aws:iam::111122223333:role/Packager,               IMPLICIT_DENY, ALLOW",
    "*,                                                     ALLOW,         ALLOW",
    "111122223333,                                          IMPLICIT_DENY, IMPLICIT_DENY",
  })
  void grantToSession_underCeilings(
      String principal, Decision.Outcome limited, Decision.Outcome unlimited) {
    String statement = allow(aws(principal));

    assertEquals(limited, scenario().as(SESSION).resource(statement).boundary(OTHER).outcome());
    assertEquals(limited, scenario().as(SESSION).resource(statement).session(OTHER).outcome());
    assertEquals(unlimited, scenario().as(SESSION).resource(statement).outcome());
    assertEquals(
        unlimited, scenario().as(SESSION).resource(statement).boundary(YES).session(YES).outcome());
    assertEquals(EXPLICIT_DENY, scenario().as(SESSION).resource(statement).session(NO).outcome());
  }

  @Test
  void ceilings_grantNothing() {
    assertEquals(IMPLICIT_DENY, scenario().boundary(YES).session(YES).outcome());
    assertEquals(IMPLICIT_DENY, scenario().identity(OTHER).boundary(YES).outcome());
    assertEquals(IMPLICIT_DENY, scenario().identity(YES).boundary(OTHER).outcome());
    assertEquals(IMPLICIT_DENY, scenario().identity(YES).session(OTHER).outcome());
    assertEquals(IMPLICIT_DENY, scenario().identity(YES).boundary(YES).session(OTHER).outcome());
    assertEquals(ALLOW, scenario().identity(YES).boundary(YES).session(YES).outcome());
    assertEquals(ALLOW, scenario().identity(YES).session(OTHER).session(YES).outcome());
  }

  @Test
  void allow_namesTheStatementsThatSufficed() {
    assertEquals(
        List.of(reference(PolicyType.IDENTITY, 1, "Yes")),
        scenario().identity(OTHER, YES, YES).decision().decidedBy());
    assertEquals(
        List.of(
            new StatementReference(PolicyType.IDENTITY, 1, 0, "Yes"),
            new StatementReference(PolicyType.PERMISSIONS_BOUNDARY, 0, 1, "Yes"),
            new StatementReference(PolicyType.SESSION, 1, 0, "Yes")),
        scenario()
            .identity(OTHER)
            .identity(YES)
            .boundary(OTHER, YES)
            .session(OTHER)
            .session(YES)
            .decision()
            .decidedBy());
    assertEquals(
        List.of(reference(PolicyType.IDENTITY, 0, "Yes"), reference(PolicyType.RESOURCE, 0, "Res")),
        scenario()
            .as(STRANGER)
            .identity(YES)
            .resource(allow(aws("444455556666")))
            .decision()
            .decidedBy());
    assertEquals(
        List.of(reference(PolicyType.RESOURCE, 1, "Res"), reference(PolicyType.SESSION, 0, "Yes")),
        scenario()
            .as(SESSION)
            .resource(
                allow(aws("111122223333")), allow(aws("arn:aws:iam::111122223333:role/Packager")))
            .session(YES)
            .decision()
            .decidedBy());
    assertEquals(List.of(), scenario().as(ROOT).decision().decidedBy());
    assertEquals(
        List.of(reference(PolicyType.RESOURCE, 0, "Res")),
        scenario().resource(allow("'*'"), allow("'*'")).decision().decidedBy());
  }

  @Test
  void explicitDeny_namesTheStatement() {
    Decision decision = scenario().identity(YES).boundary(YES, NO).decision();

    assertEquals(
        List.of(reference(PolicyType.PERMISSIONS_BOUNDARY, 1, "No")), decision.decidedBy());
    assertEquals(Set.of(), decision.missing());
    assertEquals("denied by statement 1 'No' of permissions boundary", decision.reason());
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void implicitDeny_namesWhatIsMissing(boolean boundary, boolean session) {
    Scenario within = scenario();
    Scenario across = scenario().as(STRANGER);
    Set<PolicyType> expected = new java.util.HashSet<>();
    expected.add(PolicyType.IDENTITY);
    expected.add(PolicyType.RESOURCE);
    if (boundary) {
      within.boundary(OTHER);
      across.boundary(OTHER);
      expected.add(PolicyType.PERMISSIONS_BOUNDARY);
    }
    if (session) {
      within.session(OTHER);
      across.session(OTHER);
      expected.add(PolicyType.SESSION);
    }

    assertEquals(expected, within.decision().missing());
    assertEquals(expected, across.decision().missing());
  }

  @Test
  void implicitDeny_namesOnlyWhatIsMissing() {
    assertEquals(
        Set.of(PolicyType.RESOURCE), scenario().as(STRANGER).identity(YES).decision().missing());
    assertEquals(
        Set.of(PolicyType.IDENTITY),
        scenario().as(STRANGER).resource(allow("'*'")).decision().missing());
    assertEquals(
        Set.of(PolicyType.RESOURCE),
        scenario().as(Principal.anonymous()).identity(YES).decision().missing());
    assertEquals(
        Set.of(PolicyType.SESSION),
        scenario().identity(YES).boundary(YES).session(OTHER).decision().missing());
    assertEquals(Set.of(), scenario().identity(YES).decision().missing());
  }

  @Test
  void reason_isOneSentence() {
    assertEquals("allowed as root user of the account", scenario().as(ROOT).decision().reason());
    assertEquals(
        "allowed by statement 0 'Yes' of identity policy 1",
        scenario().identity(OTHER).identity(YES).decision().reason());
    assertEquals(
        "not allowed: no sufficient Allow in identity policy, resource policy",
        scenario().decision().reason());
    assertEquals(
        "IMPLICIT_DENY (not allowed: no sufficient Allow in resource policy)",
        scenario().as(STRANGER).identity(YES).decision().toString());
    assertEquals(
        "denied by statement 0 of identity policy",
        scenario().identity("{'Effect':'Deny','Action':'*','Resource':'*'}").decision().reason());
  }
}
