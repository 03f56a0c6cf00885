// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * One large off-heap allocation and which of its granules are taken.
 *
 * <pre>
 *   granule  0    1    2    3    4    5    6    7
 *          +----+----+----+----+----+----+----+----+
 *          | extent a |free| extent b     | free    |
 *          +----+----+----+----+----+----+----+----+
 *          0         ^ offset 2g               capacity
 * </pre>
 *
 * <p>Occupancy is guarded by the lock of the pool. The memory itself is written only by the writer
 * that was given an extent, and read by whoever holds the bytes in it; handing an extent on goes
 * through the pool's lock, which orders the accesses.
 */
final class Slab {
  private final int index;
  private final ByteBuffer memory;
  private final ByteBuffer readOnly;
  private final int granule;
  private final int granules;
  private final BitSet taken;
  private int free;

  /** No free run is longer than this; lowered by a search that failed, raised by a release. */
  private int longestRun;

  Slab(int index, int granule, int granules) {
    this.index = index;
    this.memory = ByteBuffer.allocateDirect(Math.multiplyExact(granule, granules));
    this.readOnly = memory.asReadOnlyBuffer();
    this.granule = granule;
    this.granules = granules;
    this.taken = new BitSet(granules);
    this.free = granules;
    this.longestRun = granules;
  }

  /** Its number in the pool. */
  int index() {
    return index;
  }

  int granules() {
    return granules;
  }

  /** Takes a run of exactly this many granules; returns the first one, or -1. */
  int take(int run) {
    if (run > longestRun) {
      return -1;
    }
    int longest = 0;
    int start = taken.nextClearBit(0);
    while (start < granules) {
      int end = endOfFree(start);
      if (end - start >= run) {
        occupy(start, run);
        return start;
      }
      longest = Math.max(longest, end - start);
      start = taken.nextClearBit(end);
    }
    longestRun = longest;
    return -1;
  }

  /** Takes up to this many granules from a given one on; returns how many were free, perhaps 0. */
  int takeAt(int first, int most) {
    int run = Math.min(most, endOfFree(first) - first);
    occupy(first, run);
    return run;
  }

  private int endOfFree(int start) {
    int end = taken.nextSetBit(start);
    return end < 0 ? granules : end;
  }

  private void occupy(int first, int run) {
    taken.set(first, first + run);
    free -= run;
  }

  void release(int first, int run) {
    taken.clear(first, first + run);
    free += run;
    longestRun = free;
  }

  /** Copies bytes in and moves the source's position. */
  void write(int offset, ByteBuffer source, int length) {
    memory.put(offset, source, source.position(), length);
    source.position(source.position() + length);
  }

  /** Copies bytes out and moves the target's position. */
  void read(int offset, ByteBuffer target, int length) {
    target.put(target.position(), readOnly, offset, length);
    target.position(target.position() + length);
  }

  /** Lends bytes; the buffer cannot be widened beyond them. */
  ByteBuffer view(int offset, int length) {
    return readOnly.slice(offset, length);
  }

  void fill(int first, int run, byte value) {
    for (int i = first * granule, end = (first + run) * granule; i < end; i++) {
      memory.put(i, value);
    }
  }
}
