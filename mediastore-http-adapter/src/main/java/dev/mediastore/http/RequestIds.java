// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Names requests: 52 characters of upper-case base 32. Safe for any thread.
 *
 * <p>Ids have to differ, not to be unguessable: they are a random start, drawn once, and a count,
 * scrambled together. A source of strong randomness would make all threads wait in line.
 */
final class RequestIds {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int CHARACTERS = 52;
  private static final int PER_LONG = 12;

  private final long[] starts = new long[(CHARACTERS + PER_LONG - 1) / PER_LONG];
  private final AtomicLong count = new AtomicLong();

  RequestIds(RandomGenerator random) {
    for (int i = 0; i < starts.length; i++) {
      starts[i] = random.nextLong();
    }
  }

  String next() {
    long number = count.incrementAndGet();
    byte[] id = new byte[CHARACTERS];
    long bits = 0;
    for (int i = 0; i < CHARACTERS; i++) {
      if (i % PER_LONG == 0) {
        bits = scramble(starts[i / PER_LONG] + number * 0x9E3779B97F4A7C15L);
      }
      id[i] = (byte) ALPHABET.charAt((int) (bits & 31));
      bits >>>= 5;
    }
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  /** The finishing steps of SplitMix64: a bijection, so no two numbers give the same bits. */
  private static long scramble(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
