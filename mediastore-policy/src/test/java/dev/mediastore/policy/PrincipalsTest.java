// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static dev.mediastore.policy.Scenario.scenario;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers, and the Principal and NotPrincipal elements. */
class PrincipalsTest {
  private static final String IAM = "arn:aws:iam::111122223333:";
  private static final String STS = "arn:aws:sts::111122223333:";

  /** Callers by a short name. */
  private static Principal caller(String name) {
    return switch (name) {
      case "anonymous" -> Principal.anonymous();
      case "cloudfront" -> Principal.service("cloudfront.amazonaws.com");
      case "root" -> Principal.root("111122223333");
      case "session" -> Principal.assumedRole(STS + "assumed-role/Packager/job-1");
      case "federated" -> Principal.federatedUser(STS + "federated-user/ann");
      case "stranger" -> Principal.user("arn:aws:iam::444455556666:user/ann");
      default -> Principal.user(IAM + "user/" + name);
    };
  }

  private static PrincipalStrength strength(String element, Effect effect, String caller) {
    Statement statement =
        Scenario.resourcePolicy("{'Effect':'Allow','Action':'*','Resource':'*'," + element + "}")
            .statements()
            .get(0);
    return Objects.requireNonNull(statement.principalElement())
        .strength(caller(caller), effect, false);
  }

  @ParameterizedTest
  @CsvSource({
    "*,                                                       anonymous,  EVERYBODY",
    "*,                                                       cloudfront, EVERYBODY",
    "*,                                                       stranger,   EVERYBODY",
    "111122223333,                                            ann,        ACCOUNT",
    "111122223333,                                            root,       ACCOUNT",
    "111122223333,                                            session,    ACCOUNT",
    "111122223333,                                            federated,  ACCOUNT",
    "111122223333,                                            stranger,   NONE",
    "111122223333,                                            anonymous,  NONE",
    "111122223333,                                            cloudfront, NONE",
    "arn:aws:iam::111122223333:root,                          ann,        ACCOUNT",
    "arn:aws:iam::111122223333:root,                          root,       ACCOUNT",
    "arn:aws:iam::111122223333:root,                          stranger,   NONE",
    "arn:aws:iam::111122223333:user/ann,                      ann,        DIRECT",
    "arn:aws:iam::111122223333:user/ann,                      bob,        NONE",
    "arn:aws:iam::111122223333:user/Ann,                      ann,        NONE",
    "arn:aws:iam::111122223333:user/ann,                      stranger,   NONE",
    "arn:aws:iam::111122223333:user/ann,                      root,       NONE",
    "arn:aws:iam::111122223333:user/ann,                      team/ann,   NONE",
    "arn:aws:iam::111122223333:user/team/ann,                 team/ann,   DIRECT",
    "arn:aws:iam::111122223333:user/ann,                      federated,  UNDERLYING",
    "arn:aws:iam::111122223333:user/team/ann,                 federated,  UNDERLYING",
    "arn:aws:iam::444455556666:user/ann,                      federated,  NONE",
    "arn:aws:iam::111122223333:user/ANN,                      federated,  NONE",
    "arn:aws:iam::111122223333:role/Packager,                 session,    UNDERLYING",
    "arn:aws:iam::111122223333:role/svc/a/Packager,           session,    UNDERLYING",
    "arn:aws:iam::111122223333:role/packager,                 session,    NONE",
    "arn:aws:iam::111122223333:role/Other,                    session,    NONE",
    "arn:aws:iam::444455556666:role/Packager,                 session,    NONE",
    "arn:aws:iam::111122223333:role/ann,                      federated,  NONE",
    "arn:aws:iam::111122223333:user/Packager,                 session,    NONE",
    "arn:aws:iam::111122223333:role/ann,                      ann,        NONE",
    "arn:aws:sts::111122223333:assumed-role/Packager/job-1,   session,    DIRECT",
    "arn:aws:sts::111122223333:assumed-role/Packager/job-2,   session,    NONE",
    "arn:aws:sts::111122223333:federated-user/ann,            federated,  DIRECT",
    "arn:aws:sts::111122223333:federated-user/bob,            federated,  NONE",
    "AIDAEXAMPLEUSERID0001,                                   ann,        NONE",
    "AROAEXAMPLEROLEID0001,                                   session,    NONE",
  })
  void awsPrincipal_meansCaller(String text, String caller, PrincipalStrength expected) {
    assertEquals(expected, strength("'Principal':{'AWS':'" + text + "'}", Effect.ALLOW, caller));
  }

