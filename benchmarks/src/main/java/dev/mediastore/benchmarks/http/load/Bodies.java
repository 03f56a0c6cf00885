// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Bodies that can be recognised: windows of one random sequence, each at a place of its own.
 * Immutable.
 */
public final class Bodies {
  private static final int STEP = 509;
  private static final int PLACES = 8192;
  private static final int LONGEST = 8 << 20;

  private final ByteBuffer sequence;

  /** Makes the same sequence each time. */
  public Bodies() {
    SplittableRandom random = new SplittableRandom(42);
    sequence = ByteBuffer.allocateDirect(STEP * PLACES + LONGEST);
    while (sequence.remaining() >= Long.BYTES) {
      sequence.putLong(random.nextLong());
    }
    sequence.clear();
  }

  /** The body with a number, from 0; differs from its neighbours. */
  public ByteBuffer body(int number, int length) {
    return sequence.slice(Math.floorMod(number, PLACES) * STEP, length).asReadOnlyBuffer();
  }

  static String sha256(ByteBuffer body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(body.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
