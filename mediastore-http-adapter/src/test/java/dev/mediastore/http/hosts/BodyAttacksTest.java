// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.http.hosts.RawClient.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the bodies of uploads (signing rules section 9, cases 1 to 9, 27, 28, 38). */
@ParameterizedClass(name = "{0}")
@EnumSource
class BodyAttacksTest extends AttackTest {
  private static final String SIGNATURE = "403 InvalidSignatureException";
  private static final String FRAMED = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  private final HostKind kind;

  BodyAttacksTest(HostKind kind) {
    this.kind = kind;
  }

  private static Forgery unsignedTrailer(String target) {
    return put(target, FRAMED.length())
        .with("x-amz-decoded-content-length", "5")
        .with("x-amz-trailer", "x-amz-checksum-crc32")
        .payload(Forgery.UNSIGNED_TRAILER);
  }

  private static String madeUp(String head) {
    return head.replaceFirst("Signature=[0-9a-f]{64}", "Signature=" + Forgery.MADE_UP);
  }

  @Test
  void attack_01_unsignedTrailerWithAMadeUpSignature() throws Exception {
    refused(SIGNATURE, madeUp(unsignedTrailer("/live/kept.ts").signed()) + FRAMED);
    Answer honest = origin().send(unsignedTrailer("/live/new.ts").signed() + FRAMED);
    assertEquals(200, honest.status(), honest::toString);
    assertEquals("hello", origin().stored("/live/new.ts"));
  }

