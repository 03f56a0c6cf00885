// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.random.RandomGenerator;

/** Names requests: 52 characters of upper-case base 32, which is 260 random bits. */
final class RequestIds {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int CHARACTERS = 52;
  private static final int PER_LONG = 12;

  private final RandomGenerator random;

  RequestIds(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    char[] id = new char[CHARACTERS];
    long bits = 0;
    for (int i = 0; i < CHARACTERS; i++) {
      if (i % PER_LONG == 0) {
        bits = random.nextLong();
      }
      id[i] = ALPHABET.charAt((int) (bits & 31));
      bits >>>= 5;
    }
    return new String(id);
  }
}
