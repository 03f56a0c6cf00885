// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.StoreLimits;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies framed by aws-chunked: verified to the end, and the framing never stored (section 5). */
class ChunkedUploadsTest {
  private static final String CHAIN = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

  private final Fixture origin =
      new Fixture(
          store -> store.memory(1 << 20).limits(StoreLimits.defaults().withObjectBytes(1000, 1000)),
          settings -> settings);

  @AfterEach
  void close() {
    origin.close();
  }

  private Call put(String form, int decodedLength) {
    Call call = origin.call("PUT", "/a.ts").header("Content-Encoding", "aws-chunked, gzip");
    if (decodedLength >= 0) {
      call.header("x-amz-decoded-content-length", Integer.toString(decodedLength));
    }
    if (form.equals(TRAILER)) {
      call.header("x-amz-trailer", "x-amz-checksum-crc32");
    }
    return Fixture.OWNER.declare(call, Fixture.NOW, form);
  }

  private static String signature(Call call) {
    String authorization = call.head().headers().all("Authorization").get(0);
    return authorization.substring(authorization.indexOf("Signature=") + 10);
  }

  private static byte[] chain(Call call, String... chunks) {
    StringBuilder body = new StringBuilder();
    String previous = signature(call);
    for (String chunk : chunks) {
      previous = Fixture.OWNER.chunkSignature(previous, chunk, Fixture.NOW);
      body.append(Integer.toHexString(chunk.length()))
          .append(";chunk-signature=")
          .append(previous)
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    return body.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] withTrailer(String content, String checksummed) {
    CRC32 crc = new CRC32();
    crc.update(Fixture.bytes(checksummed));
    byte[] sum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return Fixture.bytes(
        Integer.toHexString(content.length())
            + "\r\n"
            + content
            + "\r\n0\r\nx-amz-checksum-crc32:"
            + Base64.getEncoder().encodeToString(sum)
            + "\r\n\r\n");
  }

  @Test
  void signedChunks_areStoredWithoutTheirFraming() {
    Call call = put(CHAIN, 10);
    Answer answer = call.send(chain(call, "conte", "nt123", ""));
    assertEquals(200, answer.status(), answer::toString);
    Answer stored = origin.get("/a.ts");
    assertEquals("content123", stored.text());
    assertEquals("gzip", stored.header("Content-Encoding"));
    assertTrue(answer.text().contains(TestSigner.sha256(Fixture.bytes("content123"))));
  }

  @Test
  void unsignedChunksWithTrailer_areStoredWithoutTheirFraming() {
    for (int length : new int[] {7, -1}) {
      Answer answer = put(TRAILER, length).sendChunked(withTrailer("content", "content"));
      assertEquals(200, answer.status(), answer::toString);
      assertEquals("content", origin.content("a.ts"));
    }
  }

  @Test
  void encodingThatWasFramingOnly_isNotStored() {
    Call call = origin.call("PUT", "/a.ts").header("Content-Encoding", "AWS-Chunked");
    Fixture.OWNER.declare(call.header("x-amz-decoded-content-length", "1"), Fixture.NOW, CHAIN);
    assertEquals(200, call.send(chain(call, "c", "")).status());
    assertNull(origin.get("/a.ts").maybe("Content-Encoding"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"altered", "cut", "no last chunk", "surplus", "wrong seed", "too short"})
  void brokenChain_storesNothing(String how) { // cases 5 to 8
    origin.object("a.ts", "old");
    Call call = put(CHAIN, how.equals("too short") ? 11 : 10);
    String good = new String(chain(call, "conte", "nt123", ""), StandardCharsets.US_ASCII);
    String sent =
        switch (how) {
          case "altered" -> good.replace("nt123", "nt124");
          case "cut" -> good.substring(0, good.indexOf("nt123") + 2);
          case "no last chunk" -> good.substring(0, good.indexOf("nt123") + 7);
          case "surplus" -> good + "5\r\nmore!\r\n";
          case "wrong seed" -> good.replaceFirst("[0-9a-f]{64}", "0".repeat(64));
          default -> good;
        };
    Answer answer = call.send(Fixture.bytes(sent));
    assertTrue(answer.status() == 400 || answer.status() == 403, how + answer);
    assertEquals("old", origin.content("a.ts"));
  }

  @Test
  void forgedSeed_isRefusedBeforeTheBody() { // cases 1 to 4
    for (String form : new String[] {CHAIN, TRAILER}) {
      Call call = origin.call("PUT", "/a.ts").header("x-amz-decoded-content-length", "7");
      new TestSigner("AKIDOWNER", "guessed").declare(call, Fixture.NOW, form);
      Answer answer = call.send(withTrailer("content", "content"));
      assertEquals(403, answer.status());
      assertEquals("InvalidSignatureException", answer.error());
      assertEquals("404", origin.content("a.ts"));
    }
  }

  @Test
  void wrongChecksum_storesNothing() {
    Answer answer = put(TRAILER, 7).sendChunked(withTrailer("content", "other"));
    assertEquals(400, answer.status());
    assertEquals("404", origin.content("a.ts"));
  }

  @Test
  void length_isThatOfTheObject() {
    String content = "c".repeat(1000);
    Call fits = put(CHAIN, 1000);
    assertEquals(200, fits.send(chain(fits, content, "")).status());
    Call declared = put(CHAIN, 1001);
    assertEquals(413, declared.send(chain(declared, content, "c", "")).status());
    assertEquals(413, put(TRAILER, -1).sendChunked(withTrailer(content + "c", content)).status());
  }

  @Test
  void framingThatIsNotAnnounced_isNotStored() { // case 9
    Call call = origin.call("PUT", "/a.ts").header("Content-Encoding", "aws-chunked");
    Answer answer = call.send("7\r\ncontent\r\n0\r\n\r\n");
    assertEquals(400, answer.status());
    assertEquals("404", origin.content("a.ts"));
  }

  @Test
  void anonymousFramedBody_isDecodedToo() {
    Call call =
        origin
            .call("PUT", "/a.ts")
            .header("x-amz-content-sha256", TRAILER)
            .header("x-amz-trailer", "x-amz-checksum-crc32")
            .header("x-amz-decoded-content-length", "7");
    Answer answer = call.send(withTrailer("content", "content"));
    assertEquals(200, answer.status(), answer::toString);
    assertEquals("content", origin.content("a.ts"));
  }
}
