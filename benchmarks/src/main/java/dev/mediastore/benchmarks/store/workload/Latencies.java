// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import java.util.Arrays;

/** Times of operations in nanoseconds, the first two million of them. One thread at a time. */
final class Latencies {
  private static final int MOST = 2_000_000;
  private static final int FIRST = 1 << 14;

  private long[] nanos = new long[FIRST];
  private int count;
  private long total;

  void add(long taken) {
    total++;
    if (count == nanos.length) {
      if (count >= MOST) {
        return;
      }
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = taken;
  }

  void addAll(Latencies other) {
    for (int i = 0; i < other.count; i++) {
      add(other.nanos[i]);
    }
    total += other.total - other.count;
  }

  /** Returns how many operations there were, those not kept included. */
  long total() {
    return total;
  }

  /** Returns the time that a share of the operations kept did not exceed; 0 if there were none. */
  long quantile(double share) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1, (long) (share * count))];
  }
}
