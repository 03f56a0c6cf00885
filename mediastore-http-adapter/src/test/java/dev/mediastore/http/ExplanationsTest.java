// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicyRules;
import dev.mediastore.sigv4.SigningCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a refusal says to whom: nothing, to the log, or to the client of a test. */
class ExplanationsTest {
  private static final byte[] NOTHING = new byte[0];

  private final Fixture origin = origin(Explanations.ANSWERED);

  private static Fixture origin(Explanations mode) {
    return new Fixture(
            settings ->
                settings
                    .explanations(mode)
                    .endpoints(
                        Endpoints.builder()
                            .host("media.test", "live")
                            .publicUrl("https://public.example")
                            .build()))
        .withoutPolicy()
        .object("a.ts", "content");
  }

  @BeforeEach
  void clearLog() {
    RecordedLog.clear();
  }

  @AfterEach
  void close() {
    origin.close();
  }

  private static JsonNode explanation(Answer answer) {
    JsonNode body = JsonText.read(answer.body()).orElseThrow(() -> new AssertionError(answer));
    assertTrue(body.has("__type") && body.has("message") && body.has("Message"), answer::text);
    return body.path("explanation");
  }

  private static String texts(JsonNode list) {
    return list.toString();
  }

  private Call signed(String method, String target) {
    return Fixture.OWNER.sign(origin.call(method, target), Fixture.NOW, NOTHING);
  }

  /** The same request with one field changed on the way. */
  private Call changed(Call call, String field, String value) {
    Headers.Builder headers = Headers.builder();
    call.head()
        .headers()
        .forEach((name, old) -> headers.add(name, name.equalsIgnoreCase(field) ? value : old));
    Call again = origin.call(call.head().method(), call.head().rawTarget());
    again.headers(headers.build());
    return again;
  }

  @Test
  void clockOffset_isSaid() {
    Instant late = Fixture.NOW.minus(Duration.ofMinutes(20));
    Answer answer = Fixture.OWNER.sign(origin.call("GET", "/a.ts"), late, NOTHING).send();
    JsonNode explained = explanation(answer);
    assertEquals(-1200, explained.path("clockOffsetSeconds").asDouble(), 1.0);
    assertTrue(explained.path("reason").asText().startsWith("SIGNATURE_EXPIRED"), answer::text);
  }

  @Test
  void rewrittenHost_isNamedWithBothValues_andWithTheSettingThatHelps() {
    Call sent = changed(signed("GET", "/c/live/a.ts"), "Host", "10.0.0.7:8080");
    Answer answer = sent.header("X-Forwarded-Host", "media.test").peer("10.0.0.5").send();
    JsonNode explained = explanation(answer);
    JsonNode difference = explained.path("differences").path(0);
    assertEquals("header host", difference.path("part").asText(), answer::text);
    assertEquals("10.0.0.7:8080", difference.path("here").asText());
    assertEquals("media.test", difference.path("signed").asText());
    String hints = texts(explained.path("hints"));
    assertTrue(hints.contains("proxy_set_header Host"), hints);
    assertTrue(hints.contains("TrustedProxies.sendingXForwarded('10.0.0.5')"), hints);
    Call rfc = changed(signed("GET", "/c/live/a.ts"), "Host", "10.0.0.7:8080");
    answer = rfc.header("Forwarded", "for=1.1.1.1;host=media.test").peer("10.0.0.5").send();
    hints = texts(explanation(answer).path("hints"));
    assertTrue(hints.contains("TrustedProxies.sendingForwarded('10.0.0.5')"), hints);
  }

  @Test
  void rewrittenHost_isFoundWithoutForwardedFields() {
    for (String signed : List.of("media.test", "public.example", "10.0.0.7:443")) {
      Call call = origin.call("GET", "/c/live/a.ts");
      call.headers(Headers.of("Host", signed));
      Fixture.OWNER.sign(call, Fixture.NOW, NOTHING);
      Answer answer = changed(call, "Host", "10.0.0.7").send();
      assertEquals(
          signed,
          explanation(answer).path("differences").path(0).path("signed").asText(),
          answer::text);
    }
  }

