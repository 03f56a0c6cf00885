// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyRules;
import dev.mediastore.policy.Principal;
import dev.mediastore.sigv4.SigningCredentials;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** For whom a signed request acts: signer, service of a CDN, session under its limits. */
class CallerHookTest {
  private static final byte[] NOTHING = new byte[0];
  private static final String DISTRIBUTION =
      "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE";
  private static final TestSigner CDN = new TestSigner("AKIDcdn", "secret-of-cdn");

  private static Fixture origin(CallerHook hook) {
    Fixture origin = new Fixture(settings -> settings.callerHook(hook)).object("a.ts", "content");
    origin.user("cdn", IdentityPolicies.everything());
    return origin;
  }

  /** The policy that the guide of CloudFront gives. */
  private static String readOnly(String condition) {
    return Fixture.statements(
        "Allow",
        "{\"Service\":\"cloudfront.amazonaws.com\"}",
        "mediastore:GetObject",
        "{\"StringEquals\":{" + condition + "}}");
  }

  private static Call from(Fixture origin, String arn, String account) {
    Call call = origin.call("GET", "/a.ts");
    if (!arn.isEmpty()) {
      call.header("x-amz-source-arn", arn);
    }
    return account.isEmpty() ? call : call.header("x-amz-source-account", account);
  }

  private static Answer signed(Call call) {
    return CDN.sign(call, Fixture.NOW, NOTHING).send();
  }

  @Test
  void requestsOfACdn_actForItsService_fromTheirDistribution() {
    try (Fixture origin = origin(CallerHook.service("AKIDcdn", "cloudfront.amazonaws.com"))) {
      origin.policy(readOnly("\"AWS:SourceArn\":\"" + DISTRIBUTION + "\""));
      assertEquals("content", signed(from(origin, DISTRIBUTION, "")).text());
      Caller caller = origin.records.get(0).caller();
      assertEquals("cloudfront.amazonaws.com", String.valueOf(caller));
      assertEquals(403, signed(from(origin, DISTRIBUTION + "X", "")).status());
      assertEquals(403, signed(from(origin, "", "")).status());
      assertEquals(403, from(origin, DISTRIBUTION, "").send().status(), "not signed");
      Answer others =
          Fixture.OWNER.sign(from(origin, DISTRIBUTION, ""), Fixture.NOW, NOTHING).send();
      assertEquals(200, others.status(), "the owner is the owner");
      origin.policy(readOnly("\"aws:SourceAccount\":\"111122223333\""));
      assertEquals(200, signed(from(origin, DISTRIBUTION, "111122223333")).status());
      assertEquals(403, signed(from(origin, DISTRIBUTION, "444455556666")).status());
    }
  }

  /** The user behind the key may do everything; as a service it may do what the policy says. */
  @Test
  void rightsOfTheSigner_doNotGoAlong() {
    try (Fixture origin = origin(CallerHook.service("AKIDcdn", "cloudfront.amazonaws.com"))) {
      origin.policy(readOnly("\"aws:SourceArn\":\"" + DISTRIBUTION + "\""));
      Call delete = origin.call("DELETE", "/a.ts").header("x-amz-source-arn", DISTRIBUTION);
      assertEquals(403, signed(delete).status());
      assertEquals("content", signed(from(origin, DISTRIBUTION, "")).text());
    }
  }

