// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import dev.mediastore.sigv4.SigningCredentials;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a request is from: one gate for every route (signing rules sections 4, 7 and 9). */
class SignaturesTest {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] CONTENT = Fixture.bytes("content");

  private final Fixture origin = new Fixture().withoutPolicy().object("a.ts", "content");

  @AfterEach
  void close() {
    origin.close();
  }

  private Call signed(String method, String target) {
    return Fixture.OWNER.sign(origin.call(method, target), Fixture.NOW, NOTHING);
  }

  @Test
  void ownersSignature_opensEveryOperation() {
    assertEquals("content", signed("GET", "/a.ts").send().text());
    assertEquals(200, signed("HEAD", "/a.ts").send().status());
    assertEquals(200, signed("GET", "/?Path=%2F&MaxResults=2").send().status());
    Call put = origin.call("PUT", "/b.ts");
    assertEquals(
        200, Fixture.OWNER.declare(put, Fixture.NOW, TestSigner.UNSIGNED).send(CONTENT).status());
    assertEquals(200, signed("DELETE", "/b.ts").send().status());
  }

  @Test
  void withoutCredentials_existenceIsNotTold() { // E01
    Answer existing = origin.get("/a.ts");
    Answer missing = origin.get("/b.ts");
    assertEquals(403, existing.status());
    assertEquals("AccessDeniedException", existing.error());
    assertEquals(existing.text().replace("a.ts", "b.ts"), missing.text());
    assertEquals(
        "User: anonymous is not authorized to perform: mediastore:GetObject on resource: "
            + Fixture.ARN
            + "/a.ts",
        message(existing));
  }

  @ParameterizedTest
  @CsvSource({"-16, Signature expired", "16, Signature not yet current"})
  void clockSkew_isSaid_bothTimes(int minutes, String text) { // E04
    Instant at = Fixture.NOW.plus(Duration.ofMinutes(minutes));
    Answer answer = Fixture.OWNER.sign(origin.call("GET", "/a.ts"), at, NOTHING).send();
    assertEquals(403, answer.status());
    assertEquals("InvalidSignatureException", answer.error());
    assertTrue(message(answer).startsWith(text), answer::text);
    Instant inTime = Fixture.NOW.plus(Duration.ofSeconds(minutes * 56L));
    Call call = Fixture.OWNER.sign(origin.call("GET", "/a.ts"), inTime, NOTHING);
    assertEquals(200, call.send().status());
  }

  @Test
  void wrongScope_isSaid() { // E04
    Answer region =
        owner().region("eu-west-1").sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
    assertEquals("InvalidSignatureException", region.error());
    assertTrue(message(region).contains("us-east-1"), region::text);
    Answer service =
        owner().service("s3").sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
    assertEquals("InvalidSignatureException", service.error());
    assertTrue(message(service).contains("mediastore"), service::text);
  }

  @Test
  void unknownKeyAndWrongSecret_areToldApartByNameOnly() { // E03
    Answer unknown =
        new TestSigner("AKIDNOBODY", "x")
            .sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING)
            .send();
    assertEquals(403, unknown.status());
    assertEquals("UnrecognizedClientException", unknown.error());
    Answer wrong =
        new TestSigner("AKIDOWNER", "x")
            .sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING)
            .send();
    assertEquals(403, wrong.status());
    assertEquals("InvalidSignatureException", wrong.error());
    assertTrue(message(wrong).contains("signature"), wrong::text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AWS AKIDOWNER:abcd",
        "Basic YTpi",
        "Bearer x",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=AKIDOWNER, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA1 Credential=AKIDOWNER/20260301/us-east-1/mediastore/aws4_request,"
            + " SignedHeaders=host, Signature=00",
      })
  void malformedAuthorization_isNeverAnonymous(String value) { // cases 24, 37
    origin.policy(Fixture.PUBLIC);
    Answer answer = origin.call("GET", "/a.ts").header("Authorization", value).send();
    assertEquals(400, answer.status(), answer::toString);
    assertEquals("IncompleteSignature", answer.error());
  }

  @Test
  void signature_isGoodForItsRequestOnly() { // E06
    Headers authorization = signed("GET", "/a.ts").head().headers();
    assertEquals(200, origin.call("GET", "/a.ts").headers(authorization).send().status());
    assertEquals(200, origin.call("GET", "//a.ts").headers(authorization).send().status());
    for (Call replay :
        List.of(
            origin.call("DELETE", "/a.ts"),
            origin.call("HEAD", "/a.ts"),
            origin.call("GET", "/b.ts"),
            origin.call("GET", "/a.ts?x=1"))) {
      Answer answer = replay.headers(authorization).send();
      assertEquals(403, answer.status());
      assertEquals("InvalidSignatureException", answer.error());
    }
    assertEquals(200, signed("GET", "/a.ts").send().status());
  }

  @Test
  void unsignedBehaviour_isRefused() { // E05, case 11
    Call put = origin.call("PUT", "/b.ts");
    Fixture.OWNER.declare(put, Fixture.NOW, TestSigner.UNSIGNED);
    Answer answer = put.header("x-amz-upload-availability", "STREAMING").send(CONTENT);
    assertEquals(403, answer.status(), answer::toString);
    assertEquals("InvalidSignatureException", answer.error());
  }

  @Test
  void presignedRequest_isGoodUntilItsEnd() { // E07
    String get = Fixture.OWNER.presign("GET", "/a.ts", Fixture.NOW, 60);
    assertEquals("content", origin.get(get).text());
    assertEquals(206, origin.call("GET", get).header("Range", "bytes=0-1").send().status());
    assertEquals(403, origin.call("DELETE", get).send().status());
    assertEquals(403, origin.get(get + "&x=1").status());
    String put = Fixture.OWNER.presign("PUT", "/b.ts", Fixture.NOW, 60);
    assertEquals(200, origin.call("PUT", put).send(CONTENT).status());
    origin.clock.pass(Duration.ofMinutes(2));
    Answer late = origin.get(get);
    assertEquals(403, late.status());
    assertEquals("InvalidSignatureException", late.error());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 604_801})
  void presignedRequest_withAnImpossibleEnd_isRefused(long seconds) { // case 18
    Answer answer = origin.get(Fixture.OWNER.presign("GET", "/a.ts", Fixture.NOW, seconds));
    assertEquals(400, answer.status());
  }

  @ParameterizedTest
  @CsvSource({"HTTP_2, 200", "HTTP_1_1, 403"})
  void signedCookie_thatComesInCrumbs_isOneOverHttp2(HttpVersion version, int status) {
    Call whole = origin.call("GET", "/a.ts").version(version).header("cookie", "a=b; c=d; e=f");
    Headers signed = Fixture.OWNER.sign(whole, Fixture.NOW, NOTHING).head().headers();
    Call crumbs = origin.call("GET", "/a.ts").version(version);
    signed.forEach(
        (name, value) -> {
          for (String part : name.equals("cookie") ? value.split("; ", 3) : new String[] {value}) {
            crumbs.header(name, part);
          }
        });
    assertEquals(status, crumbs.send().status());
  }

  @Test
  void bothForms_areRefusedTogether() { // E02
    String presigned = Fixture.OWNER.presign("GET", "/a.ts", Fixture.NOW, 60);
    Answer answer = Fixture.OWNER.sign(origin.call("GET", presigned), Fixture.NOW, NOTHING).send();
    assertEquals(400, answer.status());
  }

  @Test
  void strictPreset_takesHeadersOnly() {
    try (Fixture strict = Fixture.strict().withoutPolicy().object("a.ts", "content")) {
      assertEquals(
          400, strict.get(Fixture.OWNER.presign("GET", "/a.ts", Fixture.NOW, 60)).status());
      Call put = strict.call("PUT", "/a.ts");
      Fixture.OWNER.declare(put, Fixture.NOW, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
      Answer answer = put.send("x");
      assertEquals(400, answer.status());
      assertEquals("ValidationException", answer.error());
      assertTrue(message(answer).toLowerCase(Locale.ROOT).contains("x-amz-content-sha256"));
    }
  }

  @Test
  void declaredDigest_mustBeThatOfTheBody() { // E10, case 27
    Call good = origin.call("PUT", "/b.ts");
    Fixture.OWNER.declare(good, Fixture.NOW, TestSigner.sha256(CONTENT));
    assertEquals(200, good.send(CONTENT).status());
    Call bad = origin.call("PUT", "/b.ts");
    Fixture.OWNER.declare(bad, Fixture.NOW, TestSigner.sha256(CONTENT));
    Answer answer = bad.send(Fixture.bytes("altered"));
    assertEquals(400, answer.status());
    assertEquals("XAmzContentSHA256Mismatch", answer.error());
    assertEquals("content", signed("GET", "/b.ts").send().text());
  }

  @Test
  void undeclaredDigest_provesTheCallerWithTheLastByte() {
    Call good = Fixture.OWNER.sign(origin.call("PUT", "/b.ts"), Fixture.NOW, CONTENT);
    assertEquals(200, good.send(CONTENT).status());
    Call bad = Fixture.OWNER.sign(origin.call("PUT", "/b.ts"), Fixture.NOW, CONTENT);
    Answer answer = bad.send(Fixture.bytes("altered"));
    assertEquals(403, answer.status());
    assertEquals("InvalidSignatureException", answer.error());
    assertEquals("content", signed("GET", "/b.ts").send().text());
  }

  @Test
  void unprovedUpload_isReadableByNobody() {
    Call put = origin.call("PUT", "/b.ts").header("x-amz-upload-availability", "STREAMING");
    new TestSigner("AKIDOWNER", "guessed").sign(put, Fixture.NOW, CONTENT);
    Exchange exchange = put.header("Content-Length", "7").begin();
    exchange.body(ByteBuffer.wrap(CONTENT));
    assertEquals(404, signed("GET", "/b.ts").send().status());
    exchange.end();
    assertEquals("InvalidSignatureException", put.answer().error());
    assertEquals(404, signed("GET", "/b.ts").send().status());
  }

  @Test
  void unprovedCaller_learnsNothingAboutPermissions() {
    origin.user("encoder");
    Call put =
        new TestSigner("AKIDencoder", "x").sign(origin.call("PUT", "/b.ts"), Fixture.NOW, CONTENT);
    Answer answer = put.send(CONTENT);
    assertEquals("InvalidSignatureException", answer.error());
    Call proved = Fixture.signer("encoder").sign(origin.call("PUT", "/b.ts"), Fixture.NOW, CONTENT);
    assertEquals("AccessDeniedException", proved.send(CONTENT).error());
  }

  @Test
  void bodyOfARequestWithoutUseForOne_isVerifiedFirst() {
    Call good = Fixture.OWNER.sign(origin.call("DELETE", "/a.ts"), Fixture.NOW, CONTENT);
    Call bad = Fixture.OWNER.sign(origin.call("DELETE", "/a.ts"), Fixture.NOW, NOTHING);
    assertEquals("InvalidSignatureException", bad.send(CONTENT).error());
    assertEquals("content", signed("GET", "/a.ts").send().text());
    assertEquals(200, good.send(CONTENT).status());
    Call tooLong = Fixture.OWNER.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING);
    assertEquals(413, tooLong.send(new byte[64 * 1024 + 1]).status());
  }

  @Test
  void digestThatNoEmptyBodyHas_isRefused() {
    Call delete = origin.call("DELETE", "/a.ts");
    Fixture.OWNER.declare(delete, Fixture.NOW, TestSigner.sha256(CONTENT));
    assertEquals("XAmzContentSHA256Mismatch", delete.send().error());
    assertEquals("content", signed("GET", "/a.ts").send().text());
  }

  @Test
  void temporaryKey_needsItsToken_untilItEnds() { // E11, case 25
    Instant end = Fixture.NOW.plus(Duration.ofMinutes(5));
    origin.callers.sessionKey(
        SigningCredentials.of("ASIDSESSION", "s").withSessionToken("token").withExpiry(end),
        "arn:aws:sts::111122223333:assumed-role/uploader/one",
        Fixture.NOW,
        IdentityPolicies.everything());
    TestSigner session = new TestSigner("ASIDSESSION", "s");
    assertEquals(
        "UnrecognizedClientException",
        session.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send().error());
    session.token("token");
    assertEquals(
        200, session.sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send().status());
    assertEquals(200, origin.get(session.presign("GET", "/a.ts", Fixture.NOW, 60)).status());
    origin.clock.set(end);
    assertEquals(
        "ExpiredTokenException",
        session.sign(origin.call("GET", "/a.ts"), end, NOTHING).send().error());
  }

  @Test
  void removedKey_countsForTheNextRequest() { // case 49
    assertEquals(200, signed("GET", "/a.ts").send().status());
    origin.callers.remove("AKIDOWNER");
    assertEquals("UnrecognizedClientException", signed("GET", "/a.ts").send().error());
    origin.callers.rootKey("AKIDOWNER", "rotated", Fixture.ACCOUNT);
    assertEquals("InvalidSignatureException", signed("GET", "/a.ts").send().error());
  }

  @Test
  void controlPlane_takesHeadersOnly() { // cases 41, 42
    String presigned = Fixture.OWNER.presign("POST", "/", Fixture.NOW, 60);
    Answer answer =
        origin
            .call("POST", presigned)
            .header("X-Amz-Target", "MediaStore_20170901.ListContainers")
            .send("{}");
    assertEquals(400, answer.status());
    assertFalse(answer.text().contains("Containers"));
    Call unsigned =
        origin.call("POST", "/").header("X-Amz-Target", "MediaStore_20170901.ListContainers");
    assertEquals("MissingAuthenticationTokenException", unsigned.send("{}").error());
  }

  @Test
  void directoryThatFails_admitsNobody() { // E12
    CallerDirectory broken =
        id -> {
          throw new IllegalStateException("directory down");
        };
    try (Fixture failing = new Fixture(settings -> settings.callers(broken))) {
      failing.object("a.ts", "content");
      Answer answer = Fixture.OWNER.sign(failing.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
      assertEquals(503, answer.status());
      assertEquals("1", answer.header("Retry-After"));
      assertEquals("content", failing.get("/a.ts").text(), "others are not affected");
      assertTrue(failing.http.mayBlock());
    }
  }

  @Test
  void directoryThatTakesTooLong_isNotWaitedFor() { // E12
    ManualDeadlines timer = new ManualDeadlines();
    CallerDirectory sleepy =
        id -> {
          timer.pass(Duration.ofSeconds(10));
          return Optional.of(
              new AccessKey(
                  SigningCredentials.of("AKIDOWNER", "secret/of/the/owner"),
                  Caller.root(Fixture.ACCOUNT)));
        };
    try (Fixture fixture = new Fixture(settings -> settings.callers(sleepy).deadlines(timer))) {
      fixture.object("a.ts", "content");
      Call delete = Fixture.OWNER.sign(fixture.call("DELETE", "/a.ts"), Fixture.NOW, NOTHING);
      Answer answer = delete.send();
      assertEquals(503, answer.status());
      assertEquals("content", fixture.content("a.ts"), "refused is refused");
      assertEquals(0, timer.waiting());
    }
  }

  private static TestSigner owner() {
    return new TestSigner("AKIDOWNER", "secret/of/the/owner");
  }

  private static String message(Answer answer) {
    return answer.text().replaceAll(".*\"message\":\"([^\"]*)\".*", "$1");
  }
}
