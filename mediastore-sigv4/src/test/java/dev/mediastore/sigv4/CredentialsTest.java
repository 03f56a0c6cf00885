// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.NOW;
import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.signer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final SigningCredentials PLAIN = SigningCredentials.of("AKID", "secret");

  @Test
  void credentials_givenParts_keepThem() {
    SigningCredentials all =
        PLAIN.withVersion("7").withOwner("team").withSessionToken("token").withExpiry(NOW);
    assertEquals("AKID", all.accessKeyId());
    assertEquals("secret", all.secretAccessKey());
    assertEquals(Optional.of("token"), all.sessionToken());
    assertEquals(Optional.of(NOW), all.expiresAt());
    assertEquals("7", all.version());
    assertEquals(Optional.of("team"), all.owner(String.class));
    assertThrows(ClassCastException.class, () -> all.owner(Integer.class));
    assertEquals("SigningCredentials[AKID]", all.toString());
    assertEquals(Optional.empty(), PLAIN.sessionToken());
    assertEquals(Optional.empty(), PLAIN.expiresAt());
    assertEquals(Optional.empty(), PLAIN.owner(Object.class));
    assertEquals("", PLAIN.version());
  }

  @Test
  void credentials_withoutKeyOrSecret_cannotBe() {
    assertThrows(IllegalArgumentException.class, () -> SigningCredentials.of("", "s"));
    assertThrows(IllegalArgumentException.class, () -> SigningCredentials.of("a", ""));
    assertThrows(IllegalArgumentException.class, () -> PLAIN.withSessionToken(""));
  }

  @Test
  void credentials_compared_areEqualByEveryPart() {
    SigningCredentials all =
        PLAIN.withVersion("7").withOwner("team").withSessionToken("token").withExpiry(NOW);
    SigningCredentials same =
        SigningCredentials.of("AKID", "secret")
            .withExpiry(NOW)
            .withSessionToken("token")
            .withOwner("team")
            .withVersion("7");
    assertEquals(all, same);
    assertEquals(all.hashCode(), same.hashCode());
    for (SigningCredentials other :
        List.of(
            PLAIN,
            all.withVersion("8"),
            all.withOwner("other"),
            all.withSessionToken("other"),
            all.withExpiry(NOW.plusSeconds(1)),
            SigningCredentials.of("AKID", "other")
                .withExpiry(NOW)
                .withSessionToken("token")
                .withOwner("team")
                .withVersion("7"),
            SigningCredentials.of("OTHER", "secret")
                .withExpiry(NOW)
                .withSessionToken("token")
                .withOwner("team")
                .withVersion("7"))) {
      assertNotEquals(all, other);
    }
    assertNotEquals(all, (Object) "AKID");
  }

  @Test
  void fixedLookup_findsWhatItHolds() {
    CredentialsLookup lookup = CredentialsLookup.of(PLAIN, SigningCredentials.of("B", "s"));
    assertEquals(Optional.of(PLAIN), lookup.find("AKID"));
    assertEquals(Optional.empty(), lookup.find("C"));
    assertThrows(
        IllegalStateException.class,
        () -> CredentialsLookup.of(PLAIN, SigningCredentials.of("AKID", "other")));
  }

  /** Whatever goes wrong in a lookup, nobody gets in. */
  @Test
  @SuppressWarnings("NullAway") // A careless lookup is the subject.
  void lookupThatFails_neverAdmits() {
    CredentialsLookup nothing = id -> null;
    CredentialsLookup throwing =
        id -> {
          throw new CredentialsUnavailableException("no");
        };
    for (CredentialsLookup lookup : List.of(nothing, throwing)) {
      SigV4Verifier verifier = Sample.verifier().credentials(lookup).build();
      assertRefused(SigV4Error.CREDENTIALS_UNAVAILABLE, verifier.verify(get("/x").signed().view()));
      assertRefused(
          SigV4Error.CREDENTIALS_UNAVAILABLE, verifier.verify(get("/x").presigned().view()));
      assertTrue(verifier.verify(get("/x").view()) instanceof SignatureResult.Anonymous);
    }
  }

  @Test
  void lookup_isAskedOnlyForRequestsThatCouldBeRight() {
    CredentialsLookup untouched =
        id -> {
          throw new AssertionError("asked for " + id);
        };
    SigV4Verifier verifier = Sample.verifier().credentials(untouched).build();
    Sample request = get("/x").signed();
    for (Sample hopeless :
        List.of(
            request.authorization("us-east-1", "eu-west-1"),
            request.authorization("host;", ""),
            request.with("x-amz-acl", "p"),
            request.replace("X-Amz-Date", date -> "20261123T061128Z"),
            request.path("/%zz"))) {
      assertTrue(verifier.verify(hopeless.view()) instanceof SignatureResult.Refused);
    }
  }

  @Test
  void unknownAccessKey_isRefusedWhateverItsSignature() {
    SigningCredentials nobody = SigningCredentials.of("nobody", "nobody");
    for (SigningCredentials unknown : List.of(nobody, SigningCredentials.of("AKIDUNKNOWN", "s"))) {
      assertRefused(
          SigV4Error.UNRECOGNIZED_CLIENT,
          get("/x").signed(signer(unknown).build(), Sha256.EMPTY_HEX).verify());
      assertRefused(
          SigV4Error.UNRECOGNIZED_CLIENT,
          get("/x").presigned(signer(unknown).build(), Duration.ofMinutes(1)).verify());
    }
  }

  @Test
  void boundedLookup_thatHangs_givesUp() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try {
      CredentialsLookup hanging =
          id -> {
            try {
              never.await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
            return Optional.empty();
          };
      CredentialsLookup bounded = hanging.within(Duration.ofMillis(10), executor);
      assertThrows(CredentialsUnavailableException.class, () -> bounded.find("AKID"));
      interrupted.await();
    } finally {
      executor.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void boundedLookup_withoutTime_cannotBe(long millis) {
    CredentialsLookup lookup = CredentialsLookup.of(PLAIN);
    assertThrows(
        IllegalArgumentException.class,
        () -> lookup.within(Duration.ofMillis(millis), Runnable::run));
  }

  /** A lookup that hangs holds up its own requests only: another verifier thread gets through. */
  @Test
  void boundedLookup_thatHangs_leavesOtherKeysAlone() throws Exception {
    ExecutorService executor = Executors.newCachedThreadPool();
    CountDownLatch never = new CountDownLatch(1);
    try {
      CredentialsLookup half =
          id -> {
            if (id.equals(Sample.OTHER.accessKeyId())) {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            return CredentialsLookup.of(Sample.CREDENTIALS).find(id);
          };
      SigV4Verifier verifier =
          Sample.verifier().credentials(half.within(Duration.ofMillis(50), executor)).build();
      Sample hanging =
          Sample.get("/x").signed(Sample.signer(Sample.OTHER).build(), Sha256.EMPTY_HEX);
      Sample.assertRefused(SigV4Error.CREDENTIALS_UNAVAILABLE, verifier.verify(hanging.view()));
      Sample.assertVerified(verifier.verify(Sample.get("/x").signed().view()));
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void boundedLookup_thatAnswers_handsTheAnswerOn() {
    CredentialsLookup bounded =
        CredentialsLookup.of(PLAIN).within(Duration.ofSeconds(10), Runnable::run);
    assertEquals(Optional.of(PLAIN), bounded.find("AKID"));
    CredentialsLookup failing =
        id -> {
          throw new IllegalStateException("down");
        };
    assertThrows(
        CredentialsUnavailableException.class,
        () -> failing.within(Duration.ofSeconds(10), Runnable::run).find("AKID"));
    assertThrows(
        RejectedExecutionException.class,
        () ->
            CredentialsLookup.of(PLAIN)
                .within(
                    Duration.ofSeconds(10),
                    task -> {
                      throw new RejectedExecutionException("full");
                    })
                .find("AKID"));
  }

  @Test
  void boundedLookup_onAnInterruptedThread_staysInterrupted() {
    CredentialsLookup waiting =
        CredentialsLookup.of(PLAIN).within(Duration.ofSeconds(10), task -> {});
    Thread.currentThread().interrupt();
    assertThrows(CredentialsUnavailableException.class, () -> waiting.find("AKID"));
    assertTrue(Thread.interrupted());
  }

  @Test
  void signingKey_printed_namesItsScopeOnly() {
    SigningKey key =
        SigningKey.derive(PLAIN, new CredentialScope("20150830", "us-east-1", "mediastore"));
    assertEquals("SigningKey[20150830/us-east-1/mediastore/aws4_request]", key.toString());
    assertFalse(key.toString().contains("secret"));
    assertEquals(64, key.sign(new byte[0]).length());
  }

  /** Keys longer than a block are hashed first (RFC 2104). */
  @Test
  void hmac_ofLongKey_isTheKnownOne() {
    byte[] key = new byte[131];
    java.util.Arrays.fill(key, (byte) 0xaa);
    assertEquals(
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        Hex.encode(
            Hmac.of(key)
                .sign(
                    Sha256.create(),
                    Sample.bytes("Test Using Larger Than Block-Size Key - Hash Key First"))));
  }
}
