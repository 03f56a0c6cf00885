// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.DocumentKind;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyRules;
import dev.mediastore.policy.Principal;
import dev.mediastore.sigv4.SigningCredentials;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Permission, decided before anything is looked up (policy sections 8, 9 and 11). */
class PoliciesTest {
  private static final byte[] NOTHING = new byte[0];

  private final Fixture origin = new Fixture().object("a.ts", "content");

  @AfterEach
  void close() {
    origin.close();
  }

  private Answer as(String user, String method, String target) {
    return Fixture.signer(user).sign(origin.call(method, target), Fixture.NOW, NOTHING).send();
  }

  private static String condition(String operator, String key, String value) {
    return Fixture.statements(
        "Allow",
        "\"*\"",
        "mediastore:*",
        "{\"" + operator + "\":{\"" + key + "\":\"" + value + "\"}}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /a.ts, mediastore:GetObject",
    "HEAD, /a.ts, mediastore:DescribeObject",
    "DELETE, /a.ts, mediastore:DeleteObject",
    "GET, /, mediastore:ListItems",
    "GET, /?Path=hls, mediastore:ListItems",
  })
  void operation_needsItsOwnActionAndNoOther(String method, String target, String action) {
    origin.policy(Fixture.allow("\"*\"", action));
    assertEquals(200, origin.call(method, target).send().status());
    origin.object("a.ts", "content");
    origin.policy(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"NotAction\":\""
            + action
            + "\",\"Resource\":\""
            + Fixture.ARN
            + "/*\"}]}");
    assertEquals(403, origin.call(method, target).send().status());
  }

  @Test
  void upload_needsPutObject() {
    origin.policy(Fixture.allow("\"*\"", "mediastore:PutObject"));
    assertEquals(200, origin.call("PUT", "/b.ts").send("x").status());
    origin.policy(Fixture.allow("\"*\"", "mediastore:GetObject"));
    assertEquals(403, origin.call("PUT", "/b.ts").send("x").status());
  }