  @Test
  void fieldAddedAfterSigning_isRefused_andFieldTwiceIsNone() {
    try (Fixture origin = origin(CallerHook.service("AKIDcdn", "cloudfront.amazonaws.com"))) {
      origin.policy(readOnly("\"aws:SourceArn\":\"" + DISTRIBUTION + "\""));
      Call call = CDN.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING);
      Answer added = call.header("x-amz-source-arn", DISTRIBUTION).send();
      assertEquals("InvalidSignatureException", added.error());
      Call twice = from(origin, DISTRIBUTION, "").header("x-amz-source-arn", DISTRIBUTION);
      assertEquals("AccessDeniedException", signed(twice).error());
    }
  }

  @Test
  void hook_seesWhatIsSignedOnly() {
    List<String> seen = new ArrayList<>();
    CallerHook hook =
        request -> {
          seen.add(
              request.accessKeyId()
                  + request.presigned()
                  + request.signedHeader("HOST").orElse("-")
                  + request.signedHeader("X-Unsigned").orElse("-")
                  + request.signer());
          return request.signer();
        };
    try (Fixture origin = origin(hook)) {
      Call call = CDN.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING);
      assertEquals(200, call.header("X-Unsigned", "x").send().status());
      assertEquals(200, origin.get(CDN.presign("GET", "/a.ts", Fixture.NOW, 60)).status());
      assertEquals(200, origin.get("/a.ts").status(), "anonymous, so nobody is asked");
      Answer wrong =
          new TestSigner("AKIDcdn", "x")
              .sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING)
              .send();
      assertEquals(403, wrong.status());
      String user = "arn:aws:iam::111122223333:user/cdn";
      assertEquals(
          List.of("AKIDcdnfalsemedia.test-" + user, "AKIDcdntruemedia.test-" + user), seen);
    }
  }

  @Test
  void hookThatFails_letsNobodyIn() {
    CallerHook throwing =
        request -> {
          throw new IllegalStateException("planted");
        };
    for (CallerHook hook : List.of(throwing, (CallerHook) request -> nothing())) {
      try (Fixture origin = origin(hook)) {
        Answer answer = signed(origin.call("GET", "/a.ts"));
        assertEquals(500, answer.status());
        assertTrue(!answer.text().contains("planted"));
        assertEquals(200, origin.get("/a.ts").status(), "others are not affected");
      }
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  void hooks_areAskedOneAfterTheOther() {
    CallerHook both =
        CallerHook.service("AKIDcdn", "cloudfront.amazonaws.com")
            .orElse(CallerHook.service("AKIDOWNER", "mediapackage.amazonaws.com"));
    try (Fixture origin = origin(both)) {
      origin.policy(Fixture.PUBLIC);
      assertEquals(200, signed(origin.call("GET", "/a.ts")).status());
      Fixture.OWNER.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
      assertEquals("cloudfront.amazonaws.com", String.valueOf(origin.records.get(0).caller()));
      assertEquals("mediapackage.amazonaws.com", String.valueOf(origin.records.get(1).caller()));
    }
  }

  private static PolicyDocument identity(String effect, String action) {
    return PolicyDocument.parse(
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\""
            + effect
            + "\",\"Action\":\""
            + action
            + "\",\"Resource\":\"*\"}}",
        PolicyRules.identityPolicy());
  }

  @Test
  void boundaryAndSessionPolicy_limitAndNeverGrant() {
    Principal session =
        Principal.assumedRole("arn:aws:sts::111122223333:assumed-role/uploader/one");
    PolicyDocument everything = IdentityPolicies.everything();
    PolicyDocument get = identity("Allow", "mediastore:GetObject");
    PolicyDocument none = identity("Allow", "mediastore:ListItems");
    PolicyDocument denies = identity("Deny", "mediastore:GetObject");
    record Case(Caller caller, int status) {}
    List<Case> cases =
        List.of(
            new Case(Caller.builder(session).identityPolicy(everything).build(), 200),
            new Case(
                Caller.builder(session).identityPolicy(everything).permissionsBoundary(get).build(),
                200),
            new Case(
                Caller.builder(session)
                    .identityPolicy(everything)
                    .permissionsBoundary(none)
                    .build(),
                403),
            new Case(
                Caller.builder(session).identityPolicy(everything).sessionPolicy(get).build(), 200),
            new Case(
                Caller.builder(session).identityPolicy(everything).sessionPolicy(none).build(),
                403),
            new Case(
                Caller.builder(session).identityPolicy(everything).identityPolicy(denies).build(),
                403),
            new Case(
                Caller.builder(session)
                    .permissionsBoundary(everything)
                    .sessionPolicy(everything)
                    .build(),
                403));
    try (Fixture origin = new Fixture().withoutPolicy().object("a.ts", "content")) {
      for (Case each : cases) {
        origin.callers.put(new AccessKey(SigningCredentials.of("ASIDSESSION", "s"), each.caller()));
        Answer answer =
            new TestSigner("ASIDSESSION", "s")
                .sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING)
                .send();
        assertEquals(each.status(), answer.status(), answer::toString);
      }
    }
  }
}
