// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.assertAccepted;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.assertVerified;
import static dev.mediastore.sigv4.Sample.bytes;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.put;
import static dev.mediastore.sigv4.Sample.sha256;
import static dev.mediastore.sigv4.Sample.signer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies without framing. */
class PayloadTest {
  private static final SigV4Signer UNDECLARED = signer().declarePayload(false).build();

  /** A signature over a body that nobody has seen proves nothing, whoever sends it. */
  @Test
  void undeclaredBody_untilItEnds_isPending() {
    Sample request = put("/x").signed(UNDECLARED, sha256("hello"));
    SignatureResult head = request.verify();
    SignatureResult.Pending pending = assertInstanceOf(SignatureResult.Pending.class, head);
    assertEquals(PayloadForm.COMPUTED_DIGEST, pending.payload().form());
    assertEquals(Sample.CREDENTIALS, pending.credentials());
    assertAccepted(Bodies.feed(head, bytes("hello")));
    assertRefused(SigV4Error.INVALID_SIGNATURE, Bodies.feed(head, bytes("hellO")));
    assertRefused(SigV4Error.INVALID_SIGNATURE, Bodies.feed(head, bytes("")));
    Sample forged = request.path("/y");
    assertInstanceOf(SignatureResult.Pending.class, forged.verify());
    assertRefused(SigV4Error.INVALID_SIGNATURE, Bodies.feed(forged.verify(), bytes("hello")));
  }

  @Test
  void undeclaredBody_thatCannotCome_isDecidedAtOnce() {
    Sample request = get("/x").signed(UNDECLARED, Sha256.EMPTY_HEX);
    assertVerified(request.verify());
    assertAccepted(Bodies.feed(request.verify(), bytes("")));
    assertRefused(SigV4Error.PAYLOAD_MISMATCH, Bodies.feed(request.verify(), bytes("x")));
    assertRefused(SigV4Error.INVALID_SIGNATURE, request.path("/y").verify());
  }

  /** Nothing but the proof waits for the body. */
  @Test
  void pendingRequest_withOtherFaults_isRefusedAtOnce() {
    SigningCredentials unknown = SigningCredentials.of("AKIDUNKNOWN", "secret");
    assertRefused(
        SigV4Error.UNRECOGNIZED_CLIENT,
        put("/x").signed(signer(unknown).declarePayload(false).build(), sha256("hello")).verify());
    SigningCredentials token = Sample.CREDENTIALS.withSessionToken("t");
    assertRefused(
        SigV4Error.INVALID_TOKEN,
        put("/x").signed(signer(token).declarePayload(false).build(), sha256("hello")).verify());
  }

  @Test
  void digestOfTheCaller_isTakenInstead() {
    byte[] right = Sha256.of(bytes("hello"));
    byte[] wrong = Sha256.of(bytes("other"));
    for (Sample request :
        List.of(put("/x").signed(UNDECLARED, sha256("hello")), put("/x").signed(sha256("hello")))) {
      PayloadVerifier verifier = Bodies.verifierOf(request.verify());
      assertFalse(verifier.framed());
      PayloadResult.Accepted accepted =
          assertInstanceOf(PayloadResult.Accepted.class, verifier.finish(right));
      assertEquals(-1, accepted.length());
      assertSame(accepted, verifier.finish());
      assertInstanceOf(
          SignatureResult.Refused.class, Bodies.verifierOf(request.verify()).finish(wrong));
    }
    SignatureResult unsigned = put("/x").signed("UNSIGNED-PAYLOAD").verify();
    assertAccepted(Bodies.verifierOf(unsigned).finish(wrong));
  }