  @Test
  void refusedHead_saysWhichActionItNeeds() {
    origin.policy(Fixture.allow("\"*\"", "mediastore:GetObject"));
    Answer answer = origin.call("HEAD", "/a.ts").send();
    assertEquals(403, answer.status());
    assertEquals("AccessDeniedException", answer.error());
    assertTrue(answer.header("x-amzn-error-message").contains("mediastore:DescribeObject"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ts", "b.ts"})
  void refusal_doesNotTellWhetherTheObjectExists(String path) {
    origin.withoutPolicy();
    for (String method : List.of("GET", "HEAD", "DELETE", "PUT")) {
      Answer answer = origin.call(method, "/" + path).send(NOTHING);
      assertEquals(403, answer.status(), method);
    }
  }

  @Test
  void plainHttp_againstAPolicyThatDemandsTls_isExplained() {
    origin.policy(condition("Bool", "aws:SecureTransport", "true"));
    assertEquals(200, origin.call("GET", "/a.ts").secure().send().status());
    Answer answer = origin.get("/a.ts");
    assertEquals(403, answer.status());
    assertTrue(answer.text().contains("https"), answer::text);
    origin.withoutPolicy();
    assertFalse(origin.get("/a.ts").text().contains("https"));
  }

  @Test
  void f16_secureTransport_isThatOfTheConnection() {
    origin.policy(condition("Bool", "aws:SecureTransport", "true"));
    Answer answer =
        origin
            .call("GET", "/a.ts")
            .header("X-Forwarded-Proto", "https")
            .header("Forwarded", "proto=https")
            .send();
    assertEquals(403, answer.status());
    assertEquals(403, origin.get("https://media.test:80/a.ts").status());
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 198.51.100.0/24, 200",
    "198.51.101.7, 198.51.100.0/24, 403",
    "203.0.113.9, 0.0.0.0/0, 200",
    "2001:db8::5, 2001:db8::/32, 200",
    "2001:db9::5, 2001:db8::/32, 403",
    "::ffff:198.51.100.7, 198.51.100.0/24, 200",
    "2001:db8::5, 0.0.0.0/0, 403",
  })
  void f15_sourceAddress_isThatOfThePeer(String peer, String block, int status) {
    origin.policy(condition("IpAddress", "aws:SourceIp", block));
    Call call = origin.call("GET", "/a.ts").peer(peer).header("X-Forwarded-For", "198.51.100.1");
    assertEquals(status, call.send().status());
  }

  @Test
  void referer_isASharedSecret() { // F17
    origin.policy(condition("StringEquals", "aws:Referer", "the secret"));
    assertEquals(200, origin.call("GET", "/a.ts").header("Referer", "the secret").send().status());
    assertEquals(403, origin.call("GET", "/a.ts").header("Referer", "The secret").send().status());
    assertEquals(403, origin.get("/a.ts").status());
    origin.policy(condition("StringLike", "aws:UserAgent", "Player/*"));
    assertEquals(200, origin.call("GET", "/a.ts").header("User-Agent", "Player/1").send().status());
    assertEquals(403, origin.get("/a.ts").status());
  }

  @Test
  void currentTime_isTheOriginsClock() { // F18
    origin.policy(condition("DateLessThan", "aws:CurrentTime", "2026-03-01T12:00:01Z"));
    assertEquals(200, origin.get("/a.ts").status());
    origin.clock.pass(Duration.ofSeconds(1));
    assertEquals(403, origin.get("/a.ts").status());
    origin.policy(condition("NumericGreaterThan", "aws:EpochTime", "1772366400"));
    assertEquals(200, origin.get("/a.ts").status());
  }

  @ParameterizedTest
  @CsvSource({
    "aws:username, encoder",
    "aws:userid, encoder",
    "aws:PrincipalArn, arn:aws:iam::111122223333:user/encoder",
    "aws:PrincipalAccount, 111122223333",
    "aws:PrincipalType, User",
    "aws:RequestedRegion, us-east-1",
    "aws:ResourceAccount, 111122223333",
    "aws:ViaAWSService, false",
    "aws:PrincipalIsAWSService, false",
  })
  void conditionKeys_ofAUser(String key, String value) {
    origin.user("encoder").policy(condition("StringEquals", key, value));
    assertEquals(200, as("encoder", "GET", "/a.ts").status());
    origin.policy(condition("StringEquals", key, value + "x"));
    assertEquals(403, as("encoder", "GET", "/a.ts").status());
  }

  @ParameterizedTest
  @CsvSource({
    "aws:PrincipalArn, arn:aws:iam::111122223333:role/uploader",
    "aws:userid, uploader:one",
    "aws:PrincipalType, AssumedRole",
    "aws:PrincipalTag/team, live",
    "aws:PrincipalOrgID, o-1",
    "aws:TokenIssueTime, 2026-03-01T12:00:00.250Z",
  })
  void conditionKeys_ofASession(String key, String value) {
    Caller session =
        Caller.builder(Principal.assumedRole("arn:aws:sts::111122223333:assumed-role/uploader/one"))
            .tag("team", "live")
            .contextKey("aws:PrincipalOrgID", "o-1")
            .tokenIssuedAt(Fixture.NOW)
            .build();
    origin.callers.put(new AccessKey(SigningCredentials.of("ASIDSESSION", "s"), session));
    origin.policy(condition("StringEquals", key, value));
    TestSigner signer = new TestSigner("ASIDSESSION", "s");
    Answer answer = signer.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
    assertEquals(200, answer.status(), answer::toString);
  }

  @Test
  void principalArn_ofASession_hasThePathOfItsRole() {
    String role = "arn:aws:iam::111122223333:role/media/live/uploader";
    Caller session =
        Caller.builder(Principal.assumedRole("arn:aws:sts::111122223333:assumed-role/uploader/one"))
            .roleArn(role)
            .build();
    origin.callers.put(new AccessKey(SigningCredentials.of("ASIDSESSION", "s"), session));
    origin.policy(condition("ArnEquals", "aws:PrincipalArn", role));
    TestSigner signer = new TestSigner("ASIDSESSION", "s");
    Answer answer = signer.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
    assertEquals(200, answer.status(), answer::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::111122223333:role/media/uploaders",
        "arn:aws:iam::111122223333:role/media/x-uploader",
        "arn:aws:iam::444455556666:role/media/uploader",
        "arn:aws-cn:iam::111122223333:role/uploader",
        "arn:aws:sts::111122223333:assumed-role/uploader/one",
        "uploader",
      })
  void principalArn_ofAnotherRole_isRefused(String role) {
    Caller.Builder session =
        Caller.builder(
            Principal.assumedRole("arn:aws:sts::111122223333:assumed-role/uploader/one"));
    assertThrows(IllegalArgumentException.class, () -> session.roleArn(role));
    Caller.Builder user = Caller.builder(Principal.user("arn:aws:iam::111122223333:user/uploader"));
    assertThrows(IllegalArgumentException.class, () -> user.roleArn(role));
  }

  @Test
  void tagsOfACallerThatDifferInCaseOnly_countByTheFirst() {
    Caller tagged =
        Caller.builder(Principal.user("arn:aws:iam::111122223333:user/ann"))
            .contextKey("aws:PrincipalTag/TEAM", "none")
            .tag("Team", "live")
            .tag("team", "archive")
            .build();
    origin.callers.put(new AccessKey(SigningCredentials.of("AKIDTAGGED", "s"), tagged));
    origin.policy(condition("StringEquals", "aws:PrincipalTag/team", "live"));
    TestSigner signer = new TestSigner("AKIDTAGGED", "s");
    Answer answer = signer.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
    assertEquals(200, answer.status(), answer::toString);
  }

  @Test
  void contentDeliveryNetwork_isKnownByItsDistribution() {
    Caller cdn =
        Caller.builder(Principal.service("cloudfront.amazonaws.com"))
            .contextKey("aws:SourceArn", "arn:aws:cloudfront::111122223333:distribution/ABC")
            .contextKey("aws:PrincipalOrgPaths", List.of("o-1/r-1/", "o-1/r-2/"))
            .build();
    origin.callers.put(new AccessKey(SigningCredentials.of("AKIDcdn", "secret-of-cdn"), cdn));
    String arn = "arn:aws:cloudfront::111122223333:distribution/";
    for (String distribution : List.of("ABC", "XYZ")) {
      origin.policy(
          Fixture.statements(
              "Allow",
              "{\"Service\":\"cloudfront.amazonaws.com\"}",
              "mediastore:GetObject",
              "{\"StringEquals\":{\"AWS:SourceArn\":\"" + arn + distribution + "\"}}"));
      int expected = distribution.equals("ABC") ? 200 : 403;
      assertEquals(expected, as("cdn", "GET", "/a.ts").status());
      assertEquals(403, origin.get("/a.ts").status(), "nobody else");
    }
    origin.policy(
        Fixture.statements(
            "Allow",
            "\"*\"",
            "mediastore:GetObject",
            "{\"ForAnyValue:StringEquals\":{\"aws:PrincipalOrgPaths\":\"o-1/r-2/\"}}"));
    assertEquals(200, as("cdn", "GET", "/a.ts").status());
  }

  @ParameterizedTest
  @CsvSource({
    "aws:PrincipalType, Anonymous, 200",
    "aws:userid, anonymous, 200",
    "aws:PrincipalAccount, '', 403"
  })
  void conditionKeys_ofNobody(String key, String value, int status) {
    origin.policy(condition("StringEquals", key, value));
    assertEquals(status, origin.get("/a.ts").status());
  }

  @Test
  void identityPolicies_sufficeInTheirOwnAccount() {
    origin.withoutPolicy().user("reader", IdentityPolicies.reader(origin.container.arn(), ""));
    assertEquals(200, as("reader", "GET", "/a.ts").status());
    assertEquals(200, as("reader", "HEAD", "/a.ts").status());
    assertEquals(200, as("reader", "GET", "/").status());
    assertEquals(403, as("reader", "DELETE", "/a.ts").status());
  }

  @Test
  void strangerOfAnotherAccount_needsBothSides() {
    origin.callers.userKey("AKIDfar", "secret-of-far", "arn:aws:iam::444455556666:user/far");
    assertEquals(200, origin.get("/a.ts").status(), "anonymous");
    assertEquals(403, as("far", "GET", "/a.ts").status());
    origin.callers.userKey(
        "AKIDfar",
        "secret-of-far",
        "arn:aws:iam::444455556666:user/far",
        IdentityPolicies.everything());
    assertEquals(200, as("far", "GET", "/a.ts").status());
    origin.withoutPolicy();
    assertEquals(403, as("far", "GET", "/a.ts").status());
  }

  @Test
  void publicForUnknownAccounts_isAChoice() {
    try (Fixture open = new Fixture(settings -> settings.publicForUnknownAccounts(true))) {
      open.object("a.ts", "content");
      open.callers.userKey("AKIDfar", "secret-of-far", "arn:aws:iam::444455556666:user/far");
      Call call = Fixture.signer("far").sign(open.call("GET", "/a.ts"), Fixture.NOW, NOTHING);
      assertEquals(200, call.send().status());
    }
  }

  @Test
  void uploader_isConfinedToItsFolder() { // F11, F13
    origin
        .withoutPolicy()
        .user("encoder", IdentityPolicies.uploader(origin.container.arn(), "live/one"));
    assertEquals(200, put("/live/one/a.ts").status());
    assertEquals(200, put("//live//one/%61.ts").status());
    for (String outside :
        List.of("/live/two/a.ts", "/live/one", "/live/onea.ts", "/a.ts", "/Live/one/a.ts")) {
      assertEquals(403, put(outside).status(), outside);
    }
    assertEquals(403, as("encoder", "GET", "/live/one/a.ts").status());
    assertEquals(200, as("encoder", "GET", "/?Path=live%2Fone").status());
    assertEquals(200, as("encoder", "GET", "/?Path=%2Flive%2Fone%2F").status());
    assertEquals(403, as("encoder", "GET", "/?Path=live").status());
    assertEquals(403, as("encoder", "GET", "/").status());
    assertEquals(200, as("encoder", "DELETE", "/live/one/a.ts").status());
  }

  private Answer put(String target) {
    Call call = origin.call("PUT", target);
    return Fixture.signer("encoder").declare(call, Fixture.NOW, TestSigner.UNSIGNED).send("x");
  }

  @Test
  void top_isGrantedUnderEitherName_andDeniedUnderEither() {
    String bare = Fixture.ARN;
    origin.withoutPolicy().user("lister", policy("Allow", bare));
    assertEquals(200, as("lister", "GET", "/").status());
    origin.user("lister", policy("Allow", bare + "/"));
    assertEquals(200, as("lister", "GET", "/").status());
    origin.user("lister", policy("Allow", bare + "/*"), policy("Deny", bare));
    assertEquals(403, as("lister", "GET", "/").status());
  }

  /** Of two names of one resource, one that is excluded excludes it; the other changes nothing. */
  @ParameterizedTest
  @CsvSource({
    "Allow NotResource /*, , 403",
    "Allow NotResource BARE, , 403",
    "Allow NotResource /, , 403",
    "Allow NotResource /hls/*, , 200",
    "Allow Resource /*, Deny NotResource /*, 200",
    "Allow Resource /*, Deny NotResource BARE, 200",
    "Allow Resource BARE, Deny NotResource /*, 200",
    "Allow Resource /*, Deny NotResource /hls/*, 403",
  })
  void top_excludedUnderEitherName_isExcluded(String first, @Nullable String second, int status) {
    origin.withoutPolicy();
    PolicyDocument allow = statement(first);
    if (second == null) {
      origin.user("lister", allow);
    } else {
      origin.user("lister", allow, statement(second));
    }
    assertEquals(status, as("lister", "GET", "/").status());
  }

  @Test
  void top_ofAContainerWhosePolicyExcludesAllInIt_isNotListed() {
    String statement =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"%s\",\"Principal\":\"*\","
            + "\"Action\":\"mediastore:ListItems\",\"NotResource\":\""
            + Fixture.ARN
            + "/*\"}%s]}";
    origin.policy(statement.formatted("Allow", ""));
    assertEquals(403, origin.get("/").status());
    assertEquals(403, origin.get("/?Path=hls").status());
    String grant =
        ",{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\""
            + Fixture.ARN
            + "/*\"}";
    origin.policy(statement.formatted("Deny", grant));
    assertEquals(200, origin.get("/").status());
    assertEquals(200, origin.get("/?Path=hls").status());
  }

  /** From effect, element and what follows the name of the container. */
  private static PolicyDocument statement(String words) {
    String[] parts = words.split(" ", -1);
    String path = parts[2].equals("BARE") ? "" : parts[2];
    return PolicyDocument.parse(
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\""
            + parts[0]
            + "\",\"Action\":\"mediastore:ListItems\",\""
            + parts[1]
            + "\":\""
            + Fixture.ARN
            + path
            + "\"}}",
        PolicyRules.identityPolicy());
  }

  private static PolicyDocument policy(String effect, String resource) {
    return PolicyDocument.parse(
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\""
            + effect
            + "\",\"Action\":\"mediastore:ListItems\",\"Resource\":\""
            + resource
            + "\"}}",
        PolicyRules.identityPolicy());
  }

  @Test
  void f19_f20_replacedPolicy_isEffectiveAtOnce_andADeletedOneGrantsNothing() {
    assertEquals(200, origin.get("/a.ts").status());
    origin.policy(Fixture.statements("Deny", "\"*\"", "mediastore:*", ""));
    assertEquals(403, origin.get("/a.ts").status());
    Call owner = Fixture.OWNER.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING);
    assertEquals(403, owner.send().status(), "a denial holds for the owner too");
    origin.withoutPolicy();
    assertEquals(403, origin.get("/a.ts").status());
    owner = Fixture.OWNER.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING);
    assertEquals(200, owner.send().status());
  }

