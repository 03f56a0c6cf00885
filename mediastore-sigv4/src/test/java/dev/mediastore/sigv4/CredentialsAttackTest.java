// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.CREDENTIALS;
import static dev.mediastore.sigv4.Sample.NOW;
import static dev.mediastore.sigv4.Sample.TEMPORARY;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.assertVerified;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.signer;
import static dev.mediastore.sigv4.Sample.verifier;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.sigv4.SignatureResult.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks on keys, tokens and secrets that other implementations fell for, numbered as in the
 * signing dossier.
 */
class CredentialsAttackTest {
  @Test
  void attack_25_tokenThatDoesNotBelong_isRefused() {
    SigningCredentials tokenless =
        SigningCredentials.of(TEMPORARY.accessKeyId(), TEMPORARY.secretAccessKey());
    for (SigningCredentials wrong :
        List.of(
            tokenless,
            tokenless.withSessionToken("another"),
            CREDENTIALS.withSessionToken("any"),
            CREDENTIALS.withSessionToken(TEMPORARY.sessionToken().orElseThrow()))) {
      SigV4Signer signer = signer(wrong).build();
      assertRefused(SigV4Error.INVALID_TOKEN, get("/x").signed(signer, Sha256.EMPTY_HEX).verify());
      assertRefused(
          SigV4Error.INVALID_TOKEN, get("/x").presigned(signer, Duration.ofMinutes(5)).verify());
    }
  }

  @Test
  void attack_25_temporaryCredentials_countUntilTheirEnd() {
    SigV4Signer signer = signer(TEMPORARY).build();
    Sample header = get("/x").signed(signer, Sha256.EMPTY_HEX);
    Sample presigned = get("/x").presigned(signer, Duration.ofHours(1));
    for (Sample request : List.of(header, presigned)) {
      assertVerified(request.verifyAt(NOW.plusMillis(599_999)));
      assertRefused(SigV4Error.EXPIRED_TOKEN, request.verifyAt(NOW.plusSeconds(600)));
    }
  }

  @Test
  void attack_26_tokenNotSigned_isRefused() {
    SigningCredentials tokenless =
        SigningCredentials.of(TEMPORARY.accessKeyId(), TEMPORARY.secretAccessKey());
    Sample request =
        get("/x")
            .signed(signer(tokenless).build(), Sha256.EMPTY_HEX)
            .with("X-Amz-Security-Token", TEMPORARY.sessionToken().orElseThrow());
    assertRefused(SigV4Error.SIGNED_HEADERS, request.verify());
    Sample presigned = get("/x").presigned(signer(tokenless).build(), Duration.ofMinutes(5));
    assertRefused(
        SigV4Error.INVALID_SIGNATURE,
        presigned.query(presigned.query() + "&X-Amz-Security-Token=Token").verify());
    assertRefused(
        SigV4Error.SIGNED_HEADERS,
        presigned.with("X-Amz-Security-Token", TEMPORARY.sessionToken().orElseThrow()).verify());
  }

  /** Which method compares is in the class file; no clock says it as surely. */
  @ParameterizedTest
  @ValueSource(classes = {Hasher.class, SigningCredentials.class, PlainPayload.class})
  void attack_36_secrets_areComparedInConstantTime(Class<?> type) throws IOException {
    try (InputStream file = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      String constants = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(constants.contains("java/security/MessageDigest"), type.getName());
      assertTrue(constants.contains("isEqual"), type.getName());
      assertFalse(constants.contains("java/util/Arrays"), type.getName());
    }
  }

  @Test
  void attack_39_40_secrets_areNeverShown() {
    String token = TEMPORARY.sessionToken().orElseThrow();
    Sample header =
        get("/x")
            .with("x-amz-server-side-encryption-customer-key", "customerKeyMaterial")
            .signed(signer(TEMPORARY).build(), Sha256.EMPTY_HEX);
    Sample presigned = get("/x").presigned(signer(TEMPORARY).build(), Duration.ofMinutes(5));
    for (Sample request : List.of(header.path("/y"), presigned.path("/y"))) {
      Refused refused = assertRefused(SigV4Error.INVALID_SIGNATURE, request.verify());
      String shown =
          refused + refused.explanation().report() + refused.explanation() + request.verify();
      for (String secret :
          List.of(
              token,
              token.replace("/", "%2F").replace("+", "%2B").replace("=", "%3D"),
              TEMPORARY.secretAccessKey(),
              "customerKeyMaterial",
              signatureOf(header),
              signatureOf(presigned))) {
        assertFalse(shown.contains(secret), secret);
      }
    }
    String printed = "" + header.verify() + TEMPORARY + CredentialsLookup.of(TEMPORARY);
    assertFalse(printed.contains(TEMPORARY.secretAccessKey()));
    assertFalse(printed.contains(token));
  }

  private static String signatureOf(Sample request) {
    String query = request.query();
    String text = query == null ? request.header("Authorization") : query;
    return text.substring(text.lastIndexOf('=') + 1);
  }

  @Test
  void attack_41_presignedWhereOnlyHeadersCount_isRefused() {
    SigV4Verifier control = verifier().presigned(false).anonymous(false).build();
    assertRefused(SigV4Error.PRESIGNED_NOT_ALLOWED, control.verify(get("/x").presigned().view()));
    assertVerified(control.verify(get("/x").signed().view()));
    assertRefused(SigV4Error.MISSING_AUTHENTICATION, control.verify(get("/x").view()));
  }

