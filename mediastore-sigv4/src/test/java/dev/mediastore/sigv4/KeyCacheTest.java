// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.SignatureAlgorithm.ECDSA_P256_SHA256;
import static dev.mediastore.sigv4.SignatureAlgorithm.HMAC_SHA256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the cache of derived keys keeps, and for how long. */
class KeyCacheTest {
  private static final CredentialScope TODAY =
      new CredentialScope("20261123", Sample.REGION, "mediastore");
  private static final CredentialScope TOMORROW =
      new CredentialScope("20261124", Sample.REGION, "mediastore");
  private static final SigningCredentials KEY = SigningCredentials.of("AKID", "secret");

  private final KeyCache cache = new KeyCache(10);

  @Test
  void sameSecretAndScope_askedAgain_givesTheSameKey() {
    SignatureKey key = cache.get(KEY, TODAY, HMAC_SHA256);
    assertSame(key, cache.get(SigningCredentials.of("AKID", "secret"), TODAY, HMAC_SHA256));
    assertNotSame(key, cache.get(KEY, TOMORROW, HMAC_SHA256));
    assertSame(key, cache.get(KEY, TODAY, HMAC_SHA256));
  }

  @Test
  void keyOfVersion4a_isTheSameInEveryScope() {
    SignatureKey key = cache.get(KEY, TODAY, ECDSA_P256_SHA256);
    assertSame(key, cache.get(KEY, TOMORROW, ECDSA_P256_SHA256));
    assertEquals(1, cache.size());
  }

  @Test
  void rotatedSecret_takesThePlaceOfTheOneBefore() {
    SignatureKey key = cache.get(KEY, TODAY, HMAC_SHA256);
    SigningCredentials rotated = SigningCredentials.of("AKID", "rotated");
    assertNotSame(key, cache.get(rotated, TODAY, HMAC_SHA256));
    assertEquals(1, cache.size());
  }

  @Test
  void otherVersion_ofTheSameSecret_isDerivedAnew() {
    SignatureKey key = cache.get(KEY, TODAY, HMAC_SHA256);
    assertNotSame(key, cache.get(KEY.withVersion("2"), TODAY, HMAC_SHA256));
    assertEquals(1, cache.size());
  }

  @Test
  void keyDropped_isForgotten() {
    cache.get(KEY, TODAY, HMAC_SHA256);
    cache.get(KEY, TODAY, ECDSA_P256_SHA256);
    cache.drop("AKID", TODAY, HMAC_SHA256);
    assertEquals(1, cache.size());
    cache.drop("AKID", TODAY, ECDSA_P256_SHA256);
    assertEquals(0, cache.size());
  }

  /** The verification drops what it finds deleted; a made-up scope of nobody's stays. */
  @Test
  void deletedCredentials_areForgottenByTheVerification() {
    AtomicReference<Optional<SigningCredentials>> held =
        new AtomicReference<>(Optional.of(Sample.CREDENTIALS));
    VerifierSettings settings =
        new VerifierSettings(
            "mediastore",
            java.util.List.of(Sample.REGION),
            PathRules.STANDARD,
            id -> Objects.requireNonNull(held.get()),
            java.time.InstantSource.fixed(Sample.NOW),
            0,
            SigV4Limits.DEFAULTS,
            true,
            true,
            true,
            true,
            true,
            false,
            java.util.List.of());
    Verification verification = new Verification(settings, cache, new CredentialTexts());
    RequestView request = Sample.get("/x").signed().view();
    Sample.assertVerified(verification.verify(request));
    SignatureKey known = cache.get(Sample.CREDENTIALS, TODAY, HMAC_SHA256);
    held.set(Optional.empty());
    Sample.assertRefused(SigV4Error.UNRECOGNIZED_CLIENT, verification.verify(request));
    assertNotSame(known, cache.get(Sample.CREDENTIALS, TODAY, HMAC_SHA256));
  }
}