  @Test
  void f20_recreatedContainer_inheritsNothing() {
    assertEquals(200, origin.get("/a.ts").status());
    origin.call("DELETE", "/a.ts").send();
    origin.store.deleteContainer(origin.container.arn());
    assertEquals(404, origin.get("/a.ts").status());
    origin.store.createContainer("live").requireActive();
    assertEquals(403, origin.get("/a.ts").status());
  }

  @Test
  void damagedPolicy_deniesEverybody() { // F21
    origin.container.putDocument(DocumentKind.CONTAINER_POLICY, "{\"torn\":");
    Answer answer = origin.get("/a.ts");
    assertEquals(500, answer.status());
    assertEquals("InternalServerError", answer.error());
    assertFalse(answer.text().contains("torn"));
  }

  @Test
  void variableWithAWildcard_isLiteral() { // F22
    origin.withoutPolicy();
    PolicyDocument own =
        PolicyDocument.parse(
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"mediastore:GetObject\","
                + "\"Resource\":\""
                + Fixture.ARN
                + "/${aws:username}/*\"}}",
            PolicyRules.identityPolicy());
    origin.object("encoder/a.ts", "x").object("other/a.ts", "x").user("encoder", own);
    assertEquals(200, as("encoder", "GET", "/encoder/a.ts").status());
    assertEquals(403, as("encoder", "GET", "/other/a.ts").status());
  }

  @Test
  void accessDenied_namesCallerActionAndResource() {
    origin.withoutPolicy().user("encoder");
    Answer answer = as("encoder", "GET", "/live/a.ts");
    assertTrue(
        answer
            .text()
            .contains(
                "\"User: arn:aws:iam::111122223333:user/encoder is not authorized to perform:"
                    + " mediastore:GetObject on resource: "
                    + Fixture.ARN
                    + "/live/a.ts\""),
        answer::text);
    Answer list = as("encoder", "GET", "/");
    assertTrue(list.text().contains(Fixture.ARN + "/"), list::text);
  }
}
