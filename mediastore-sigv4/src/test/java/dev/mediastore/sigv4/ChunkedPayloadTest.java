// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.assertAccepted;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.bytes;
import static dev.mediastore.sigv4.Sample.put;
import static dev.mediastore.sigv4.Sample.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in aws-chunked framing, in every signed and unsigned form. */
class ChunkedPayloadTest {
  private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String ECDSA = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD";
  private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String CRC32 = "x-amz-checksum-crc32:NhCmhg==";

  private static Sample unsigned(String... announced) {
    Sample request = put("/x");
    return (announced.length == 0
            ? request
            : request.with("x-amz-trailer", String.join(",", announced)))
        .signed(UNSIGNED_TRAILER);
  }

  private static PayloadResult feed(Sample request, String body) {
    return Bodies.feed(request.verify(), bytes(body));
  }

  private static void assertDecoded(Sample request, String body, String object) {
    for (int piece : new int[] {1, 2, 3, 5, 64, 1 << 16}) {
      Bodies.Collector collector = new Bodies.Collector();
      PayloadResult result = Bodies.feed(request.verify(), bytes(body), piece, collector);
      assertAccepted(result);
      assertArrayEquals(bytes(object), collector.bytes());
      assertEquals(object.length(), ((PayloadResult.Accepted) result).length());
    }
  }

  @Test
  void unsignedChunks_wellFormed_areDecoded() {
    assertDecoded(unsigned(), "5\r\nhello\r\n0\r\n\r\n", "hello");
    assertDecoded(unsigned(), "0\r\n\r\n", "");
    assertDecoded(unsigned(), "0003\r\nhel\r\n2\r\nlo\r\n000\r\n\r\n", "hello");
    assertDecoded(unsigned(), "a\r\n0123456789\r\n0\r\n\r\n", "0123456789");
    assertDecoded(unsigned(), "A\r\n\r\n\r\n\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n\r\n\r\n\r\n");
    assertDecoded(
        unsigned("X-Amz-Checksum-Crc32"), "5\r\nhello\r\n0\r\n" + CRC32 + "\r\n\r\n", "hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\nhello\r\n0\r\n\r\n",
        "5\rhello\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\r0\r\n\r\n",
        "5\r\nhello!\r\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\n\n",
        "5\r\nhello\r\n0\r\n\r\r",
        "\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5g\r\nhello\r\n0\r\n\r\n",
        "5;ext=1\r\nhello\r\n0\r\n\r\n",
        "5;\r\nhello\r\n0\r\n\r\n",
        "000000000000000000000000000000005\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\nx",
        "5\r\nhello\r\n0\r\n\r\n0\r\n\r\n",
        "hello\r\n",
      })
  void brokenFraming_isRefused(String body) {
    for (int piece : new int[] {1, 1 << 16}) {
      assertRefused(
          SigV4Error.MALFORMED_CHUNKS,
          Bodies.feed(unsigned().verify(), bytes(body), piece, data -> {}));
    }
  }

  @Test
  void lineWithoutEnd_isRefusedBeforeItGrows() {
    PayloadVerifier verifier = Bodies.verifierOf(unsigned().verify());
    assertFalse(verifier.update(ByteBuffer.wrap(bytes("0".repeat(1 << 20))), data -> {}));
    assertRefused(SigV4Error.MALFORMED_CHUNKS, verifier.finish());
  }

  @ParameterizedTest
  @CsvSource({"80000000, true", "80000001, false", "ffffffffffffffffffffffffffffffff, false"})
  void chunkSize_beyondTheLimit_isRefused(String size, boolean allowed) {
    PayloadVerifier verifier = Bodies.verifierOf(unsigned().verify());
    assertEquals(allowed, verifier.update(ByteBuffer.wrap(bytes(size + "\r\n")), data -> {}));
    assertRefused(
        allowed ? SigV4Error.INCOMPLETE_BODY : SigV4Error.LIMIT_EXCEEDED, verifier.finish());
  }

  @Test
  void bodyCutAnywhere_isIncomplete() {
    String whole = "5\r\nhello\r\n0\r\n" + CRC32 + "\r\n\r\n";
    Sample request = unsigned("x-amz-checksum-crc32");
    for (int length = 0; length < whole.length(); length++) {
      assertRefused(SigV4Error.INCOMPLETE_BODY, feed(request, whole.substring(0, length)));
    }
    assertAccepted(feed(request, whole));
  }

