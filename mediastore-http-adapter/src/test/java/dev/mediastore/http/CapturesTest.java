// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import dev.mediastore.sigv4.SigningCredentials;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of real clients, replayed against the whole pipeline at the time they were signed. */
class CapturesTest {
  private static final String KEY = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String TOKEN =
      "FwoGZXIvYXdzEXAMPLETOKEN//////////wEaDExample+Session/Token123==";
  private static final String LEGAL = "(?:[A-Za-z0-9_=:.~-]+/){0,10}[A-Za-z0-9_=:.~-]+";
  private static final Set<String> SIGNATURE_ERRORS =
      Set.of(
          "InvalidSignatureException",
          "IncompleteSignature",
          "UnrecognizedClientException",
          "MissingAuthenticationTokenException",
          "ExpiredTokenException",
          "AccessDeniedException",
          "XAmzContentSHA256Mismatch");

  static Stream<Capture> signedForUs() {
    return ours().filter(capture -> capture.fact("verdict").equals("accept"));
  }

  static Stream<Capture> refused() {
    return ours().filter(capture -> capture.fact("verdict").equals("reject"));
  }

  static Stream<Capture> unsigned() {
    return Capture.all().stream().filter(capture -> capture.fact("verdict").equals("anonymous"));
  }

  static Stream<Capture> signedForAnotherService() {
    return Capture.all().stream().filter(capture -> capture.fact("service").equals("s3"));
  }

  private static Stream<Capture> ours() {
    return Capture.all().stream().filter(capture -> capture.fact("service").equals("mediastore"));
  }

  /** An origin that has what the capture asks for. */
  private static final class Replay implements AutoCloseable {
    private final Capture capture;
    private final MediaStore store;
    private final Container container;
    private final MediaStoreHttp http;

    Replay(Capture capture, Instant now, boolean open) {
      this.capture = capture;
      String region = capture.fact("region");
      store =
          MediaStore.builder()
              .memory(1 << 20)
              .account("123456789012")
              .region(region.isEmpty() || region.equals("undefined") ? "us-east-1" : region)
              .clock(new ManualClock(now))
              .build();
      container = store.createContainer("live");
      container.requireActive();
      if (open) {
        container.putDocument(
            DocumentKind.CONTAINER_POLICY,
            Fixture.PUBLIC.replace(Fixture.ARN, container.arn().toString()));
      }
      SigningCredentials credentials = SigningCredentials.of(KEY, SECRET);
      if (capture.fact("credentials").equals("session")) {
        credentials = credentials.withSessionToken(TOKEN);
      }
      Authority host = Authority.parse(capture.headers().all("Host").get(0)).orElseThrow();
      http =
          MediaStoreHttp.builder(store)
              .callers(
                  Callers.create().put(new AccessKey(credentials, Caller.root("123456789012"))))
              .endpoints(Endpoints.builder().host(host.host(), "live").build())
              .build();
    }

    Answer send() {
      Call call = new TestHost(http).call(capture.method(), capture.target());
      call.headers(capture.headers());
      if (capture.fact("tls").equals("true")) {
        call.secure();
      }
      return call.sendPieces(capture.body());
    }

    int objects() {
      return container.list(FolderPath.ROOT, null, 1000).items().size();
    }

    @Override
    public void close() {
      http.close();
      store.close();
    }
  }

  /** The key that the target addresses, or empty if it is not legal. */
  private static String key(Capture capture) {
    String path = capture.target().replaceFirst("\\?.*", "").replace("+", "%2B");
    if (path.matches(".*%2[fF].*") || (path.endsWith("/") && path.length() > 1)) {
      return "";
    }
    String decoded =
        URLDecoder.decode(path, StandardCharsets.UTF_8)
            .replaceAll("/+", "/")
            .replaceFirst("^/", "");
    boolean dots = ("/" + decoded + "/").matches(".*/\\.\\.?/.*");
    return decoded.matches(LEGAL) && !dots ? decoded : "";
  }

  /** Clients do not check what they list. */
  private static boolean hasIllegalFolder(Capture capture) {
    return capture.target().matches(".*Path=[^&]*%(20|2B).*");
  }

  @ParameterizedTest
  @MethodSource
  void signedForUs(Capture capture) {
    boolean top = capture.target().matches("/+(\\?.*)?");
    String key = top ? "" : key(capture);
    try (Replay replay = new Replay(capture, capture.signedAt().plusSeconds(1), false)) {
      if (!key.isEmpty() && !capture.method().equals("PUT")) {
        replay.container.put(ObjectPath.of(key), UploadOptions.none(), new byte[300]);
      }
      Answer answer = replay.send();
      assertFalse(SIGNATURE_ERRORS.contains(answer.error()), answer::toString);
      if (capture.isControl()) {
        assertFalse(answer.error().equals("SerializationException"), answer::toString);
      } else if (top && capture.target().contains("NextToken")) {
        assertEquals(400, answer.status(), "a token of another server");
      } else if (top ? hasIllegalFolder(capture) : key.isEmpty()) {
        assertEquals(400, answer.status(), answer::toString);
        assertEquals("ValidationException", answer.error());
        assertEquals(0, replay.objects());
      } else {
        assertTrue(Set.of(200, 206).contains(answer.status()), answer::toString);
        if (capture.method().equals("PUT")) {
          assertArrayEquals(capture.body(), content(replay.container, key));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void refused(Capture capture) {
    try (Replay replay = new Replay(capture, capture.signedAt().plusSeconds(1), true)) {
      Answer answer = replay.send();
      assertTrue(Set.of(400, 403).contains(answer.status()), answer::toString);
      assertEquals(0, replay.objects());
    }
  }

  @ParameterizedTest
  @MethodSource
  void signedForAnotherService(Capture capture) {
    try (Replay replay = new Replay(capture, capture.signedAt().plusSeconds(1), true)) {
      Answer answer = replay.send();
      assertTrue(Set.of(400, 403).contains(answer.status()), answer::toString);
      assertEquals(0, replay.objects());
    }
  }

  @ParameterizedTest
  @MethodSource("signedForUs")
  void signatureOfYesterday_isRefused(Capture capture) {
    boolean presigned = capture.fact("auth").equals("query");
    Instant late = capture.signedAt().plus(Duration.ofDays(presigned ? 8 : 1));
    try (Replay replay = new Replay(capture, late, true)) {
      Answer answer = replay.send();
      assertTrue(Set.of(400, 403).contains(answer.status()), answer::toString);
      assertEquals(0, replay.objects());
    }
  }

  @ParameterizedTest
  @MethodSource
  void unsigned(Capture capture) {
    String key = key(capture);
    try (Replay replay = new Replay(capture, Fixture.NOW, true)) {
      if (!capture.method().equals("PUT") && !capture.method().equals("POST")) {
        replay.container.put(ObjectPath.of(key), UploadOptions.none(), new byte[300]);
      }
      Answer answer = replay.send();
      assertTrue(Set.of(200, 206).contains(answer.status()), answer::toString);
      if (capture.method().equals("PUT")) {
        assertArrayEquals(capture.body(), content(replay.container, key));
      }
    }
  }

  private static byte[] content(Container container, String key) {
    try (ObjectLease lease = container.open(ObjectPath.of(key)).orElseThrow()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) lease.availableBytes());
      while (bytes.hasRemaining()) {
        assertTrue(lease.read(bytes.position(), bytes) > 0);
      }
      return bytes.array();
    }
  }
}
