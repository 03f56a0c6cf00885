// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.nio.ByteBuffer;

/**
 * Bytes that say what they are: the number of a version, then bytes that follow from it. A reader
 * can tell a whole version from a mixture, a piece or another object.
 */
final class Content {
  private static final int NUMBER_BYTES = 8;
  private static final int SPREAD = 3000;

  private Content() {}

  /** Returns the content of a version; its length follows from the number too. */
  static byte[] of(long number) {
    return of(number, NUMBER_BYTES + (int) (mix(number) & 0x7fff_ffff) % SPREAD);
  }

  static byte[] of(long number, int length) {
    byte[] bytes = new byte[length];
    ByteBuffer target = ByteBuffer.wrap(bytes);
    for (int i = 0; target.remaining() >= NUMBER_BYTES; i++) {
      target.putLong(i == 0 ? number : mix(number + i));
    }
    while (target.hasRemaining()) {
      target.put((byte) mix(number - target.position()));
    }
    return bytes;
  }

  /** Returns the number that bytes claim to be; the caller compares the rest. */
  static long numberOf(byte[] bytes) {
    return bytes.length < NUMBER_BYTES ? -1 : ByteBuffer.wrap(bytes).getLong();
  }

  private static long mix(long value) {
    long z = (value + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
    return z ^ (z >>> 29);
  }
}
