// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives each change of a store its place in the order of all. Safe for any thread.
 *
 * <p>A change gets its place when it is written and is seen when it is durable; a STREAMING upload
 * that begins in between comes before it, or it would hide what was seen only after it. So places
 * are handed out with room between them.
 */
final class Orders {
  /** A power of two; each bit takes some of the index. */
  private static final long STRIDE = 1 << 12;

  private final AtomicLong last = new AtomicLong();

  /** Returns the place after all others. */
  long next() {
    return last.addAndGet(STRIDE);
  }

  /**
   * Returns a place after one that is seen, before all that {@link #next} gave and is not seen yet.
   *
   * @param seen the greatest place seen in a container, used by nothing else
   */
  long after(long seen) {
    long place = seen + 1;
    // So many uploads begun while nothing ended are not worth more bits.
    return place % STRIDE == 0 ? next() : place;
  }

  /**
   * Returns the slot for a place in a table in which places that follow each other, with or without
   * room between them, do not meet.
   *
   * @param slots a power of two
   */
  static int slot(long place, int slots) {
    return (int) (place / STRIDE + place % STRIDE) & (slots - 1);
  }

  /** Goes on after a place that was found. */
  void resume(long found) {
    last.set((found / STRIDE + 1) * STRIDE);
  }
}
