// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.NOW;
import static dev.mediastore.sigv4.Sample.TEMPORARY;
import static dev.mediastore.sigv4.Sample.assertAccepted;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.assertVerified;
import static dev.mediastore.sigv4.Sample.bytes;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.put;
import static dev.mediastore.sigv4.Sample.sha256;
import static dev.mediastore.sigv4.Sample.signer;
import static dev.mediastore.sigv4.Sample.verifier;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresignedTest {
  private static final Duration VALIDITY = Duration.ofMinutes(5);

  @Test
  void presignedRequest_verified_tellsItsEnd() {
    SignatureResult.Verified verified =
        assertInstanceOf(SignatureResult.Verified.class, get("/x").presigned().verify());
    assertEquals(true, verified.presigned());
    assertEquals(NOW, verified.signedAt());
    assertEquals(Optional.of(NOW.plusSeconds(300)), verified.expiresAt());
    assertEquals(List.of("host"), verified.signedHeaders());
    assertEquals(PayloadForm.COMPUTED_DIGEST, verified.payload().form());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 9, 90, 604_800})
  void everyValidity_upToSevenDays_isRead(long seconds) {
    Sample request = get("/x").presigned(signer().build(), Duration.ofSeconds(seconds));
    SignatureResult.Verified verified =
        assertInstanceOf(SignatureResult.Verified.class, request.verify());
    assertEquals(Optional.of(NOW.plusSeconds(seconds)), verified.expiresAt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Path=a%20b&MaxResults=2", "a=%2B&a=1", "b", "=", "%7e"})
  void presignedRequest_withAQueryOfItsOwn_isAccepted(String query) {
    Sample request = get("/x").query(query).presigned();
    assertVerified(request.verify());
    assertRefused(SigV4Error.INVALID_SIGNATURE, request.query(request.query() + "&a=2").verify());
  }

  @Test
  void temporaryCredentials_presigned_areAccepted() {
    Sample request = get("/x").presigned(signer(TEMPORARY).build(), VALIDITY);
    assertVerified(request.verify());
    assertRefused(
        SigV4Error.INVALID_SIGNATURE, request.queryPart("Token%2Fof", "token%2Fof").verify());
  }

  /** A token may come in a signed header, but not with another value than in the query. */
  @Test
  void tokenInHeader_mustBeSignedAndAgree() {
    SigningCredentials bare =
        SigningCredentials.of(TEMPORARY.accessKeyId(), TEMPORARY.secretAccessKey());
    String token = TEMPORARY.sessionToken().orElseThrow();
    Sample header =
        get("/x").with("X-Amz-Security-Token", token).presigned(signer(bare).build(), VALIDITY);
    assertVerified(header.verify());
    Sample both =
        get("/x")
            .with("X-Amz-Security-Token", token)
            .presigned(signer(TEMPORARY).build(), VALIDITY);
    assertVerified(both.verify());
    assertRefused(
        SigV4Error.AMBIGUOUS_REQUEST,
        both.replace("X-Amz-Security-Token", value -> "other").verify());
  }

  /** A value is what it decodes to, the signature and the list of signed headers included. */
  @Test
  void valuesOtherwiseEncoded_areReadTheSame() {
    Sample request = get("/x").with("x-amz-meta", "v").presigned();
    String query = String.valueOf(request.query());
    int signature = query.lastIndexOf('=') + 1;
    String escaped = "%%%02x".formatted((int) query.charAt(signature));
    Sample spelt =
        request.query(query.substring(0, signature) + escaped + query.substring(signature + 1));
    assertVerified(spelt.verify());
    assertRefused(SigV4Error.INVALID_SIGNATURE, spelt.queryPart("=" + escaped, "=%66%66").verify());
    assertVerified(request.queryPart("host%3B", "%68ost;").verify());
    assertVerified(request.queryPart("%2Fus-east-1%2F", "/us%2Deast-1/").verify());
    assertVerified(request.queryPart("AWS4-HMAC", "AWS4%2DHMAC").verify());
    assertVerified(request.queryPart("X-Amz-Expires=300", "X-Amz-Expires=3%300").verify());
  }

  /** The same for the region set of Version 4A. */
  @Test
  void regionSetInHeader_mustBeSignedAndAgree() {
    SigV4Signer signer = Sample.ecdsaSigner().build();
    Sample both = get("/x").with("X-Amz-Region-Set", "*").presigned(signer, VALIDITY);
    assertVerified(both.verify());
    assertRefused(
        SigV4Error.AMBIGUOUS_REQUEST, both.replace("X-Amz-Region-Set", value -> "us-*").verify());
    Sample unsigned = get("/x").presigned(signer, VALIDITY).with("X-Amz-Region-Set", "*");
    assertRefused(SigV4Error.SIGNED_HEADERS, unsigned.verify());
    Sample headerOnly = both.queryPart("&X-Amz-Region-Set=%2A", "");
    assertRefused(SigV4Error.INVALID_SIGNATURE, headerOnly.verify());
    Sample elsewhere = headerOnly.replace("X-Amz-Region-Set", value -> "eu-west-1");
    assertRefused(SigV4Error.WRONG_SCOPE, elsewhere.verify());
  }

  @Test
  void dateInHeader_mustAgree() {
    assertRefused(
        SigV4Error.AMBIGUOUS_REQUEST,
        get("/x").presigned().with("X-Amz-Date", "20261123T071129Z").verify());
    assertVerified(get("/x").with("X-Amz-Date", Sample.TIMESTAMP).presigned().verify());
  }

  @Test
  void payloadHash_comesFromHeaderOrQuery() {
    Sample inHeader = put("/x").with("x-amz-content-sha256", sha256("hello")).presigned();
    assertAccepted(Bodies.feed(inHeader.verify(), bytes("hello")));
    assertRefused(SigV4Error.PAYLOAD_MISMATCH, Bodies.feed(inHeader.verify(), bytes("other")));
    Sample inQuery = presignedFor(sha256("hello"));
    assertAccepted(Bodies.feed(inQuery.verify(), bytes("hello")));
    assertAccepted(
        Bodies.feed(
            inQuery.with("x-amz-content-sha256", sha256("hello")).verify(), bytes("hello")));
    assertRefused(
        SigV4Error.AMBIGUOUS_REQUEST,
        inQuery.with("x-amz-content-sha256", "UNSIGNED-PAYLOAD").verify());
    Sample unsigned = presignedFor("UNSIGNED-PAYLOAD");
    assertAccepted(Bodies.feed(unsigned.verify(), bytes("anything")));
  }

  /** Signs with the hash in the query, as the generic presigner of the JavaScript SDK does. */
  private static Sample presignedFor(String hash) {
    Sample unsigned = put("/x").query("X-Amz-Content-Sha256=" + hash);
    String query = unsigned.presigned().query();
    String toSign = String.valueOf(query).replaceAll("&X-Amz-Signature=.*", "");
    CanonicalRequest canonical =
        CanonicalRequest.of(
            put("/x").query(toSign).view(), List.of("host"), hash, PathRules.STANDARD);
    CredentialScope scope = new CredentialScope("20261123", "us-east-1", "mediastore");
    StringToSign text =
        new StringToSign(SignatureAlgorithm.HMAC_SHA256, Sample.TIMESTAMP, scope, canonical.hash());
    String signature = SigningKey.derive(Sample.CREDENTIALS, scope).sign(text.bytes());
    return put("/x").query(toSign + "&X-Amz-Signature=" + signature);
  }

  /** Without a hash the body counts: it is empty, or the request is not proved yet. */
  @Test
  void presignedPut_withoutHash_coversItsBody() {
    Sample request = put("/x").presigned();
    assertInstanceOf(SignatureResult.Pending.class, request.verify());
    assertAccepted(Bodies.feed(request.verify(), bytes("")));
    assertRefused(SigV4Error.INVALID_SIGNATURE, Bodies.feed(request.verify(), bytes("hello")));
  }

  @Test
  void presignedPut_underTheRulesOfS3_leavesItsBodyOut() {
    SigV4Signer signer = signer().pathRules(PathRules.S3).build();
    SigV4Verifier verifier = verifier().pathRules(PathRules.S3).build();
    Sample request = put("/a%20b").presigned(signer, VALIDITY);
    SignatureResult head = verifier.verify(request.view());
    assertVerified(head);
    assertEquals(PayloadForm.UNSIGNED, ((SignatureResult.Signed) head).payload().form());
    assertAccepted(Bodies.feed(head, bytes("anything")));
    SigV4Verifier covered = verifier().pathRules(PathRules.S3).unsignedPayloads(false).build();
    assertRefused(SigV4Error.PAYLOAD_FORM_NOT_ALLOWED, covered.verify(request.view()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&",
        "&X-Amz-Date=20261123T071128Z",
        "&X-Amz-Expires=300",
        "&X-Amz-SignedHeaders=host",
        "&X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Fus-east-1%2Fmediastore%2Faws4_request"
      })
  void parameterMissing_verified_isRefusedByName(String parameter) {
    Sample request = get("/x").presigned().queryPart(parameter, "");
    String name = parameter.replaceAll("&?([^=]*)=.*", "$1");
    String message =
        assertRefused(SigV4Error.BAD_PRESIGN_PARAMETERS, request.verify()).publicMessage();
    assertEquals(true, message.contains(name), message);
  }

  @Test
  void signatureMissing_verified_isRefused() {
    Sample request = get("/x").presigned();
    String query = String.valueOf(request.query());
    assertRefused(
        SigV4Error.BAD_PRESIGN_PARAMETERS,
        request.query(query.replaceAll("&X-Amz-Signature=.*", "")).verify());
    assertRefused(
        SigV4Error.BAD_PRESIGN_PARAMETERS,
        request.query(query.replaceAll("(&X-Amz-Signature=).*", "$1")).verify());
    assertRefused(
        SigV4Error.INVALID_SIGNATURE,
        request.query(query.replaceAll("(&X-Amz-Signature=).*", "$1abc")).verify());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23", "20261123T071128", "20261123T071128z"})
  void badDate_verified_isRefused(String date) {
    assertRefused(
        SigV4Error.BAD_PRESIGN_PARAMETERS,
        get("/x").presigned().queryPart("Date=20261123T071128Z", "Date=" + date).verify());
  }

  @Test
  void credentialTooShort_verified_isRefused() {
    assertRefused(
        SigV4Error.INCOMPLETE_SIGNATURE,
        get("/x")
            .presigned()
            .queryPart("AKIDEXAMPLE%2F20261123%2Fus-east-1%2F", "AKIDEXAMPLE%2F")
            .verify());
  }

  @Test
  void brokenEscape_inAPresignedQuery_isRefused() {
    Sample request = get("/x").presigned();
    assertRefused(SigV4Error.MALFORMED_REQUEST, request.query(request.query() + "&a=%zz").verify());
  }

  @Test
  void signedHeaderInPresignedRequest_mustBeThere() {
    Sample request = get("/x").with("x-amz-meta", "1").presigned();
    assertVerified(request.verify());
    assertRefused(SigV4Error.SIGNED_HEADERS, request.without("x-amz-meta").verify());
    assertRefused(
        SigV4Error.INVALID_SIGNATURE, request.replace("x-amz-meta", value -> "2").verify());
  }
}