  @Test
  void methodOfTheSignature_isShownBesideTheOneThatArrived() throws Exception {
    Call call = signed("GET", "/c/live/a.ts");
    Call sent = origin.call("DELETE", "/c/live/a.ts");
    sent.headers(call.head().headers());
    JsonNode difference = explanation(sent.send()).path("differences").path(0);
    assertEquals("the method", difference.path("part").asText());
    assertEquals("DELETE", difference.path("here").asText());
    assertEquals("GET", difference.path("signed").asText());
  }

  @Test
  void valuesThatAreNotKnownToBeHarmless_areLeftOutOfADifference() {
    assertEquals("Path=a&x=(redacted)", CanonicalRedaction.value("the query", "Path=a&x=secret"));
    assertEquals("(redacted)", CanonicalRedaction.value("header x-cdn", "secret"));
    assertEquals("a.test", CanonicalRedaction.value("header host", "a.test"));
    assertEquals("/a", CanonicalRedaction.value("the path", "/a"));
  }

  @ParameterizedTest
  @MethodSource
  void rewrittenPaths(List<String> signedAndArrived) {
    String signed = signedAndArrived.get(0);
    Call call = signed("GET", signed);
    Call sent = origin.call("GET", signedAndArrived.get(1));
    sent.headers(call.head().headers());
    if (signed.startsWith("/origin/")) {
      sent.header("X-Forwarded-Prefix", "/origin/");
    }
    JsonNode difference = explanation(sent.send()).path("differences").path(0);
    assertEquals("the path", difference.path("part").asText());
    assertEquals(signedAndArrived.get(1), difference.path("here").asText());
    assertEquals(signed, difference.path("signed").asText());
  }

  static Stream<List<String>> rewrittenPaths() {
    return Stream.of(
        List.of("/a%3Db.ts", "/a=b.ts"),
        List.of("/a=b.ts", "/a%3Db.ts"),
        List.of("/a%3Db.ts", "/a%3db.ts"),
        List.of("/a%3db.ts", "/a%3Db.ts"),
        List.of("/origin/a.ts", "/a.ts"));
  }

  @Test
  void wrongSecret_showsTheCanonicalRequest_withoutWhatMayBeSecret() {
    Call call = origin.call("GET", "/a.ts?auth=planted-parameter&Path=x");
    call.header("Referer", "planted-referer").header("X-Origin-Verify", "planted-field");
    call.header("Range", "bytes=0-1");
    Answer answer = new TestSigner("AKIDOWNER", "x").sign(call, Fixture.NOW, NOTHING).send();
    JsonNode explained = explanation(answer);
    String canonical = explained.path("canonicalRequest").asText();
    assertTrue(canonical.startsWith("GET\n/a.ts\nPath=x&auth=(redacted)\n"), canonical);
    assertTrue(canonical.contains("\nhost:media.test\n"), canonical);
    assertTrue(canonical.contains("\nrange:bytes=0-1\n"), canonical);
    assertTrue(canonical.contains("\nreferer:(redacted)\n"), canonical);
    assertTrue(canonical.contains("\nx-origin-verify:(redacted)\n"), canonical);
    assertFalse(answer.text().contains("planted"), answer::text);
    assertTrue(explained.path("stringToSign").asText().startsWith("AWS4-HMAC-SHA256\n20260301T12"));
    assertTrue(texts(explained.path("hints")).contains("secret access key"), answer::text);
  }

  @Test
  void denial_namesTheStatementBySid() {
    origin.policy(Fixture.statements("Deny", "\"*\"", "mediastore:*", ""));
    JsonNode explained = explanation(signed("GET", "/a.ts").send());
    assertEquals(
        "EXPLICIT_DENY: denied by statement 0 'Test' of resource policy",
        explained.path("reason").asText());
    assertTrue(texts(explained.path("statements")).contains("statement 0 'Test'"));
  }