  @ParameterizedTest
  @CsvSource({
    "'Principal':'*',                                     anonymous,  EVERYBODY",
    "'Principal':{'Service':'cloudfront.amazonaws.com'},  cloudfront, DIRECT",
    "'Principal':{'Service':'Cloudfront.amazonaws.com'},  cloudfront, NONE",
    "'Principal':{'Service':'events.amazonaws.com'},      cloudfront, NONE",
    "'Principal':{'Service':'cloudfront.amazonaws.com'},  ann,        NONE",
    "'Principal':{'Federated':'accounts.google.com'},     federated,  NONE",
    "'Principal':{'Federated':'*'},                       ann,        NONE",
    "'Principal':{},                                      ann,        NONE",
    "'Principal':{'AWS':[]},                              ann,        NONE",
    "'NotPrincipal':{},                                   ann,        EVERYBODY",
    "'NotPrincipal':{'AWS':[]},                           anonymous,  EVERYBODY",
    "'NotPrincipal':'*',                                  ann,        NONE",
    "'NotPrincipal':{'AWS':'111122223333'},               ann,        NONE",
    "'NotPrincipal':{'AWS':'111122223333'},               session,    NONE",
    "'NotPrincipal':{'AWS':'111122223333'},               stranger,   EVERYBODY",
    "'NotPrincipal':{'AWS':'111122223333'},               anonymous,  EVERYBODY",
    "'NotPrincipal':{'AWS':'111122223333'},               cloudfront, EVERYBODY",
  })
  void element_meansCaller(String before, String caller, PrincipalStrength expected) {
    assertEquals(expected, strength(before, Effect.ALLOW, caller));
    assertEquals(expected, strength(before, Effect.DENY, caller));
  }

  @Test
  void severalEntries_countByTheStrongest() {
    String element =
        "'Principal':{'Service':'cloudfront.amazonaws.com','AWS':['111122223333','"
            + STS
            + "assumed-role/Packager/job-1','"
            + IAM
            + "role/Packager']}";

    assertEquals(PrincipalStrength.DIRECT, strength(element, Effect.ALLOW, "session"));
    assertEquals(PrincipalStrength.ACCOUNT, strength(element, Effect.ALLOW, "ann"));
    assertEquals(PrincipalStrength.DIRECT, strength(element, Effect.ALLOW, "cloudfront"));
    assertEquals(PrincipalStrength.NONE, strength(element, Effect.ALLOW, "stranger"));
  }

  /** A Deny with NotPrincipal hits every caller with a permissions boundary, an Allow does not. */
  @ParameterizedTest
  @EnumSource(Effect.class)
  void notPrincipal_withBoundary(Effect effect) {
    Statement statement =
        Scenario.resourcePolicy(
                "{'Effect':'Deny','Action':'*','Resource':'*','NotPrincipal':{'AWS':'"
                    + IAM
                    + "user/ann'}}")
            .statements()
            .get(0);

    assertEquals(
        effect == Effect.DENY ? PrincipalStrength.EVERYBODY : PrincipalStrength.NONE,
        Objects.requireNonNull(statement.principalElement()).strength(caller("ann"), effect, true));
  }

  @Test
  void principal_withBoundary_isNotTouched() {
    assertEquals(
        Decision.Outcome.ALLOW,
        scenario()
            .boundary("{'Effect':'Allow','Action':'*','Resource':'*'}")
            .identity("{'Effect':'Allow','Action':'*','Resource':'*'}")
            .resource(
                "{'Effect':'Deny','Action':'*','Resource':'*','Principal':{'AWS':'"
                    + IAM
                    + "user/bob'}}")
            .outcome());
  }