  @ParameterizedTest
  @CsvSource({
    "4, MALFORMED_CHUNKS",
    "6, INCOMPLETE_BODY",
    "0, MALFORMED_CHUNKS",
    "999999999999999, INCOMPLETE_BODY"
  })
  void otherLengthThanDeclared_isRefused(String declared, SigV4Error error) {
    Sample request =
        put("/x").with("x-amz-decoded-content-length", declared).signed(UNSIGNED_TRAILER);
    assertRefused(error, feed(request, "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"));
  }

  @Test
  void declaredLength_kept_isAccepted() {
    Sample request = put("/x").with("x-amz-decoded-content-length", "5").signed(UNSIGNED_TRAILER);
    assertDecoded(request, "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", "hello");
  }

  @Test
  void afterTheRefusal_nothingReachesTheSink() {
    PayloadVerifier verifier = Bodies.verifierOf(unsigned().verify());
    Bodies.Collector object = new Bodies.Collector();
    assertTrue(verifier.update(ByteBuffer.wrap(bytes("5\r\nhe")), object));
    assertFalse(verifier.update(ByteBuffer.wrap(bytes("llo!!")), object));
    ByteBuffer more = ByteBuffer.wrap(bytes("5\r\nworld\r\n"));
    assertFalse(verifier.update(more, object));
    assertFalse(more.hasRemaining());
    assertArrayEquals(bytes("hello"), object.bytes());
    assertRefused(SigV4Error.MALFORMED_CHUNKS, verifier.finish());
    assertRefused(SigV4Error.MALFORMED_CHUNKS, verifier.finish());
  }