  @Test
  void attack_42_accessKeyWithoutSignature_isRefused() {
    assertRefused(
        SigV4Error.INCOMPLETE_SIGNATURE,
        get("/x")
            .signed()
            .replace("Authorization", value -> value.replaceAll(", Signature=.*", ""))
            .verify());
    assertRefused(
        SigV4Error.INVALID_SIGNATURE,
        get("/x")
            .signed()
            .replace("Authorization", value -> value.replaceAll("[0-9a-f]{64}$", ""))
            .verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3006020100020100", // r = 0, s = 0
        "3006020101020100", // s = 0
        "3006020100020101", // r = 0
        "30060201ff0201ff", // negative
        "",
        "30",
        "3000",
        "3003020101",
        "300602010102010100"
      })
  void attack_46_degenerateEcdsaSignature_isRefused(String signature) {
    Sample request = get("/x").signed(Sample.ecdsaSigner().build(), Sha256.EMPTY_HEX);
    assertVerified(request.verify());
    assertRefused(
        SigV4Error.INVALID_SIGNATURE,
        request
            .replace("Authorization", value -> value.replaceAll("=[0-9a-f]*$", "=" + signature))
            .verify());
  }

  @ParameterizedTest
  @CsvSource({
    "*, true", "us-east-1, true", "'eu-west-1, us-east-1', true", "us-*, true", "*-1, true",
    "us-west-*, false", "eu-west-1, false", "us-east-11, false", "'', false", "' ', false",
    "',', false", "us, false"
  })
  void attack_47_regionSet_mustHoldTheRegion(String set, boolean accepted) {
    SigV4Signer signer =
        SigV4Signer.builder(CREDENTIALS, set)
            .algorithm(SignatureAlgorithm.ECDSA_P256_SHA256)
            .clock(InstantSource.fixed(NOW))
            .build();
    Sample header = get("/x").signed(signer, Sha256.EMPTY_HEX);
    Sample presigned = get("/x").presigned(signer, Duration.ofMinutes(5));
    for (Sample request : List.of(header, presigned)) {
      if (accepted) {
        assertVerified(request.verify());
      } else {
        assertRefused(SigV4Error.WRONG_SCOPE, request.verify());
      }
    }
  }

  @Test
  void attack_47_regionSetAbsentOrNotSigned_isRefused() {
    Sample request = get("/x").signed(Sample.ecdsaSigner().build(), Sha256.EMPTY_HEX);
    assertRefused(SigV4Error.SIGNED_HEADERS, request.without("X-Amz-Region-Set").verify());
    assertRefused(
        SigV4Error.SIGNED_HEADERS, request.authorization(";x-amz-region-set", "").verify());
    assertRefused(
        SigV4Error.WRONG_SCOPE,
        request.authorization(";x-amz-region-set", "").without("X-Amz-Region-Set").verify());
  }

  @Test
  void attack_49_rotatedOrDeletedSecret_isRefusedAtOnce() {
    AtomicReference<Optional<SigningCredentials>> held =
        new AtomicReference<>(Optional.of(CREDENTIALS));
    SigV4Verifier verifier =
        verifier().credentials(id -> Objects.requireNonNull(held.get())).build();
    for (Sample request :
        List.of(
            get("/x").signed(), get("/x").signed(Sample.ecdsaSigner().build(), Sha256.EMPTY_HEX))) {
      held.set(Optional.of(CREDENTIALS));
      assertVerified(verifier.verify(request.view()));
      assertVerified(verifier.verify(request.view()));
      held.set(Optional.of(SigningCredentials.of(CREDENTIALS.accessKeyId(), "rotated")));
      assertRefused(SigV4Error.INVALID_SIGNATURE, verifier.verify(request.view()));
      held.set(Optional.empty());
      assertRefused(SigV4Error.UNRECOGNIZED_CLIENT, verifier.verify(request.view()));
      held.set(
          Optional.of(
              SigningCredentials.of(CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())));
      assertVerified(verifier.verify(request.view()));
    }
  }

  @Test
  void attack_50_emptyAccessKeyOrSecret_isRefused() {
    assertRefused(
        SigV4Error.UNRECOGNIZED_CLIENT,
        get("/x").signed().authorization("Credential=AKIDEXAMPLE/", "Credential=/").verify());
    SigV4Verifier careless =
        verifier().credentials(id -> Optional.of(SigningCredentials.of(id, ""))).build();
    assertRefused(SigV4Error.CREDENTIALS_UNAVAILABLE, careless.verify(get("/x").signed().view()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "/", "a//b/", "20261123/us-east-1/mediastore/aws4_request"})
  void attack_50_accessKeyWithSlashes_isParsedRight(String accessKey) {
    SigningCredentials slashed = SigningCredentials.of(accessKey, "secret");
    SigV4Verifier verifier = verifier().credentials(CredentialsLookup.of(slashed)).build();
    for (Sample request :
        List.of(
            get("/x").signed(signer(slashed).build(), Sha256.EMPTY_HEX),
            get("/x").presigned(signer(slashed).build(), Duration.ofMinutes(5)))) {
      assertVerified(verifier.verify(request.view()));
    }
  }
}