  @Test
  void head_saysWhichActionItNeeds_inAField() {
    origin.policy(Fixture.allow("\"*\"", "mediastore:GetObject"));
    Answer answer = origin.call("HEAD", "/a.ts").send();
    assertEquals(403, answer.status());
    assertTrue(
        answer.header("x-mediastore-explanation").startsWith("HEAD needs mediastore:Describe"),
        answer::toString);
    assertEquals(0, answer.body().length);
    origin.withoutPolicy();
    answer = origin.call("HEAD", "/a.ts").send();
    assertTrue(
        answer.header("x-mediastore-explanation").contains("no container policy"),
        answer::toString);
  }

  @Test
  void missingGrants_areToldApart() {
    assertHint(origin.get("/a.ts"), "no container policy");
    origin.policy(Fixture.allow("\"*\"", "mediastore:PutObject"));
    assertHint(origin.get("/a.ts"), "No statement of the container policy allows");
    origin.policy(Fixture.allow("{\"AWS\":\"444455556666\"}", "mediastore:GetObject"));
    assertHint(origin.get("/a.ts"), "but not to anonymous");
    assertHint(origin.get("/a.ts"), "The request is not signed");
    origin.user("encoder");
    Answer answer =
        Fixture.signer("encoder").sign(origin.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
    assertHint(answer, "no identity policy at all");
    origin.policy(
        Fixture.statements(
            "Allow",
            "\"*\"",
            "mediastore:GetObject",
            "{\"StringEquals\":{\"aws:Referer\":\"planted-referer\"}}"));
    answer = origin.call("GET", "/a.ts").header("Referer", "planted-other").send();
    assertHint(answer, "under a condition that does not hold");
    assertTrue(answer.text().toLowerCase(java.util.Locale.ROOT).contains("aws:referer"));
    assertFalse(answer.text().contains("planted"), answer::text);
  }

  @Test
  void proxyThatIsNotTrusted_isMentionedWhereConditionsMatter() {
    origin.policy(
        Fixture.statements(
            "Allow",
            "\"*\"",
            "mediastore:GetObject",
            "{\"Bool\":{\"aws:SecureTransport\":\"true\"}}"));
    Answer answer =
        origin.call("GET", "/a.ts").peer("10.0.0.5").header("X-Forwarded-Proto", "https").send();
    assertHint(answer, "would be allowed over TLS");
    assertHint(answer, "TrustedProxies.sendingXForwarded('10.0.0.5')");
    answer = origin.call("GET", "/a.ts").peer("10.0.0.5").send();
    assertFalse(answer.text().contains("TrustedProxies"), answer::text);
  }

  private static void assertHint(Answer answer, String text) {
    String hints = texts(explanation(answer).path("hints"));
    assertTrue(hints.contains(text), hints);
  }

  @Test
  void controlPlane_isExplainedToo() {
    origin.user("encoder");
    Call call =
        origin
            .call("POST", "/")
            .header("X-Amz-Target", "MediaStore_20170901.ListContainers")
            .header("Content-Type", "application/x-amz-json-1.1");
    Answer answer =
        Fixture.signer("encoder").sign(call, Fixture.NOW, Fixture.bytes("{}")).send("{}");
    assertEquals("AccessDeniedException", answer.error());
    assertHint(answer, "no identity policy at all");
  }

  @Test
  void refusedBody_isExplained() {
    Call put = origin.call("PUT", "/b.ts");
    Fixture.OWNER.declare(put, Fixture.NOW, "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    Answer answer = put.send("zzz\r\n");
    assertTrue(explanation(answer).path("reason").asText().startsWith("MALFORMED_CHUNKS"));
  }

  @Test
  void unprovedCaller_isNotExplainedTheirPermissions() {
    origin.user("encoder");
    Call put = origin.call("PUT", "/b.ts");
    new TestSigner("AKIDencoder", "x").sign(put, Fixture.NOW, Fixture.bytes("content"));
    Answer answer = put.send("content");
    assertEquals("InvalidSignatureException", answer.error());
    assertFalse(answer.text().contains("polic"), answer::text);
  }

  @Test
  void otherErrors_haveNoExplanation() {
    origin.policy(Fixture.PUBLIC);
    assertTrue(explanation(origin.get("/missing.ts")).isMissingNode());
    assertTrue(explanation(origin.get("/../x")).isMissingNode());
  }

  /** Every secret there is, in every place where one can be: N03. */
  static Stream<Named<Consumer<Leak>>> leaks() {
    return Stream.of(
        Named.of("wrong secret", leak -> leak.send(leak.signed("GET", "/a.ts", "planted-wrong"))),
        Named.of(
            "token in a header",
            leak ->
                leak.send(
                    new TestSigner("AKIDOWNER", Leak.SECRET)
                        .token("planted-token")
                        .sign(leak.call("GET", "/a.ts"), Fixture.NOW, NOTHING))),
        Named.of(
            "token of a wrong signature",
            leak ->
                leak.send(
                    new TestSigner("ASIDSESSION", "planted-wrong")
                        .token(Leak.TOKEN)
                        .sign(leak.call("GET", "/a.ts"), Fixture.NOW, NOTHING))),
        Named.of(
            "token in the query",
            leak ->
                leak.send(
                    leak.call(
                        "GET",
                        new TestSigner("ASIDSESSION", "planted-wrong")
                            .token(Leak.TOKEN)
                            .presign("GET", "/a.ts", Fixture.NOW, 60)))),
        Named.of(
            "right signature on another method",
            leak ->
                leak.send(
                    leak.call("DELETE", "/a.ts")
                        .headers(leak.signed("GET", "/a.ts", Leak.SECRET).head().headers()))),
        Named.of(
            "shared secret of a CDN",
            leak -> leak.send(leak.call("GET", "/a.ts").header("Referer", "planted-guess"))),
        Named.of(
            "shared secret, signed with the wrong key",
            leak ->
                leak.send(
                    new TestSigner("AKIDOWNER", "planted-wrong")
                        .sign(
                            leak.call("GET", "/a.ts")
                                .header("Referer", "planted-guess")
                                .header("Cookie", "planted=planted-cookie")
                                .header("X-Cdn-Password", "planted-field"),
                            Fixture.NOW,
                            NOTHING))),
        Named.of(
            "denied by policy",
            leak ->
                leak.send(
                    new TestSigner("AKIDreader", "planted-reader")
                        .sign(leak.call("GET", "/a.ts"), Fixture.NOW, NOTHING))),
        Named.of(
            "bearer token",
            leak ->
                leak.send(leak.call("GET", "/a.ts").header("Authorization", "Bearer planted-b"))),
        Named.of(
            "password",
            leak ->
                leak.send(leak.call("GET", "/a.ts").header("Authorization", "Basic planted-b"))),
        Named.of("parameter", leak -> leak.send(leak.signed("GET", "/a.ts?sig=planted-q", "x"))));
  }

  /** An origin full of secrets, all of which have "planted" in them. */
  static final class Leak implements AutoCloseable {
    static final String SECRET = "planted-secret-of-the-owner";
    static final String TOKEN = "planted-token-of-the-session";

    private final Fixture origin;
    private Answer answer = new Answer(0, Headers.empty(), new byte[0], false, false);
    private String signature = "no signature";

    Leak(Explanations mode) {
      origin = ExplanationsTest.origin(mode);
      origin.callers.rootKey("AKIDOWNER", SECRET, Fixture.ACCOUNT);
      origin.callers.sessionKey(
          SigningCredentials.of("ASIDSESSION", "planted-session").withSessionToken(TOKEN),
          "arn:aws:sts::111122223333:assumed-role/uploader/one",
          Fixture.NOW,
          IdentityPolicies.everything());
      origin.callers.userKey(
          "AKIDreader",
          "planted-reader",
          "arn:aws:iam::111122223333:user/reader",
          PolicyDocument.parse(
              "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                  + "\"Resource\":\"arn:aws:mediastore:us-east-1:111122223333:container/planted/*\"}}",
              PolicyRules.identityPolicy()));
      origin.policy(
          Fixture.statements(
              "Allow",
              "\"*\"",
              "mediastore:GetObject",
              "{\"StringEquals\":{\"aws:Referer\":\"planted-referer\"}}"));
    }

    Call call(String method, String target) {
      return origin.call(method, target);
    }

    Call signed(String method, String target, String secret) {
      return new TestSigner("AKIDOWNER", secret).sign(call(method, target), Fixture.NOW, NOTHING);
    }

    void send(Call call) {
      String authorization = call.head().headers().first("Authorization");
      String all = call.head().rawTarget() + " " + authorization;
      if (all.contains("Signature=")) {
        signature = all.replaceAll(".*Signature=([0-9a-f]{64}).*", "$1");
      }
      answer = call.send();
    }

    @Override
    public void close() {
      origin.close();
    }
  }

  @ParameterizedTest
  @MethodSource("leaks")
  void N03_plantedSecrets_areNowhere(Consumer<Leak> request) {
    for (Explanations mode : Explanations.values()) {
      RecordedLog.clear();
      try (Leak leak = new Leak(mode)) {
        request.accept(leak);
        assertTrue(List.of(400, 403).contains(leak.answer.status()), leak.answer::toString);
        List<String> log = RecordedLog.lines();
        assertEquals(1, log.size(), log::toString);
        for (String text : List.of(leak.answer.toString(), log.toString())) {
          assertFalse(text.contains("planted"), text);
          assertFalse(text.contains(leak.signature), text);
        }
        assertEquals(mode == Explanations.LOGGED, log.get(0).startsWith("INFO "), log::toString);
        assertEquals(mode == Explanations.ANSWERED, !explanation(leak.answer).isMissingNode());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Explanations.class,
      names = {"NONE", "LOGGED"})
  void client_isToldNothingMore_unlessAskedFor(Explanations mode) {
    try (Fixture silent = origin(mode)) {
      Answer answer = silent.get("/a.ts");
      assertEquals(3, JsonText.read(answer.body()).orElseThrow().size(), answer::text);
      assertNull(silent.call("HEAD", "/a.ts").send().maybe("x-mediastore-explanation"));
    }
  }

  @Test
  void log_isOneLine_withWhatHelps_andBounded() {
    try (Fixture logged = origin(Explanations.LOGGED)) {
      Call call = logged.call("GET", "/a.ts").header("Range", "bytes=\u0085evil");
      new TestSigner("AKIDOWNER", "x").sign(call, Fixture.NOW, NOTHING).send();
      List<String> lines = RecordedLog.lines();
      assertEquals(1, lines.size());
      String line = lines.get(0);
      assertTrue(line.startsWith("INFO dev.mediastore.http.Explainer request "), line);
      assertTrue(line.contains("canonical request: GET\\n/a.ts\\n\\n"), line);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7F), line);
      for (int i = 0; i < 100; i++) {
        logged.get("/a.ts");
      }
      long explained = RecordedLog.lines().stream().filter(l -> l.startsWith("INFO")).count();
      assertEquals(Explainer.LOGGED_PER_SECOND, explained);
      assertEquals(101, RecordedLog.lines().size());
      logged.clock.pass(Duration.ofSeconds(1));
      logged.get("/a.ts");
      String next = RecordedLog.lines().get(101);
      assertTrue(next.endsWith("(81 refusals before unexplained)"), next);
    }
  }

  @Test
  void directoryThatFails_isNamedByItsKindOnly() {
    CallerDirectory broken =
        id -> {
          throw new IllegalStateException("planted-password");
        };
    try (Fixture failing =
        new Fixture(all -> all.callers(broken).explanations(Explanations.ANSWERED))) {
      Answer answer = Fixture.OWNER.sign(failing.call("GET", "/a.ts"), Fixture.NOW, NOTHING).send();
      assertEquals(503, answer.status());
      assertHint(answer, "java.lang.IllegalStateException");
      assertFalse(answer.text().contains("planted"), answer::text);
      assertFalse(RecordedLog.lines().toString().contains("planted"));
    }
  }
}
