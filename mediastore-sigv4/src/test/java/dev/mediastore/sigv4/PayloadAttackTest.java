// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.assertAccepted;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.assertVerified;
import static dev.mediastore.sigv4.Sample.bytes;
import static dev.mediastore.sigv4.Sample.put;
import static dev.mediastore.sigv4.Sample.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on bodies that other implementations fell for, numbered as in the signing dossier. */
class PayloadAttackTest {
  private static final String MADE_UP = "0123456789abcdef".repeat(4);
  private static final String STREAMING_UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String STREAMING = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";

  private static Sample forged(Sample signed) {
    return signed.replace("Authorization", value -> value.replaceAll("[0-9a-f]{64}$", MADE_UP));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STREAMING_UNSIGNED,
        STREAMING,
        STREAMING + "-TRAILER",
        "UNSIGNED-PAYLOAD",
        Sha256.EMPTY_HEX
      })
  void attack_1_4_5_23_anyPayloadFormWithMadeUpSignature_isRefused(String payload) {
    Sample request = put("/x").signed(payload);
    assertVerified(request.body(!payload.equals(Sha256.EMPTY_HEX)).verify());
    assertRefused(SigV4Error.INVALID_SIGNATURE, forged(request).verify());
  }

  @Test
  void attack_6_chunkDataAltered_isRefused() {
    ChunkedBody body = ChunkedBody.of(put("/x").signed(STREAMING));
    byte[] wire = body.chunk("hello").chunk("").end().bytes();
    SignatureResult head = body.request().verify();
    assertAccepted(Bodies.feed(head, wire));
    byte[] altered =
        new String(wire, StandardCharsets.ISO_8859_1)
            .replace("hello", "hellO")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(SigV4Error.CHUNK_SIGNATURE, Bodies.feed(head, altered));
  }

  @Test
  void attack_7_lastChunkAlteredOrOmitted_isRefused() {
    ChunkedBody body = ChunkedBody.of(put("/x").signed(STREAMING));
    body.chunk("hello").chunk("").end();
    SignatureResult head = body.request().verify();
    String whole = body.text();
    int last = whole.indexOf("0;chunk-signature=");
    assertRefused(SigV4Error.INCOMPLETE_BODY, Bodies.feed(head, bytes(whole.substring(0, last))));
    String altered = whole.substring(0, last) + "0;chunk-signature=" + MADE_UP + "\r\n\r\n";
    assertRefused(SigV4Error.CHUNK_SIGNATURE, Bodies.feed(head, bytes(altered)));
    String unsigned = whole.substring(0, last) + "0\r\n\r\n";
    assertRefused(SigV4Error.CHUNK_SIGNATURE, Bodies.feed(head, bytes(unsigned)));
  }

  @Test
  void attack_8_bytesAfterTheLastChunk_areRefused() {
    ChunkedBody body = ChunkedBody.of(put("/x").signed(STREAMING));
    body.chunk("hello").chunk("").end();
    SignatureResult head = body.request().verify();
    assertRefused(SigV4Error.MALFORMED_CHUNKS, Bodies.feed(head, bytes(body.text() + body.text())));
  }

  @Test
  void attack_8_moreThanTheDecodedLength_isRefused() {
    Sample request = put("/x").with("x-amz-decoded-content-length", "4").signed(STREAMING);
    ChunkedBody body = ChunkedBody.of(request).chunk("hello").chunk("").end();
    assertRefused(SigV4Error.MALFORMED_CHUNKS, Bodies.feed(request.verify(), body.bytes()));
  }

  @Test
  void attack_9_framingWithoutStreamingForm_isRefused() {
    for (String payload : new String[] {"UNSIGNED-PAYLOAD", sha256("x")}) {
      Sample request = put("/x").with("Content-Encoding", "gzip, AWS-chunked").signed(payload);
      assertRefused(SigV4Error.BAD_PAYLOAD_HASH, request.verify());
    }
    assertRefused(
        SigV4Error.BAD_PAYLOAD_HASH, put("/x").with("Content-Encoding", "aws-chunked").verify());
    assertRefused(
        SigV4Error.BAD_PAYLOAD_HASH,
        put("/x")
            .with("Content-Encoding", "aws-chunked")
            .with("Content-Encoding", "gzip")
            .verify());
  }

  @Test
  void attack_5_9_signedChunksWithoutSignedHead_areRefused() {
    assertRefused(
        SigV4Error.INCOMPLETE_SIGNATURE,
        put("/x").with("x-amz-content-sha256", STREAMING).verify());
  }

  @Test
  void attack_27_bodyChangedUnderItsDigest_isRefused() {
    SignatureResult head = put("/x").signed(sha256("hello")).verify();
    assertVerified(head);
    assertAccepted(Bodies.feed(head, bytes("hello")));
    assertRefused(SigV4Error.PAYLOAD_MISMATCH, Bodies.feed(head, bytes("hellO")));
    assertRefused(SigV4Error.PAYLOAD_MISMATCH, Bodies.feed(head, bytes("")));
    assertRefused(
        SigV4Error.PAYLOAD_MISMATCH, put("/x").signed(sha256("hello")).body(false).verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555",
        "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "STREAMING-AWS4-HMAC-SHA512-PAYLOAD",
        "STREAMING-UNSIGNED-PAYLOAD",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
        "unsigned-payload",
        "UNSIGNED-PAYLOAD,UNSIGNED-PAYLOAD",
      })
  void attack_28_badPayloadHash_isRefused(String value) {
    assertRefused(SigV4Error.BAD_PAYLOAD_HASH, put("/x").signed(value).verify());
    assertRefused(
        SigV4Error.BAD_PAYLOAD_HASH, put("/x").with("x-amz-content-sha256", value).verify());
  }

  @Test
  void attack_38_bodyCutAnywhere_isAccepted() {
    ChunkedBody body = ChunkedBody.of(put("/x").signed(STREAMING)).chunk("hello").chunk("").end();
    SignatureResult head = body.request().verify();
    for (int piece = 1; piece <= body.bytes().length; piece++) {
      Bodies.Collector object = new Bodies.Collector();
      assertAccepted(Bodies.feed(head, body.bytes(), piece, object));
      assertArrayEquals(bytes("hello"), object.bytes());
    }
  }
}
