// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.TIMESTAMP;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.assertVerified;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.signer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationHeaderTest {
  private static final String CREDENTIAL =
      "Credential=AKIDEXAMPLE/20261123/us-east-1/mediastore/aws4_request";
  private static final String HEADERS = "SignedHeaders=host;x-amz-content-sha256;x-amz-date";

  private static String signature() {
    String value = get("/x").signed().header("Authorization");
    return value.substring(value.indexOf("Signature="));
  }

  private static Sample withAuthorization(String value) {
    return get("/x").signed().replace("Authorization", known -> value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS4-HMAC-SHA256 C, H, S",
        "AWS4-HMAC-SHA256 C,H,S",
        "AWS4-HMAC-SHA256 S, C, H",
        "AWS4-HMAC-SHA256 H ,S , C",
        "AWS4-HMAC-SHA256   C,   H,   S",
        "' AWS4-HMAC-SHA256 C, H, S '",
        "AWS4-HMAC-SHA256 C, H, S,",
      })
  void wellFormedValue_verified_isAccepted(String shape) {
    assertVerified(withAuthorization(filled(shape)).verify());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 C, H",
        "AWS4-HMAC-SHA256 C, S",
        "AWS4-HMAC-SHA256 H, S",
        "AWS4-HMAC-SHA256 C, H, S, S",
        "AWS4-HMAC-SHA256 C, C, H, S",
        "AWS4-HMAC-SHA256 C, H, H, S",
        "AWS4-HMAC-SHA256 C, H, S, X=1",
        "AWS4-HMAC-SHA256 C H S",
        "AWS4-HMAC-SHA256 C; H; S",
        "AWS4-HMAC-SHA256, C, H, S",
        "AWS4-HMAC-SHA256 C,, H, S",
        "AWS4-HMAC-SHA256 credential=x, H, S",
        "AWS4-HMAC-SHA256 Credential, H, S",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d, H, S",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, H, S",
        "AWS4-HMAC-SHA256 Credential=, H, S",
        "''",
      })
  void brokenValue_verified_isRefused(String shape) {
    SignatureResult.Refused refused =
        assertInstanceOf(SignatureResult.Refused.class, withAuthorization(filled(shape)).verify());
    assertTrue(
        List.of(
                SigV4Error.INCOMPLETE_SIGNATURE,
                SigV4Error.UNSUPPORTED_ALGORITHM,
                SigV4Error.INVALID_SIGNATURE)
            .contains(refused.error()),
        refused::toString);
    Sample.assertPublic(refused.publicMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS4-HMAC-SHA256 C, H | Missing: Signature",
        "AWS4-HMAC-SHA256 C, S | Missing: SignedHeaders",
        "AWS4-HMAC-SHA256 H, S | Missing: Credential",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/us-east-1, H, S | Credential has too few parts",
        "AWS4-HMAC-SHA256 C, H, S, X=1 | neither Credential nor SignedHeaders nor Signature",
      })
  void brokenValue_refused_namesTheMistake(String shape, String words) {
    String message =
        assertRefused(SigV4Error.INCOMPLETE_SIGNATURE, withAuthorization(filled(shape)).verify())
            .publicMessage();
    assertTrue(message.contains(words), message);
  }

  private static String filled(String shape) {
    return shape
        .replaceFirst("\\bC\\b", CREDENTIAL)
        .replaceFirst("\\bH\\b", HEADERS)
        .replaceFirst("\\bS\\b", signature());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T07:11:28Z",
        "20261123T071128",
        "20261123T0711280",
        "20261123 071128Z",
        "20261123T071128z",
        "20261123T241128Z",
        "20261123T076028Z",
        "20261123T071160Z",
        "20261323T071128Z",
        "20260023T071128Z",
        "20261100T071128Z",
        "20261131T071128Z",
        "20270229T071128Z",
        "2026112aT071128Z",
        "+0261123T071128Z",
        ""
      })
  void badDate_verified_isRefused(String date) {
    assertRefused(
        SigV4Error.INCOMPLETE_SIGNATURE,
        get("/x").signed().replace("X-Amz-Date", known -> date).verify());
  }

  @Test
  void leapDay_parsed_isADay() {
    assertEquals(1_709_164_800, AmzDate.parse("20240229T000000Z"));
    assertEquals(AmzDate.INVALID, AmzDate.parse("21000229T000000Z"));
    assertEquals(951_782_399, AmzDate.parse("20000228T235959Z"));
  }

  @Test
  void noDate_verified_isRefused() {
    assertRefused(
        SigV4Error.INCOMPLETE_SIGNATURE, get("/x").signed().without("X-Amz-Date").verify());
  }

  /** Old signers date a request by Date, which then must be signed. */
  @ParameterizedTest
  @ValueSource(strings = {"Mon, 23 Nov 2026 07:11:28 GMT", TIMESTAMP})
  void requestDatedByDate_verified_isAccepted(String date) {
    Sample request = get("/x").with("Date", date);
    List<String> names = List.of("date", "host");
    assertVerified(signedByHand(request, names).verify());
    assertRefused(SigV4Error.SIGNED_HEADERS, signedByHand(request, List.of("host")).verify());
    assertRefused(
        SigV4Error.INCOMPLETE_SIGNATURE,
        signedByHand(get("/x").with("Date", "yesterday"), names).verify());
  }

  @Test
  void dateBesideAmzDate_verified_isIgnored() {
    Sample request = get("/x").with("Date", "Mon, 23 Nov 1996 07:11:28 GMT");
    assertVerified(request.signed().verify());
  }

  private static Sample signedByHand(Sample request, List<String> names) {
    CredentialScope scope = new CredentialScope("20261123", "us-east-1", "mediastore");
    CanonicalRequest canonical =
        CanonicalRequest.of(request.view(), names, Sha256.EMPTY_HEX, PathRules.STANDARD);
    StringToSign text =
        new StringToSign(SignatureAlgorithm.HMAC_SHA256, TIMESTAMP, scope, canonical.hash());
    String signature = SigningKey.derive(Sample.CREDENTIALS, scope).sign(text.bytes());
    return request.with(
        "Authorization",
        "AWS4-HMAC-SHA256 "
            + CREDENTIAL
            + ",SignedHeaders="
            + String.join(";", names)
            + ",Signature="
            + signature);
  }

  @Test
  void signedRequest_verified_tellsWhoAndWhat() {
    Sample request = get("/x").signed();
    SignatureResult.Verified verified =
        assertInstanceOf(SignatureResult.Verified.class, request.verify());
    assertEquals(Sample.CREDENTIALS, verified.credentials());
    assertEquals(new CredentialScope("20261123", "us-east-1", "mediastore"), verified.scope());
    assertEquals("20261123/us-east-1/mediastore/aws4_request", verified.scope().toString());
    assertEquals(SignatureAlgorithm.HMAC_SHA256, verified.algorithm());
    assertEquals(false, verified.presigned());
    assertEquals(Sample.NOW, verified.signedAt());
    assertEquals(Optional.empty(), verified.expiresAt());
    assertEquals(List.of("host", "x-amz-content-sha256", "x-amz-date"), verified.signedHeaders());
    assertEquals(PayloadForm.DECLARED_DIGEST, verified.payload().form());
    assertEquals("Verified[AKIDEXAMPLE]", verified.toString());
  }

  /** What the SDKs sign in addition, spaces and semicolons in values among it. */
  @Test
  void headersOfSdks_signed_areAccepted() {
    Sample request =
        get("/x")
            .with("amz-sdk-request", "attempt=1; max=4")
            .with("Range", "bytes=0-")
            .with("Cache-Control", "max-age=6,  s-maxage=2");
    SigV4Signer signer =
        signer()
            .signedHeader("AMZ-sdk-request")
            .signedHeader("range")
            .signedHeader("cache-control")
            .build();
    Sample signed = request.signed(signer, Sha256.EMPTY_HEX);
    assertVerified(signed.verify());
    assertVerified(signed.replace("Cache-Control", v -> "max-age=6, s-maxage=2").verify());
    for (String name : List.of("amz-sdk-request", "Range", "Cache-Control")) {
      assertRefused(
          SigV4Error.INVALID_SIGNATURE, signed.replace(name, value -> value + "1").verify());
      assertRefused(SigV4Error.SIGNED_HEADERS, signed.without(name).verify());
    }
  }

  @Test
  void contentType_unsigned_isRefusedOnlyWhereDemanded() {
    Sample request = get("/x").signed().with("Content-Type", "text/html");
    assertVerified(request.verify());
    SigV4Verifier strict = Sample.verifier().signedContentType(true).build();
    assertRefused(SigV4Error.SIGNED_HEADERS, strict.verify(request.view()));
    assertVerified(strict.verify(get("/x").with("Content-Type", "text/html").signed().view()));
    assertVerified(strict.verify(get("/x").signed().view()));
  }

  @Test
  void headerNamedByTheEmbedder_unsigned_isAccepted() {
    Sample request = get("/x").signed().with("X-Amz-Edge", "1");
    assertRefused(SigV4Error.SIGNED_HEADERS, request.verify());
    SigV4Verifier verifier = Sample.verifier().unsignedHeader("x-amz-EDGE").build();
    assertVerified(verifier.verify(request.view()));
    assertVerified(verifier.verify(get("/x").signed().with("x-amz-cf-id", "1").view()));
  }

  @Test
  void payloadHashHeader_unsigned_isCoveredAllTheSame() {
    Sample request =
        get("/x")
            .signed(signer().declarePayload(false).build(), "UNSIGNED-PAYLOAD")
            .with("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    assertVerified(request.verify());
    assertRefused(
        SigV4Error.INVALID_SIGNATURE,
        request.replace("x-amz-content-sha256", value -> Sha256.EMPTY_HEX).verify());
  }

  @Test
  void headerOrder_changed_isNoHarm() {
    Sample signed = get("/x").with("x-amz-a", "1").with("b", "2").signed();
    List<Map.Entry<String, String>> reversed = new java.util.ArrayList<>(signed.headers());
    java.util.Collections.reverse(reversed);
    assertVerified(new Sample("GET", "/x", null, reversed, false).verify());
  }
}
