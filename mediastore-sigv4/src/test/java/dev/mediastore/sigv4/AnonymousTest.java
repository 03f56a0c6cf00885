// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.assertAccepted;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.bytes;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.put;
import static dev.mediastore.sigv4.Sample.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnonymousTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "Path=a&MaxResults=2", "v=50%", "%zz", "Signature=x", "X-Amz-Region-Set=*"})
  void requestWithoutCredentials_verified_isAnonymous(String query) {
    assertInstanceOf(SignatureResult.Anonymous.class, get("/x").query(query).verify());
  }

  @Test
  void anonymousBody_undeclared_isAccepted() {
    SignatureResult.Anonymous anonymous =
        assertInstanceOf(SignatureResult.Anonymous.class, put("/x").verify());
    assertEquals(PayloadForm.UNSIGNED, anonymous.payload().form());
    assertEquals("Anonymous", anonymous.toString());
    assertAccepted(Bodies.feed(anonymous, bytes("anything")));
  }

  @Test
  void anonymousBody_withDeclaredDigest_mustHaveIt() {
    SignatureResult head = put("/x").with("x-amz-content-sha256", sha256("hello")).verify();
    assertAccepted(Bodies.feed(head, bytes("hello")));
    assertRefused(SigV4Error.PAYLOAD_MISMATCH, Bodies.feed(head, bytes("other")));
    assertRefused(
        SigV4Error.PAYLOAD_MISMATCH,
        put("/x").with("x-amz-content-sha256", sha256("hello")).body(false).verify());
  }

  @Test
  void anonymousBody_framed_losesItsFraming() {
    Sample request =
        put("/x")
            .with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .with("x-amz-trailer", "x-amz-checksum-crc32");
    Bodies.Collector object = new Bodies.Collector();
    byte[] body = bytes("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
    assertAccepted(Bodies.feed(request.verify(), body, 3, object));
    assertArrayEquals(bytes("hello"), object.bytes());
  }

  @Test
  void formsSwitchedOff_areRefusedForAnonymousToo() {
    SigV4Verifier strict = Sample.verifier().streamingPayloads(false).build();
    assertRefused(
        SigV4Error.PAYLOAD_FORM_NOT_ALLOWED,
        strict.verify(
            put("/x").with("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER").view()));
  }
}