  @Test
  void verifierOfBody_usedOutOfOrder_complains() {
    SignatureResult head = put("/x").signed(sha256("hello")).verify();
    PayloadVerifier fed = Bodies.verifierOf(head);
    assertTrue(fed.update(ByteBuffer.wrap(bytes("hel"))));
    assertThrows(IllegalStateException.class, () -> fed.finish(new byte[32]));
    PayloadVerifier ended = Bodies.verifierOf(head);
    PayloadResult result = ended.finish();
    assertSame(result, ended.finish());
    assertThrows(IllegalStateException.class, () -> ended.update(ByteBuffer.wrap(bytes("hello"))));
    assertThrows(IllegalStateException.class, () -> ended.finish(new byte[32]));
    PayloadVerifier odd = Bodies.verifierOf(head);
    assertThrows(IllegalArgumentException.class, () -> odd.finish(new byte[31]));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void body_given_reachesTheSinkUntouched(boolean direct) {
    SignatureResult head = put("/x").signed(sha256("hello")).verify();
    PayloadVerifier verifier = Bodies.verifierOf(head);
    ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(9) : ByteBuffer.allocate(9);
    buffer.put(bytes("..hello..")).position(2).limit(7);
    Bodies.Collector object = new Bodies.Collector();
    boolean[] readOnly = new boolean[1];
    assertTrue(
        verifier.update(
            buffer,
            data -> {
              readOnly[0] = data.isReadOnly();
              object.accept(data);
            }));
    assertTrue(readOnly[0]);
    assertFalse(buffer.hasRemaining());
    PayloadResult.Accepted accepted =
        assertInstanceOf(PayloadResult.Accepted.class, verifier.finish());
    assertEquals(5, accepted.length());
    assertArrayEquals(bytes("hello"), object.bytes());
  }

  @Test
  void unsignedPayload_isAcceptedUnlessSwitchedOff() {
    Sample request = put("/x").signed("UNSIGNED-PAYLOAD");
    assertAccepted(Bodies.feed(request.verify(), bytes("anything")));
    SigV4Verifier covered = Sample.verifier().unsignedPayloads(false).build();
    assertRefused(SigV4Error.PAYLOAD_FORM_NOT_ALLOWED, covered.verify(request.view()));
    assertRefused(
        SigV4Error.PAYLOAD_FORM_NOT_ALLOWED,
        covered.verify(put("/x").signed("STREAMING-UNSIGNED-PAYLOAD-TRAILER").view()));
    assertVerified(covered.verify(put("/x").signed(sha256("x")).view()));
  }

  @Test
  void expectation_tellsTheLengthOnlyOfFramedBodies() {
    SignatureResult.Signed plain =
        (SignatureResult.Signed)
            put("/x").with("x-amz-decoded-content-length", "5").signed(sha256("x")).verify();
    assertEquals(OptionalLong.empty(), plain.payload().decodedLength());
    assertEquals("PayloadExpectation[DECLARED_DIGEST]", plain.payload().toString());
    SignatureResult.Signed framed =
        (SignatureResult.Signed)
            put("/x")
                .with("x-amz-decoded-content-length", " 5 ")
                .with("x-amz-trailer", " X-Amz-Checksum-Crc32 , x-other,")
                .signed("STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .verify();
    assertEquals(OptionalLong.of(5), framed.payload().decodedLength());
    assertEquals(List.of("x-amz-checksum-crc32", "x-other"), framed.payload().trailers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+5", "5x", "0x5", "9999999999999999", "5,5"})
  void badDecodedLength_verified_isRefused(String length) {
    assertRefused(
        SigV4Error.MALFORMED_REQUEST,
        put("/x")
            .with("x-amz-decoded-content-length", length)
            .signed("STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .verify());
  }

  @Test
  void announcements_unsigned_areNoHarm() {
    Sample request = put("/x").signed("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    assertVerified(request.with("x-amz-trailer", "x-amz-checksum-crc32").verify());
    assertVerified(request.with("x-amz-decoded-content-length", "5").verify());
    assertRefused(
        SigV4Error.SIGNED_HEADERS,
        put("/x").signed("UNSIGNED-PAYLOAD").with("x-amz-trailer", "a").verify());
    assertRefused(
        SigV4Error.SIGNED_HEADERS,
        put("/x").signed("UNSIGNED-PAYLOAD").with("x-amz-decoded-content-length", "5").verify());
  }

  @Test
  void otherContentEncodings_areNoFraming() {
    for (String coding :
        new String[] {"gzip", "", ",", "aws-chunked2", "x-aws-chunked", "br, gzip"}) {
      assertVerified(
          put("/x").with("Content-Encoding", coding).signed("UNSIGNED-PAYLOAD").verify());
    }
  }

  @Test
  void limits_reachedExactly_areKept() {
    String names = IntStream.range(0, 16).mapToObj(i -> "x-" + i).collect(Collectors.joining(","));
    String streaming = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    assertVerified(put("/x").with("x-amz-trailer", names).signed(streaming).verify());
    SigningCredentials longest = Sample.TEMPORARY.withSessionToken("t".repeat(8192));
    SigV4Verifier verifier = Sample.verifier().credentials(CredentialsLookup.of(longest)).build();
    Sample request = get("/x").signed(Sample.signer(longest).build(), Sha256.EMPTY_HEX);
    assertVerified(verifier.verify(request.view()));
  }

  @Test
  void decodedLength_ofSeveralDigits_isRead() {
    Sample request =
        put("/x")
            .with("x-amz-decoded-content-length", " 120 ")
            .signed("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    SignatureResult result = request.verify();
    assertEquals(OptionalLong.of(120), ((SignatureResult.Signed) result).payload().decodedLength());
    assertAccepted(Bodies.feed(result, bytes("78\r\n" + "x".repeat(120) + "\r\n0\r\n\r\n")));
  }

  @Test
  void announcements_beyondReason_areRefused() {
    assertRefused(
        SigV4Error.LIMIT_EXCEEDED,
        put("/x")
            .with("x-amz-trailer", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q")
            .signed("STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .verify());
    assertRefused(
        SigV4Error.BAD_TRAILER,
        put("/x")
            .with("x-amz-trailer", "x-amz-checksum-crc16")
            .signed("STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .verify());
  }

  /** What the default view of a request takes for the sign of a body. */
  @Test
  void hasBody_byDefault_goesByTheHeaderLines() {
    assertFalse(plain("a", "b").hasBody());
    assertFalse(plain("Content-Length", "0").hasBody());
    assertFalse(plain("content-length", " 00 ").hasBody());
    assertTrue(plain("Content-Length", "5").hasBody());
    assertTrue(plain("Content-Length", "").hasBody());
    assertTrue(plain("Content-Length", "x").hasBody());
    assertTrue(plain("TRANSFER-ENCODING", "chunked").hasBody());
  }

  private static RequestView plain(String name, String value) {
    return RequestView.of("PUT", "/x", null, List.of(java.util.Map.entry(name, value)));
  }
}