  @Test
  void framedVerifier_needsASinkAndNoDigest() {
    PayloadVerifier verifier = Bodies.verifierOf(unsigned().verify());
    assertTrue(verifier.framed());
    assertThrows(IllegalStateException.class, () -> verifier.update(ByteBuffer.wrap(bytes("0"))));
    assertThrows(IllegalStateException.class, () -> verifier.finish(new byte[32]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-amz-checksum-crc32 | NhCmhg==",
        "x-amz-checksum-crc32c | mnG7TA==",
        "x-amz-checksum-crc64nvme | M3eFcAZSQlc=",
        "x-amz-checksum-sha1 | qvTGHdzF6KLavt4PO0gs2a6pQ00=",
        "x-amz-checksum-sha256 | LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
        "x-amz-checksum-md5 | XUFAKrxLKna5cZ2REBfFkg==",
        "x-amz-checksum-sha512"
            + " | m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==",
      })
  void checksumTrailer_mustBeThatOfTheObject(String name, String value) {
    Sample request = unsigned(name);
    String head = "3\r\nhel\r\n2\r\nlo\r\n0\r\n" + name + ":";
    assertDecoded(request, head + value + "\r\n\r\n", "hello");
    assertDecoded(request, head + "  " + value + "  \r\n\r\n", "hello");
    assertRefused(SigV4Error.CHECKSUM_MISMATCH, feed(request, head + "A" + value + "\r\n\r\n"));
    assertRefused(SigV4Error.CHECKSUM_MISMATCH, feed(request, head + "\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "x-other:1\r\n\r\n",
        CRC32 + "\r\nx-other:1\r\n\r\n",
        CRC32 + "\r\n" + CRC32 + "\r\n\r\n",
        CRC32 + "\r\nx-amz-trailer-signature:00\r\n\r\n",
        "x-amz-checksum-crc32\r\n\r\n",
        ":NhCmhg==\r\n\r\n",
      })
  void otherTrailerThanAnnounced_isRefused(String trailer) {
    assertRefused(
        SigV4Error.BAD_TRAILER,
        feed(unsigned("x-amz-checksum-crc32"), "5\r\nhello\r\n0\r\n" + trailer));
  }

  @Test
  void trailerThatIsNoChecksum_isHandedOn() {
    PayloadResult result =
        feed(
            unsigned("x-meta", "x-amz-checksum-crc32"),
            "5\r\nhello\r\n0\r\nX-Meta: a b \r\n" + CRC32 + "\r\n\r\n");
    PayloadResult.Accepted accepted =
        assertInstanceOf(PayloadResult.Accepted.class, result, () -> Sample.describe(result));
    assertEquals(
        List.of(Map.entry("x-meta", "a b"), Map.entry("x-amz-checksum-crc32", "NhCmhg==")),
        accepted.trailers());
  }

  @Test
  void trailerBeyondItsLimit_isRefused() {
    Sample request = unsigned("x-meta", "x-more");
    String head = "0\r\nx-meta:";
    String more = "\r\nx-more:1\r\n\r\n";
    assertAccepted(feed(request, head + "v".repeat(4081) + more));
    assertRefused(SigV4Error.MALFORMED_CHUNKS, feed(request, head + "v".repeat(4082) + more));
    assertRefused(SigV4Error.MALFORMED_CHUNKS, feed(request, head + "v".repeat(5000)));
  }

  @Test
  void signedChunks_wellFormed_areDecoded() {
    ChunkedBody body =
        ChunkedBody.of(put("/x").signed(SIGNED)).chunk("hel").chunk("lo").chunk("").end();
    assertDecoded(body.request(), body.text(), "hello");
    ChunkedBody empty = ChunkedBody.of(put("/x").signed(SIGNED)).chunk("").end();
    assertDecoded(empty.request(), empty.text(), "");
    ChunkedBody large = ChunkedBody.of(put("/x").signed(SIGNED)).chunk("x".repeat(70_000));
    large.chunk("y").chunk("").end();
    assertDecoded(large.request(), large.text(), "x".repeat(70_000) + "y");
  }

  @Test
  void signedTrailer_wellFormed_isDecoded() {
    Sample request = put("/x").with("x-amz-trailer", "x-amz-checksum-crc32,x-a");
    ChunkedBody body = ChunkedBody.of(request.signed(SIGNED + "-TRAILER"));
    body.chunk("hello").chunk("").trailer("x-a:1", CRC32);
    assertDecoded(body.request(), body.text(), "hello");
  }

  /** The chain: a chunk is good only where it was signed. */
  @Test
  void signedChunks_reorderedDroppedOrRepeated_areRefused() {
    ChunkedBody body =
        ChunkedBody.of(put("/x").signed(SIGNED)).chunk("aaa").chunk("bbb").chunk("").end();
    List<String> parts = body.parts();
    String first = parts.get(0) + parts.get(1) + parts.get(2);
    String second = parts.get(3) + parts.get(4) + parts.get(5);
    String last = parts.get(6) + parts.get(7);
    assertAccepted(feed(body.request(), first + second + last));
    for (String wrong :
        List.of(
            second + first + last,
            first + last,
            last,
            first + first + second + last,
            first + second + second + last)) {
      assertRefused(SigV4Error.CHUNK_SIGNATURE, feed(body.request(), wrong));
    }
    assertRefused(
        SigV4Error.CHUNK_SIGNATURE, feed(put("/y").signed(SIGNED), first + second + last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\r\n",
        "5;chunk-signature\r\n",
        "5;chunk-signature=\r\n",
        "5;Chunk-Signature=SIG\r\n",
        "5;chunk-signature=SIG0\r\n",
        "5;chunk-signature=SIG;x=1\r\n",
        "5;x=1;chunk-signature=SIG\r\n",
        "5; chunk-signature=SIG\r\n"
      })
  void signedChunk_withAnotherExtension_isRefused(String line) {
    ChunkedBody body = ChunkedBody.of(put("/x").signed(SIGNED)).chunk("hello");
    String signature = body.parts().get(0).replaceAll(".*=|\r\n", "");
    assertRefused(
        SigV4Error.CHUNK_SIGNATURE,
        feed(body.request(), line.replace("SIG", signature) + "hello\r\n0\r\n\r\n"));
  }

  @Test
  void signedTrailer_tamperedWith_isRefused() {
    Sample request = put("/x").with("x-amz-trailer", "x-a").signed(SIGNED + "-TRAILER");
    ChunkedBody body = ChunkedBody.of(request).chunk("hello").chunk("").trailer("x-a:1");
    String whole = body.text();
    assertAccepted(feed(request, whole));
    assertRefused(SigV4Error.CHUNK_SIGNATURE, feed(request, whole.replace("x-a:1", "x-a:2")));
    assertRefused(
        SigV4Error.CHUNK_SIGNATURE,
        feed(request, whole.replaceAll("x-amz-trailer-signature:.*\r\n", "")));
    assertRefused(
        SigV4Error.BAD_TRAILER,
        feed(request, whole.replaceAll("(x-a:1\r\n)(x-amz-trailer-signature:.*\r\n)", "$2$1")));
    assertRefused(
        SigV4Error.BAD_TRAILER,
        feed(request, whole.replaceAll("(x-amz-trailer-signature:.*\r\n)", "$1$1")));
    assertRefused(SigV4Error.BAD_TRAILER, feed(request, whole.replace("x-a:1\r\n", "")));
  }

  /** The signature of the head says which of the forms it is; a trailer needs the form with one. */
  @Test
  void trailerInAFormWithout_isRefused() {
    Sample request = put("/x").with("x-amz-trailer", "x-a").signed(SIGNED);
    assertRefused(
        SigV4Error.BAD_TRAILER,
        feed(request, ChunkedBody.of(request).chunk("").trailer("x-a:1").text()));
    assertRefused(
        SigV4Error.BAD_TRAILER, feed(request, ChunkedBody.of(request).chunk("").end().text()));
    assertRefused(
        SigV4Error.BAD_TRAILER,
        feed(request, ChunkedBody.of(request).chunk("").text() + "x-a:1\r\n\r\n"));
    Sample none = put("/x").signed(SIGNED);
    assertRefused(
        SigV4Error.BAD_TRAILER, feed(none, ChunkedBody.of(none).chunk("").trailer().text()));
  }

  @Test
  void ecdsaChunks_wellFormed_areDecoded() {
    Sample plain = put("/x").signed(Sample.ecdsaSigner().build(), ECDSA);
    ChunkedBody body = ChunkedBody.ofEcdsa(plain).chunk("hel").chunk("lo").chunk("").end();
    assertAccepted(feed(plain, body.text()));
    assertAccepted(feed(plain, body.text().replace("*", "")));
    assertRefused(SigV4Error.CHUNK_SIGNATURE, feed(plain, body.text().replace("hel", "heL")));
    Sample trailer =
        put("/x")
            .with("x-amz-trailer", "x-a")
            .signed(Sample.ecdsaSigner().build(), ECDSA + "-TRAILER");
    ChunkedBody trailed = ChunkedBody.ofEcdsa(trailer).chunk("hello").chunk("").trailer("x-a:1");
    assertAccepted(feed(trailer, trailed.text()));
    assertRefused(
        SigV4Error.CHUNK_SIGNATURE, feed(trailer, trailed.text().replace("x-a:1", "x-a:2")));
  }

  @Test
  void hmacChunk_filledUpWithStars_isRefused() {
    ChunkedBody body = ChunkedBody.of(put("/x").signed(SIGNED)).chunk("hello").chunk("").end();
    assertRefused(
        SigV4Error.CHUNK_SIGNATURE,
        feed(body.request(), body.text().replaceFirst("\r\n", "*\r\n")));
  }

  @Test
  void formOfTheOtherAlgorithm_isRefused() {
    assertRefused(
        SigV4Error.BAD_PAYLOAD_HASH,
        put("/x").signed(Sample.ecdsaSigner().build(), SIGNED).verify());
    assertRefused(SigV4Error.BAD_PAYLOAD_HASH, put("/x").signed(ECDSA).verify());
    assertInstanceOf(
        SignatureResult.Verified.class,
        put("/x").signed(Sample.ecdsaSigner().build(), UNSIGNED_TRAILER).verify());
  }

  @ParameterizedTest
  @ValueSource(strings = {SIGNED, SIGNED + "-TRAILER", UNSIGNED_TRAILER})
  void streaming_switchedOff_isRefusedByName(String form) {
    SigV4Verifier strict = Sample.verifier().streamingPayloads(false).build();
    String message =
        assertRefused(
                SigV4Error.PAYLOAD_FORM_NOT_ALLOWED, strict.verify(put("/x").signed(form).view()))
            .publicMessage();
    assertTrue(message.contains("x-amz-content-sha256"), message);
    assertInstanceOf(
        SignatureResult.Verified.class, strict.verify(put("/x").signed(sha256("x")).view()));
  }

  @Test
  void crc64_ofTheCheckString_isTheKnownOne() {
    Crc64Nvme crc = new Crc64Nvme();
    byte[] check = bytes("123456789");
    crc.update(check, 0, check.length);
    assertEquals(0xae8b14860a799888L, crc.getValue());
    crc.reset();
    for (byte b : check) {
      crc.update(b);
    }
    assertEquals(0xae8b14860a799888L, crc.getValue());
  }

  /** Groups of eight and single bytes must agree wherever the pieces end. */
  @Test
  void crc64_inPieces_isThatOfTheWhole() {
    byte[] data = new byte[100];
    new java.util.Random(3).nextBytes(data);
    Crc64Nvme single = new Crc64Nvme();
    for (byte b : data) {
      single.update(b);
    }
    for (int cut = 0; cut <= data.length; cut++) {
      Crc64Nvme pieces = new Crc64Nvme();
      pieces.update(data, 0, cut);
      pieces.update(data, cut, data.length - cut);
      assertEquals(single.getValue(), pieces.getValue(), "cut at " + cut);
    }
  }
}
