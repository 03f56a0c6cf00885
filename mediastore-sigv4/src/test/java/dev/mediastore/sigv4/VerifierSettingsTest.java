// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static dev.mediastore.sigv4.Sample.assertRefused;
import static dev.mediastore.sigv4.Sample.assertVerified;
import static dev.mediastore.sigv4.Sample.get;
import static dev.mediastore.sigv4.Sample.signer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierSettingsTest {
  @Test
  void contradictorySettings_areRefusedAtTheSetter() {
    SigV4Verifier.Builder builder = SigV4Verifier.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.service(""));
    assertThrows(IllegalArgumentException.class, () -> builder.region(""));
    assertThrows(IllegalArgumentException.class, () -> builder.unsignedHeader(""));
    assertThrows(IllegalArgumentException.class, () -> builder.clockSkew(Duration.ofMillis(-1)));
    assertThrows(IllegalArgumentException.class, () -> builder.clockSkew(Duration.ofDays(1)));
    assertThrows(IllegalStateException.class, builder::build);
  }

  @Test
  void clockSkew_set_isTheOneThatCounts() {
    Sample request = get("/x").signed();
    SigV4Verifier exact =
        Sample.verifier().clockSkew(Duration.ZERO).clock(InstantSource.fixed(Sample.NOW)).build();
    assertVerified(exact.verify(request.view()));
    SigV4Verifier later =
        Sample.verifier()
            .clockSkew(Duration.ofSeconds(1))
            .clock(InstantSource.fixed(Sample.NOW.plusMillis(1001)))
            .build();
    assertRefused(SigV4Error.SIGNATURE_EXPIRED, later.verify(request.view()));
  }

  @Test
  void serviceAndRegions_set_areTheOnesThatCount() {
    SigV4Signer signer = signer().service("s3").build();
    Sample request = get("/x").signed(signer, Sha256.EMPTY_HEX);
    assertVerified(
        Sample.verifier().service("s3").region("eu-west-1").build().verify(request.view()));
    SigV4Verifier elsewhere =
        SigV4Verifier.builder()
            .service("s3")
            .region("eu-west-1")
            .credentials(CredentialsLookup.of(Sample.CREDENTIALS))
            .clock(InstantSource.fixed(Sample.NOW))
            .build();
    assertRefused(SigV4Error.WRONG_SCOPE, elsewhere.verify(request.view()));
  }

  @Test
  void noRegionSet_everyRegionCountsButNone() {
    SigV4Verifier anywhere =
        SigV4Verifier.builder()
            .credentials(CredentialsLookup.of(Sample.CREDENTIALS))
            .clock(InstantSource.fixed(Sample.NOW))
            .build();
    Sample request = get("/x").signed();
    assertVerified(anywhere.verify(request.view()));
    assertRefused(
        SigV4Error.WRONG_SCOPE, anywhere.verify(request.authorization("us-east-1", "").view()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void limit_notPositive_isRefused(int zero) {
    int[] v = IntStream.range(0, 10).map(i -> i == zero ? 0 : 1).toArray();
    assertThrows(
        IllegalArgumentException.class,
        () -> new SigV4Limits(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9]));
  }

  @Test
  void limits_set_areTheOnesThatCount() {
    Sample request = get("/x").query("a=1&b=2").signed();
    int lines = request.headers().size();
    int authorization = request.header("Authorization").length();
    int bytes =
        CanonicalRequest.of(
                request.view(),
                List.of("host", "x-amz-content-sha256", "x-amz-date"),
                Sha256.EMPTY_HEX,
                PathRules.STANDARD)
            .bytes()
            .length;
    assertVerified(limited(lines, authorization, 3, 2, bytes).verify(request.view()));
    for (SigV4Verifier tight :
        List.of(
            limited(lines - 1, authorization, 3, 2, bytes),
            limited(lines, authorization - 1, 3, 2, bytes),
            limited(lines, authorization, 2, 2, bytes),
            limited(lines, authorization, 3, 1, bytes),
            limited(lines, authorization, 3, 2, bytes - 1))) {
      assertRefused(SigV4Error.LIMIT_EXCEEDED, tight.verify(request.view()));
    }
  }

  private static SigV4Verifier limited(
      int lines, int authorization, int signed, int parameters, int bytes) {
    return Sample.verifier()
        .limits(new SigV4Limits(lines, authorization, signed, parameters, 1, bytes, 1, 1, 1, 1))
        .build();
  }

  @Test
  void signingKeys_beyondTheLimit_areDerivedAnew() {
    SigV4Limits few = new SigV4Limits(100, 8192, 100, 100, 8192, 65_536, 1, 1, 1, 1);
    SigV4Verifier verifier = Sample.verifier().limits(few).build();
    for (int round = 0; round < 3; round++) {
      assertVerified(verifier.verify(get("/x").signed().view()));
      assertVerified(
          verifier.verify(get("/x").signed(signer(Sample.OTHER).build(), Sha256.EMPTY_HEX).view()));
    }
  }

  /** One verifier, many threads, each with requests of its own: no state leaks across. */
  @Test
  void verifier_usedByManyThreads_givesEachItsAnswer() throws Exception {
    SigV4Verifier verifier = Sample.verifier().build();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Integer>> wrong =
          IntStream.range(0, 16)
              .mapToObj(thread -> threads.submit(() -> wrongAnswers(verifier, thread)))
              .toList();
      for (Future<Integer> count : wrong) {
        assertEquals(0, count.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int wrongAnswers(SigV4Verifier verifier, int thread) {
    SigV4Signer signer = signer(thread % 2 == 0 ? Sample.CREDENTIALS : Sample.TEMPORARY).build();
    Sample good = get("/thread/" + thread).query("a=" + thread).signed(signer, Sha256.EMPTY_HEX);
    RequestView right = good.view();
    RequestView changed = good.path("/thread/" + (thread + 1)).view();
    int wrong = 0;
    for (int i = 0; i < 500; i++) {
      wrong += verifier.verify(right) instanceof SignatureResult.Verified ? 0 : 1;
      wrong += verifier.verify(changed) instanceof SignatureResult.Refused ? 0 : 1;
    }
    return wrong;
  }

  /**
   * A lookup may verify another request on the same thread, or fail: the verifier survives both.
   */
  @Test
  void verifier_calledFromItsOwnLookup_answersBoth() {
    SigV4Verifier[] verifier = new SigV4Verifier[1];
    Sample inner = get("/inner").signed(signer(Sample.OTHER).build(), Sha256.EMPTY_HEX);
    verifier[0] =
        Sample.verifier()
            .credentials(
                id -> {
                  if (id.equals(Sample.OTHER.accessKeyId())) {
                    return Optional.of(Sample.OTHER);
                  }
                  assertVerified(verifier[0].verify(inner.view()));
                  return Optional.of(Sample.CREDENTIALS);
                })
            .build();
    for (int i = 0; i < 3; i++) {
      assertVerified(verifier[0].verify(get("/x").signed().view()));
    }
  }

  @Test
  void verifier_usedAgain_knowsNothingOfTheRequestBefore() {
    CredentialsLookup moody =
        id -> {
          if (id.equals(Sample.OTHER.accessKeyId())) {
            throw new IllegalStateException("down");
          }
          return CredentialsLookup.of(Sample.CREDENTIALS).find(id);
        };
    SigV4Verifier verifier = Sample.verifier().credentials(moody).build();
    Sample wrong = get("/x").signed().path("/y");
    Sample failing = get("/x").signed(signer(Sample.OTHER).build(), Sha256.EMPTY_HEX);
    Sample twoHosts = get("/x").with("Host", "other.example");
    Explanation first = refused(verifier, failing);
    assertTrue(first.cause().isPresent());
    assertTrue(first.canonicalRequest().isEmpty());
    Explanation second = refused(verifier, wrong);
    assertTrue(second.cause().isEmpty());
    assertTrue(second.canonicalRequest().isPresent());
    assertEquals(Optional.of(Duration.ZERO), second.clockOffset());
    Explanation third = refused(verifier, twoHosts);
    assertTrue(third.cause().isEmpty());
    assertTrue(third.canonicalRequest().isEmpty());
    assertEquals(Optional.empty(), third.clockOffset());
  }

  private static Explanation refused(SigV4Verifier verifier, Sample request) {
    return ((SignatureResult.Refused) verifier.verify(request.view())).explanation();
  }

  @Test
  void verifier_afterAHugeRequest_stillAnswersSmallOnes() {
    SigV4Verifier verifier = Sample.verifier().build();
    Sample large = get("/x").query("a=" + "%20".repeat(10_000)).signed();
    for (int i = 0; i < 3; i++) {
      assertVerified(verifier.verify(large.view()));
      assertVerified(verifier.verify(get("/x").signed().view()));
    }
  }
}
