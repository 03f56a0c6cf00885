// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The meta data of a record that lists the log files there are, so that one that vanishes is missed
 * although nothing in the others speaks of it. Every file begins with such a record, and another
 * one is written before a file is deleted; the last one counts.
 *
 * <p>Runs of numbers are stored by their first and last.
 */
final class FileInventory {
  /** What one more file takes at most. */
  static final int RUN_BYTES = 8;

  private FileInventory() {}

  static byte[] encode(SortedSet<Integer> numbers) {
    ByteBuffer runs = ByteBuffer.allocate(RUN_BYTES * numbers.size());
    for (int number : numbers) {
      int last = runs.position() - 4;
      if (last > 0 && runs.getInt(last) == number - 1) {
        runs.putInt(last, number);
      } else {
        runs.putInt(number).putInt(number);
      }
    }
    byte[] bytes = new byte[runs.position()];
    runs.get(0, bytes);
    return bytes;
  }

  static SortedSet<Integer> decode(byte[] meta) {
    SortedSet<Integer> numbers = new TreeSet<>();
    ByteBuffer runs = ByteBuffer.wrap(meta);
    while (runs.remaining() >= RUN_BYTES) {
      int first = runs.getInt();
      int last = runs.getInt();
      for (int number = first; number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
