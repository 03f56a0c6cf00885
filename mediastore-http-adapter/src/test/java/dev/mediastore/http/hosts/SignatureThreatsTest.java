// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.AccessKey;
import dev.mediastore.http.CallerDirectory;
import dev.mediastore.http.HttpLimits;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Threats to authentication (threat catalogue, group E; E08 is {@link RouteGateTest}). */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class SignatureThreatsTest extends AttackTest {
  private static final String SIGNATURE = "403 InvalidSignatureException";
  private static final String EITHER = "400 403 InvalidSignatureException IncompleteSignature";

  private final HostKind kind;

  SignatureThreatsTest(HostKind kind) {
    this.kind = kind;
  }

  @Test
  void E01_nobody_learnsWhatExists() throws Exception {
    String denied = "403 AccessDeniedException";
    for (String method : new String[] {"GET", "HEAD", "DELETE"}) {
      Answer existing = refused(denied, anonymous(method + " /live/kept.ts"));
      Answer missing = refused(denied, anonymous(method + " /live/lost.ts"));
      assertEquals(withoutIds(existing), withoutIds(missing).replace("lost", "kept"));
    }
    refused(denied, anonymous("GET /?Path=live"));
    String put =
        AttackedOrigin.unsignedTo(
            AttackedOrigin.PRIVATE_HOST, "PUT /live/kept.ts", "Content-Length: 1");
    refused(denied, put + "x");
  }

  private static String anonymous(String line) {
    return AttackedOrigin.unsignedTo(AttackedOrigin.PRIVATE_HOST, line);
  }

  private static String withoutIds(Answer answer) {
    return answer.comparable().replaceAll("x-amzn-requestid=\\w+", "");
  }

  @Test
  void E02_headerAndQueryCredentials() throws Exception {
    String presigned = get("/live/kept.ts").presigned("60").split(" ", 3)[1];
    refused("400 IncompleteSignature", get(presigned).signed());
    refused("400 IncompleteSignature", Forgery.of("DELETE", presigned).signed());
  }

  @Test
  void E03_unknownKey_wrongOrMalformedSignature() throws Exception {
    refused("403 UnrecognizedClientException", get("/live/kept.ts").key("AKIDX", "x").signed());
    Forgery forgery = get("/live/kept.ts");
    String signed = forgery.signed();
    String signature = forgery.signature();
    for (String wrong :
        new String[] {
          Forgery.MADE_UP,
          signature.substring(1),
          signature + "0",
          "",
          "x".repeat(64),
          signature.toUpperCase(java.util.Locale.ROOT)
        }) {
      if (!wrong.equals(signature)) {
        refused(EITHER, signed.replace(signature, wrong));
      }
    }
    String huge = signed.replace(signature, "a".repeat(1 << 20));
    try (RawClient client = origin().connect()) {
      client.send(huge);
      assertTrue(client.answer().status() >= 400);
    } catch (java.io.IOException cutOff) {
      assertEquals("kept", origin().stored(AttackedOrigin.KEPT));
    }
  }

  @Test
  void E04_wrongDateOrScope() throws Exception {
    Instant now = AttackedOrigin.NOW;
    refused(SIGNATURE, get("/live/kept.ts").at(now.minus(Duration.ofMinutes(16))).signed());
    refused(SIGNATURE, get("/live/kept.ts").at(now.plus(Duration.ofMinutes(16))).signed());
    String[][] scopes = {
      {"20260302", "us-east-1", "mediastore", "aws4_request"},
      {"", "us-east-2", "mediastore", "aws4_request"},
      {"", "us-east-1", "mediastore-data", "aws4_request"},
      {"", "us-east-1", "mediastore", "aws5_request"}
    };
    for (String[] scope : scopes) {
      refused(EITHER, get("/live/kept.ts").scope(scope[0], scope[1], scope[2], scope[3]).signed());
    }
    for (String date : new String[] {"", "20260301", "2026-03-01T12:00:00Z", "20260301T126000Z"}) {
      refused(EITHER, get("/live/kept.ts").date(date).signed());
    }
  }

  @Test
  void E05_signedHeadersIncomplete() throws Exception {
    String names = "x-amz-content-sha256;x-amz-date";
    refused(SIGNATURE, get("/live/kept.ts").signedHeaders(names).signed());
    refused(EITHER, get("/live/kept.ts").signedHeaders("absent;host;" + names).signed());
    refused(EITHER, get("/live/kept.ts").signedHeaders("host;host;" + names).signed());
    refused(
        SIGNATURE,
        put("/live/kept.ts", 1)
                .with("x-amz-upload-availability", "STREAMING")
                .signedHeaders("host;" + names)
                .signed()
            + "x");
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /live/kept.ts?a=1&b=2 ', 'DELETE /live/kept.ts?a=1&b=2 '",
    "'GET /live/kept.ts?a=1&b=2 ', 'GET /live/lost.ts?a=1&b=2 '",
    "'GET /live/kept.ts?a=1&b=2 ', 'GET /live/kept.ts?a=2&b=1 '",
    "'GET /live/kept.ts?a=1&b=2 ', 'GET /live/kept.ts?a=1&b=2&c=3 '",
    "'GET /live/kept.ts?a=1&b=2 ', 'GET /live/kept.ts '",
    "'Host: private.test', 'Host: live.test'",
    "'Host: private.test', 'Host: private.test:80'"
  })
  void E06_replayedWithAChange(String from, String to) throws Exception {
    String signed = get("/live/kept.ts?a=1&b=2").signed();
    assertEquals("kept", origin().send(signed).text());
    refused(SIGNATURE, signed.replace(from, to));
    // Only the order of the query is no change: canonical requests sort it.
    assertEquals("kept", origin().send(signed.replace("a=1&b=2", "b=2&a=1")).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "604801", "soon", ""})
  void E07_presignedOutOfItsTime(String expires) throws Exception {
    refused(EITHER, get("/live/kept.ts").presigned(expires));
    String url = get("/live/kept.ts").presigned("60");
    assertEquals("kept", origin().send(url).text());
    origin().clock.set(AttackedOrigin.NOW.minus(Duration.ofHours(1))); // A step back.
    refused(SIGNATURE, url);
    origin().clock.set(AttackedOrigin.NOW.plusSeconds(61));
    refused(SIGNATURE, url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/live/a%3Db.ts",
        "/live/a=b.ts",
        "/live/~a:b.ts",
        "/live/%7Ea%3Ab.ts",
        "//live///a.ts",
        "/live/a.ts?empty=",
        "/live/a.ts?empty",
        "/live/a.ts?b=2&a=1&a=0",
        "/live/a.ts?z=%7E&z=~",
        "/live/a.ts?plus=%2B&space=%20"
      })
  void E09_canonicalForm(String target) throws Exception {
    String put = Forgery.of("PUT", canonicalQuery(target)).with("Content-Length", "3").signed();
    Answer answer = origin().send(put + "abc");
    assertEquals(200, answer.status(), () -> target + answer);
    String get = get(canonicalQuery(target)).signed();
    assertEquals("abc", origin().send(get).text());
    refused(EITHER, get.replaceFirst("/live/+[~a%]", "/live/b"));
  }

  /** The forger does not normalise queries, so it is given normal ones. */
  private static String canonicalQuery(String target) {
    return target.replace("%7E", target.contains("?") ? "~" : "%7E");
  }

  @Test
  void E10_payloadHashOfAnotherBody() throws Exception {
    String head = put("/live/kept.ts", 5).payload(Forgery.sha256("hello")).signed();
    refused("400 XAmzContentSHA256Mismatch", head + "HELLO");
    refused(SIGNATURE, put("/live/kept.ts", 5).undeclared("hello").signed() + "HELLO");
    String streaming =
        Forgery.of("PUT", "/live/kept.ts")
            .with("Transfer-Encoding", "chunked")
            .with("x-amz-upload-availability", "STREAMING")
            .payload(Forgery.sha256("hello"))
            .signed();
    refused("400 XAmzContentSHA256Mismatch", streaming + "5\r\nHELLO\r\n0\r\n\r\n");
    assertEquals("kept", origin().stored("/live/kept.ts"));
  }

  @Test
  void E11_sessionToken() throws Exception {
    Forgery session =
        get("/live/kept.ts").key(AttackedOrigin.SESSION_KEY, AttackedOrigin.SESSION_SECRET);
    refused("403 UnrecognizedClientException", session.signed());
    refused("403 UnrecognizedClientException", session.token(AttackedOrigin.OTHER_TOKEN).signed());
    origin().refusedByAnybody("400 403 431", session.token("t".repeat(8000)).signed());
    refused("400 403", session.token("t".repeat(5000)).signed());
    origin().clock.pass(Duration.ofHours(1).plusSeconds(1));
    refused(
        "403 ExpiredTokenException",
        session.token(AttackedOrigin.TOKEN).at(origin().clock.instant()).signed());
  }

  /** A directory for each of the ways to fail; everybody else is served meanwhile. */
  @Test
  void E12_credentialProviderThrows_returnsNull_orHangs() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CallerDirectory directory =
        id ->
            switch (id) {
              case "AKIDTHROWS" -> throw new IllegalStateException("planted/password");
              case "AKIDNULL" -> nothing();
              case "AKIDERROR" -> throw new StackOverflowError("planted/password");
              case "AKIDHANGS" -> {
                await(release);
                yield Optional.empty();
              }
              default -> origin().callers.find(id);
            };
    try (AttackedOrigin failing =
        new AttackedOrigin(
            kind,
            directory,
            settings ->
                settings.limits(HttpLimits.defaults().withCallerLookup(Duration.ofMillis(300))))) {
      try {
        checkFailures(failing);
      } finally {
        release.countDown();
      }
      Answer kept = failing.send(get("/live/kept.ts").signed());
      assertEquals("kept", kept.text(), "refused is refused, however late the answer");
    }
  }

  private static void checkFailures(AttackedOrigin failing) throws Exception {
    for (String key : new String[] {"AKIDTHROWS", "AKIDNULL", "AKIDHANGS"}) {
      Answer answer = failing.send(get("/live/kept.ts").key(key, "x").signed());
      assertEquals(503, answer.status(), key);
      assertEquals("1", answer.field("retry-after"));
      Answer put = failing.send(put("/live/kept.ts", 1).key(key, "x").signed() + "x");
      assertEquals(503, put.status(), key);
      assertTrue(!answer.toString().contains("planted"));
      Answer next = failing.send(get("/live/kept.ts").signed());
      assertEquals("kept", next.text(), "others are served");
    }
  }

  @SuppressWarnings("NullAway")
  private static Optional<AccessKey> nothing() {
    return null;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
