// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.ThreadMXBean;
import dev.mediastore.sigv4.SignatureResult.Refused;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The fixed side of every fuzz target: one key, one clock, one verifier, and what always holds. */
final class FuzzSubject {
  static final Instant NOW = Instant.parse("2026-11-23T07:11:28Z");
  static final String TIMESTAMP = "20261123T071128Z";
  static final String REGION = "us-east-1";
  static final SigningCredentials CREDENTIALS =
      SigningCredentials.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

  /** Bytes a verification may allocate beside what its input asks for. */
  private static final long ALLOCATED_AT_MOST = 1 << 18;

  private static final long ALLOCATED_PER_BYTE = 256;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private FuzzSubject() {}

  static SigV4Verifier.Builder verifier() {
    return SigV4Verifier.builder()
        .region(REGION)
        .credentials(CredentialsLookup.of(CREDENTIALS))
        .clock(InstantSource.fixed(NOW));
  }

  static SigV4Signer.Builder signer() {
    return SigV4Signer.builder(CREDENTIALS, REGION).clock(InstantSource.fixed(NOW));
  }

  /** Returns a request with the lines that sign it. */
  static RequestView signed(RequestView request, SigV4Signer signer, String payloadHash) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < request.headerCount(); i++) {
      lines.add(Map.entry(request.headerName(i), request.headerValue(i)));
    }
    lines.addAll(signer.sign(request, payloadHash));
    return RequestView.of(request.method(), request.rawPath(), request.rawQuery(), lines);
  }

  static String text(byte[] input) {
    return new String(input, ISO_8859_1);
  }

  /** Fails the target; an assertion of the language may be switched off. */
  static void require(boolean holds, String law) {
    if (!holds) {
      throw new AssertionError(law);
    }
  }

  /** What a client may be told is short and of harmless characters, whatever it sent. */
  static void requirePublic(Refused refused) {
    String message = refused.publicMessage();
    require(!message.isEmpty() && message.length() <= 255, "a message of a reasonable length");
    for (int i = 0; i < message.length(); i++) {
      require(PublicText.isAllowed(message.charAt(i)), "a message of harmless characters");
    }
  }

  /** Every so often; what costs much more than the target itself is tried for some inputs only. */
  static boolean isTurn(byte[] input, int oneIn) {
    return Math.floorMod(Arrays.hashCode(input) >>> 7, oneIn) == 0;
  }

  /**
   * Does the work and checks that its memory is in proportion to the input. Loading a class may
   * cost more, but only once, so a breach counts only if it happens again.
   */
  static <T> T inProportion(int length, Supplier<T> work) {
    long bound = ALLOCATED_AT_MOST + ALLOCATED_PER_BYTE * length;
    for (int attempt = 1; ; attempt++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      T result = work.get();
      if (THREADS.getCurrentThreadAllocatedBytes() - before <= bound) {
        return result;
      }
      require(attempt < 3, "memory in proportion to the input");
    }
  }
}
