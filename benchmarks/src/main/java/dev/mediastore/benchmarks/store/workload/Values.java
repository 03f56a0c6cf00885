// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Seeded random values in direct buffers. A value is told by its number: the number stands in its
 * first eight bytes, and selects the buffer the rest is from. Used by one thread at a time.
 */
final class Values {
  private static final int SOURCES = 8;
  private static final long SEED = 20260101;

  private final ByteBuffer[] sources = new ByteBuffer[SOURCES];

  Values(int bytes) {
    Random random = new Random(SEED);
    for (int i = 0; i < SOURCES; i++) {
      byte[] content = new byte[bytes];
      random.nextBytes(content);
      sources[i] = ByteBuffer.allocateDirect(bytes).put(content).flip();
    }
  }

  /** Returns a value; its bytes are its own until the next call. */
  ByteBuffer value(long number) {
    return source(number).clear().putLong(0, number);
  }

  private ByteBuffer source(long number) {
    return sources[(int) (number & (SOURCES - 1))];
  }

  int bytes() {
    return sources[0].capacity();
  }

  /** Fails unless a read returned the right length and, by its number, the right value. */
  void checkNumber(long number, int length, ByteBuffer read) {
    if (length != bytes() || read.getLong(0) != number) {
      throw new WrongBytesException("value " + number + " is not what was put");
    }
  }

  /** Fails unless a read returned exactly what was put. */
  void checkAll(long number, int length, ByteBuffer read) {
    checkNumber(number, length, read);
    ByteBuffer all = read.duplicate().clear().limit(length);
    if (all.mismatch(value(number)) >= 0) {
      throw new WrongBytesException("value " + number + " has wrong bytes");
    }
  }

  /** Fails unless the first and last byte are those of the value. */
  void checkEnds(long number, int ends) {
    ByteBuffer source = source(number);
    int expected = (int) (number >>> 56) << 8 | (source.get(bytes() - 1) & 0xff);
    if (ends != expected) {
      throw new WrongBytesException("value " + number + " begins or ends wrongly");
    }
  }

  /** An engine that returned something else than was put is out of the comparison. */
  static final class WrongBytesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongBytesException(String message) {
      super(message);
    }
  }
}