  @Test
  void attack_02_unsignedTrailerWithCredentialsOnlyInTheQuery() throws Exception {
    String credential = "X-Amz-Credential=AKIDEXAMPLE%2F20260301%2Fus-east-1%2Fmediastore";
    for (String query : new String[] {credential, credential + "%2Faws4_request"}) {
      refused(
          "403 400 InvalidSignatureException IncompleteSignature",
          AttackedOrigin.unsignedTo(
                  AttackedOrigin.PRIVATE_HOST,
                  "PUT /live/kept.ts?" + query,
                  "x-amz-content-sha256: " + Forgery.UNSIGNED_TRAILER,
                  "x-amz-decoded-content-length: 5",
                  "Content-Length: " + FRAMED.length())
              + FRAMED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /live/kept.ts",
    "POST, /live/kept.ts",
    "PUT, //live/kept.ts",
    "PUT, /c/private/live/kept.ts",
    "POST, /c/private/live/kept.ts"
  })
  void attack_03_everyUploadRouteHasTheSameGate(String method, String target) throws Exception {
    String[] payloads = {
      Forgery.UNSIGNED,
      Forgery.UNSIGNED_TRAILER,
      Forgery.CHAIN,
      Forgery.CHAIN_TRAILER,
      Forgery.sha256(FRAMED)
    };
    for (String payload : payloads) {
      Forgery forgery =
          Forgery.of(method, target)
              .with("Content-Length", Integer.toString(FRAMED.length()))
              .with("x-amz-decoded-content-length", "5")
              .payload(payload);
      refused(SIGNATURE, madeUp(forgery.signed()) + FRAMED);
    }
  }

  @Test
  void attack_04_unsignedTrailerSignedWithAnotherSecret() throws Exception {
    String head = unsignedTrailer("/live/kept.ts").key(AttackedOrigin.KEY, "another").signed();
    refused(SIGNATURE, head + FRAMED);
  }

  private static Forgery chain(String target, int wireLength, int decodedLength) {
    return put(target, wireLength)
        .with("Content-Encoding", "aws-chunked")
        .with("x-amz-decoded-content-length", Integer.toString(decodedLength))
        .payload(Forgery.CHAIN);
  }

  /** The length of the frames of {@code chunks}, whatever their signatures. */
  private static int wireLength(String... chunks) {
    Forgery any = Forgery.of("PUT", "/");
    any.signed();
    return any.stream(chunks).length();
  }

  @Test
  void attack_05_signedChunksWithoutAValidSeed() throws Exception {
    Forgery forgery = chain("/live/kept.ts", wireLength("hello"), 5);
    String head = forgery.signed();
    // The frames continue the made-up signature rightly.
    String frames =
        forgery.frame(Forgery.MADE_UP, "hello")
            + forgery.frame(forgery.chunkSignature(Forgery.MADE_UP, "hello"), "");
    refused(SIGNATURE, madeUp(head) + frames);
    String wrong = forgery.key(AttackedOrigin.KEY, "another").signed();
    refused(SIGNATURE, wrong + forgery.stream("hello"));
  }

  @Test
  void attack_06_dataOfAChunkAltered() throws Exception {
    Forgery forgery = chain("/live/kept.ts", wireLength("hello", "world"), 10);
    String head = forgery.signed();
    String frames = forgery.stream("hello", "world");
    refused(SIGNATURE, head + frames.replace("hello", "hellO"));
    refused(SIGNATURE, head + frames.replace("world", "World"));
    assertEquals(200, origin().send(head + frames).status());
    assertEquals("helloworld", origin().stored("/live/kept.ts"));
    origin().reset();
  }

  @Test
  void attack_07_lastChunkAlteredOrOmitted_orBodyCutBetweenChunks() throws Exception {
    Forgery forgery = chain("/live/kept.ts", wireLength("hello", "world"), 10);
    String head = forgery.signed();
    String frames = forgery.stream("hello", "world");
    String last = frames.substring(frames.lastIndexOf("0;chunk-signature="));
    refused(SIGNATURE, head + frames.replace(last, altered(last)));
    int all = frames.length();
    refused(
        "400 403 ValidationException InvalidSignatureException",
        withLength(head, all, all - last.length()) + frames.substring(0, all - last.length()));
    int first = frames.indexOf("hello") + 7;
    refused(
        "400 403 ValidationException InvalidSignatureException",
        withLength(head, all, first) + frames.substring(0, first));
    // Ended early by an empty chunk that is signed for another place.
    String early = frames.substring(0, first) + last;
    refused(
        "400 403 ValidationException InvalidSignatureException",
        withLength(head, all, early.length()) + early);
  }

  private static String altered(String frame) {
    int at = frame.indexOf('=') + 1;
    char other = frame.charAt(at) == '0' ? '1' : '0';
    return frame.substring(0, at) + other + frame.substring(at + 1);
  }

  /** Content-Length is not signed. */
  private static String withLength(String head, int old, int length) {
    return head.replace("Content-Length: " + old, "Content-Length: " + length);
  }

  @Test
  void attack_08_chunksAfterTheLast_orMoreThanDeclared() throws Exception {
    Forgery forgery = chain("/live/kept.ts", wireLength("hello"), 5);
    String head = forgery.signed();
    String frames = forgery.stream("hello");
    int length = frames.length();
    for (String more : new String[] {"x", frames, "5\r\nworld\r\n", "\r\n", "0\r\n\r\n"}) {
      refused(
          "400 ValidationException",
          withLength(head, length, length + more.length()) + frames + more);
    }
    Forgery lying = chain("/live/kept.ts", length, 4);
    refused("400 ValidationException", lying.signed() + lying.stream("hello"));
    lying = chain("/live/kept.ts", length, 6);
    refused("400 ValidationException", lying.signed() + lying.stream("hello"));
  }

  @Test
  void attack_09_framingIsNeverStoredAsContent() throws Exception {
    origin().policy(AttackedOrigin.statement("Allow", "\"*\"", "mediastore:*", ""));
    Forgery framed =
        put("/live/kept.ts", FRAMED.length())
            .with("Content-Encoding", "aws-chunked")
            .payload(Forgery.UNSIGNED);
    refused("400 ValidationException", framed.signed() + FRAMED);
    refused(
        "400 ValidationException",
        AttackedOrigin.unsigned(
                "PUT /live/kept.ts",
                "Content-Encoding: aws-chunked",
                "Content-Length: " + FRAMED.length())
            + FRAMED);
    // Nobody can have signed the chunks of an unsigned request.
    refused(
        "400 403 ValidationException InvalidSignatureException IncompleteSignature",
        AttackedOrigin.unsigned(
                "PUT /live/kept.ts",
                "x-amz-content-sha256: " + Forgery.CHAIN,
                "x-amz-decoded-content-length: 5",
                "Content-Length: " + FRAMED.length())
            + FRAMED);
  }

  @Test
  void attack_27_bodyChanged_digestKept() throws Exception {
    Forgery declared = put("/live/kept.ts", 5).payload(Forgery.sha256("hello"));
    String head = declared.signed();
    refused("400 XAmzContentSHA256Mismatch", head + "hellO");
    refused("400 XAmzContentSHA256Mismatch", head.replace("Length: 5", "Length: 4") + "hell");
    refused("400 XAmzContentSHA256Mismatch", head.replace("Length: 5", "Length: 6") + "hello!");
    refused(SIGNATURE, head.replace(Forgery.sha256("hello"), Forgery.sha256("hellO")) + "hellO");
    refused(SIGNATURE, put("/live/kept.ts", 5).undeclared("hello").signed() + "hellO");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b982",
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b98244",
        "UNSIGNED-PAYLOADS",
        "unsigned-payload",
        "STREAMING-AWS4-HMAC-SHA512-PAYLOAD",
        "STREAMING-UNKNOWN",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"
      })
  void attack_28_unknownPayloadField(String field) throws Exception {
    refused("400 403", put("/live/kept.ts", 5).payload(field).signed() + "hello");
  }

  @Test
  void attack_38_framesSplitAnywhere_areAccepted() throws Exception {
    Forgery forgery = chain("/live/split.ts", wireLength("hello", "world"), 10);
    byte[] head = forgery.signed().getBytes(StandardCharsets.ISO_8859_1);
    byte[] frames = forgery.stream("hello", "world").getBytes(StandardCharsets.ISO_8859_1);
    // Around the end of the last frame at every place, elsewhere in steps.
    for (int split = 1; split < frames.length; split += split > frames.length - 8 ? 1 : 13) {
      try (RawClient client = origin().connect()) {
        client.send(head).send(java.util.Arrays.copyOf(frames, split));
        awaitArrival();
        client.send(java.util.Arrays.copyOfRange(frames, split, frames.length));
        Answer answer = client.answer("PUT");
        assertEquals(200, answer.status(), kind + " split at " + split + answer);
      }
      assertEquals("helloworld", origin().stored("/live/split.ts"));
    }
  }

  /** A request on another connection takes longer than bytes take over the loopback. */
  private static void awaitArrival() throws Exception {
    assertEquals("kept", origin().stored(AttackedOrigin.KEPT));
  }
}