  @ParameterizedTest
  @CsvSource({
    "ROOT,           arn:aws:iam::111122223333:root",
    "USER,           arn:aws:iam::111122223333:user/ann",
    "USER,           arn:aws-cn:iam::111122223333:user/a/b/ann",
    "ASSUMED_ROLE,   arn:aws:sts::111122223333:assumed-role/R/ann@example.com",
    "FEDERATED_USER, arn:aws:sts::111122223333:federated-user/ann",
  })
  void principal_fromItsArn(Principal.Kind kind, String arn) {
    Principal principal = Principal.fromArn(arn).orElseThrow();

    assertEquals(kind, principal.kind());
    assertEquals(Optional.of(arn), principal.arn());
    assertEquals(Optional.of("111122223333"), principal.account());
    assertEquals(principal, Principal.of(kind, arn));
    assertEquals(principal.hashCode(), Principal.of(kind, arn).hashCode());
    assertEquals(kind + " " + arn, principal.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "root",
        "111122223333",
        "arn:aws:iam::111122223333:role/R",
        "arn:aws:iam::111122223333:group/G",
        "arn:aws:iam::111122223333:user",
        "arn:aws:iam::111122223333:user/",
        "arn:aws:iam::111122223333:user/a*",
        "arn:aws:iam::111122223333:user/a?",
        "arn:aws:iam::111122223333:user/a b",
        "arn:aws:iam::111122223333:user/${x}",
        "arn:aws:iam::111122223333:user/a}",
        "arn:aws:iam::11112222333:root",
        "arn:aws:iam::1111222233334:root",
        "arn:aws:iam::11112222333a:root",
        "arn:aws:iam::11112222333/:root",
        "arn:aws:iam:us-east-1:111122223333:root",
        "arn:aws:sts::111122223333:root",
        "arn:aws:sts::111122223333:user/ann",
        "arn::iam::111122223333:root",
        "ARN:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333",
        "arn:aws:iam::111122223333:assumed-role/R/S",
        "arn:aws:sts::111122223333:assumed-role/R",
        "arn:aws:sts::111122223333:assumed-role//S",
        "arn:aws:sts::111122223333:assumed-role/R/",
        "arn:aws:sts::111122223333:assumed-role/R/S/T",
        "arn:aws:sts::111122223333:federated-user/a/b",
        "arn:aws:sts::111122223333:federated-user/",
      })
  void textThatIsNoCallersArn_isNoPrincipal(String text) {
    assertEquals(Optional.empty(), Principal.fromArn(text));
    assertThrows(IllegalArgumentException.class, () -> Principal.user(text));
  }

  @Test
  void arnOfAnotherKind_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Principal.user(IAM + "root"));
    assertThrows(IllegalArgumentException.class, () -> Principal.assumedRole(IAM + "user/ann"));
    assertThrows(IllegalArgumentException.class, () -> Principal.federatedUser(IAM + "user/ann"));
    assertThrows(IllegalArgumentException.class, () -> Principal.service(""));
    assertThrows(IllegalArgumentException.class, () -> Principal.of(Principal.Kind.ANONYMOUS, "x"));
    assertThrows(IllegalArgumentException.class, () -> Principal.root("1"));
  }

  @Test
  void principalWithoutArn_hasNoAccount() {
    Principal service = Principal.service("events.amazonaws.com");

    assertEquals(Optional.empty(), service.arn());
    assertEquals(Optional.empty(), service.account());
    assertEquals("events.amazonaws.com", service.name());
    assertEquals("SERVICE events.amazonaws.com", service.toString());
    assertEquals(Optional.empty(), Principal.anonymous().account());
    assertEquals("ANONYMOUS", Principal.anonymous().toString());
    assertEquals(Principal.anonymous(), Principal.of(Principal.Kind.ANONYMOUS, ""));
    assertNotEquals(service, Principal.service("x.y"));
    assertNotEquals(service, Principal.anonymous());
    assertNotEquals(
        Principal.federatedUser(STS + "federated-user/ann"), Principal.user(IAM + "user/ann"));
  }

  /** A service may be called like an ARN; it still is no user. */
  @Test
  void serviceNamedLikeAnArn_isNotThatUser() {
    Principal impostor = Principal.service(IAM + "user/ann");

    assertEquals(
        Decision.Outcome.IMPLICIT_DENY,
        scenario()
            .as(impostor)
            .resource(
                "{'Effect':'Allow','Action':'*','Resource':'*','Principal':{'AWS':'"
                    + IAM
                    + "user/ann'}}")
            .outcome());
  }
}
