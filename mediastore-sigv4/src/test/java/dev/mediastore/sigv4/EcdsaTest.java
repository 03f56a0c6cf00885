// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.assertVerified;
import static dev.mediastore.sigv4.Sample.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signature Version 4A. */
class EcdsaTest {
  private static final BigInteger ORDER = CustomNamedCurves.getByName("P-256").getN();
  private static final String ORDER_HEX =
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

  /**
   * The private number of the public test vectors, where the first counter is out of luck or not.
   */
  @Test
  void key_derivedFromTheCredential_hasThePublishedPoint() {
    EcdsaKey key =
        EcdsaKey.derive(
            SigningCredentials.of(
                "AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom"));
    assertEquals(
        "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb",
        key.publicX().toString(16));
    assertEquals(
        "515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0",
        key.publicY().toString(16));
  }

  @Test
  void request_signedInVersion4a_isVerified() {
    Sample request = get("/a%20b").signed(Sample.ecdsaSigner().build(), Sha256.EMPTY_HEX);
    SignatureResult.Verified verified =
        assertInstanceOf(SignatureResult.Verified.class, request.verify());
    assertEquals(SignatureAlgorithm.ECDSA_P256_SHA256, verified.algorithm());
    assertEquals(new CredentialScope("20261123", "", "mediastore"), verified.scope());
    assertEquals("20261123/mediastore/aws4_request", verified.scope().toString());
    assertVerified(
        get("/x").presigned(Sample.ecdsaSigner().build(), Duration.ofMinutes(5)).verify());
    assertRefused(SigV4Error.INVALID_SIGNATURE, request.path("/a%20c").verify());
  }

  @Test
  void version4a_switchedOff_isAnUnknownAlgorithm() {
    SigV4Verifier strict = Sample.verifier().sigV4a(false).build();
    assertRefused(
        SigV4Error.UNSUPPORTED_ALGORITHM,
        strict.verify(get("/x").signed(Sample.ecdsaSigner().build(), Sha256.EMPTY_HEX).view()));
    assertRefused(
        SigV4Error.UNSUPPORTED_ALGORITHM,
        strict.verify(
            get("/x").presigned(Sample.ecdsaSigner().build(), Duration.ofMinutes(5)).view()));
    assertVerified(strict.verify(get("/x").signed().view()));
  }

  /** A scope with a region has one part more than Version 4A splits off. */
  @Test
  void scopeOfTheOtherAlgorithm_isRefused() {
    Sample request = get("/x").signed(Sample.ecdsaSigner().build(), Sha256.EMPTY_HEX);
    assertRefused(
        SigV4Error.WRONG_SCOPE,
        request.authorization("20261123/mediastore", "20261123/us-east-1/mediastore").verify());
    assertRefused(
        SigV4Error.WRONG_SCOPE,
        get("/x").signed(Sample.ecdsaSigner().service("s3").build(), Sha256.EMPTY_HEX).verify());
  }

  @Test
  void verifierOfEveryRegion_stillAsksForARegionSet() {
    SigV4Verifier everywhere =
        SigV4Verifier.builder()
            .credentials(CredentialsLookup.of(Sample.CREDENTIALS))
            .clock(() -> Sample.NOW)
            .build();
    SigV4Signer.Builder signer =
        SigV4Signer.builder(Sample.CREDENTIALS, "xx-any-1")
            .algorithm(SignatureAlgorithm.ECDSA_P256_SHA256)
            .clock(() -> Sample.NOW);
    Sample request = get("/x").signed(signer.build(), Sha256.EMPTY_HEX);
    assertVerified(everywhere.verify(request.view()));
    assertRefused(
        SigV4Error.SIGNED_HEADERS, everywhere.verify(request.without("X-Amz-Region-Set").view()));
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, true",
    "*, true",
    "**, true",
    "us-*-1, true",
    "*east*, true",
    "us-east-1*, true",
    "*us-east-1, true",
    "u*s-e*a*t-*1, true",
    "us-east, false",
    "us-east-1-, false",
    "*x*, false",
    "us-?ast-1, false",
    "US-EAST-1, false",
    "'eu-west-1,us-east-1', true",
    "'eu-west-1 , us-east-1 ', true",
    "'eu-west-1,us-east', false",
    "',,', false",
  })
  void regionSet_matched_likeGlob(String set, boolean expected) {
    assertEquals(expected, RegionSet.matches(set, List.of("us-east-1")));
  }

  @Test
  void signature_printed_isReadBack() {
    for (BigInteger[] numbers :
        List.of(
            new BigInteger[] {BigInteger.ONE, BigInteger.ONE},
            new BigInteger[] {BigInteger.valueOf(127), BigInteger.valueOf(128)},
            new BigInteger[] {ORDER.subtract(BigInteger.ONE), BigInteger.TWO.pow(255)})) {
      EcdsaSignature signature = new EcdsaSignature(numbers[0], numbers[1]);
      assertEquals(signature, EcdsaSignature.parse(signature.toDer(), ORDER));
    }
    assertArrayEquals(
        Hex.decode("300702017f02020080"),
        new EcdsaSignature(BigInteger.valueOf(127), BigInteger.valueOf(128)).toDer());
  }

  @Test
  void smallestSignature_isRead() {
    assertNotNull(EcdsaSignature.parse(Hex.decode("3006020101020102"), ORDER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "30080203000001020101", // two bytes of zero in front
        "30080201010203000001",
        "300602010102020001", // cut
        "3106020101020102", // no sequence
        "3005020101020102", // sequence too short
        "3007020101020102", // sequence too long
        "300602010102010200", // trailing byte
        "30070201010201020000", // trailing bytes within
        "300702010102010200", // trailing byte within
        "3006030101020102", // no integer
        "3006020101030102",
        "30050200020102", // empty integer
        "30050201010200",
        "3007020200010201" + "02", // padded r
        "300702010102020001", // padded s
        "3006020181020102", // negative r
        "3006020101020181", // negative s
        "3006020100020102", // r = 0
        "3006020101020100", // s = 0
        "308106020101020102", // long form
        "3006020501020102", // r reaches beyond the end
        "3006020101020502", // s reaches beyond the end
        "3006027f01020102",
        "300602ff01020102", // negative length
        "3003020101",
        "300402010102",
        "300502010102" + "01",
        "3025022100" + ORDER_HEX, // no s
        "3026022100" + ORDER_HEX + "020101", // r = n
        "3026020101022100" + ORDER_HEX, // s = n
      })
  void otherEncodings_areNoSignature(String hex) {
    assertNull(EcdsaSignature.parse(Hex.decode(hex), ORDER));
  }

  @Test
  void signatureText_outOfShape_isRefused() throws Refusal {
    EcdsaKey key = EcdsaKey.derive(Sample.CREDENTIALS);
    CanonicalBuffer text = CanonicalBuffer.unbounded();
    text.append("text");
    String right = key.sign(Sample.bytes("text"));
    assertTrue(key.verifies(text, new Hasher(), right, 0, right.length()));
    assertTrue(key.verifies(text, new Hasher(), "x" + right + "y", 1, right.length() + 1));
    assertEquals(right, key.sign(Sample.bytes("text")), "deterministic");
    for (String wrong :
        List.of(
            "",
            right.substring(1),
            right.substring(2),
            right + "00",
            right.toUpperCase(java.util.Locale.ROOT),
            "00".repeat(73),
            "zz" + right.substring(2))) {
      assertFalse(key.verifies(text, new Hasher(), wrong, 0, wrong.length()), wrong);
    }
    text.append("!");
    assertFalse(key.verifies(text, new Hasher(), right, 0, right.length()));
  }
}
