// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Lets reads of a lease in until it is closed, and tells when the last one is out. Safe for any
 * thread.
 *
 * <p>Reads count themselves in and out, so that a close from another thread in the middle of one
 * cannot hand the memory to another object beneath it:
 *
 * <pre>
 *   bit 31        closed
 *   bits 30..0    reads going on
 * </pre>
 *
 * <p>Whoever brings the word to "closed, no reads" is told so, exactly once.
 */
abstract class ReadGate {
  private static final AtomicIntegerFieldUpdater<ReadGate> READS =
      AtomicIntegerFieldUpdater.newUpdater(ReadGate.class, "reads");
  private static final int CLOSED = 1 << 31;

  private volatile int reads;

  /** Lets a read in; {@link #leave} has to follow. */
  final void enter(ObjectPath path) {
    int seen = reads;
    while (seen >= 0) {
      if (READS.compareAndSet(this, seen, seen + 1)) {
        return;
      }
      seen = reads;
    }
    throw MediaStoreException.builder(ErrorCode.CLOSED, "The lease was closed.").path(path).build();
  }

  final void leave() {
    if (READS.decrementAndGet(this) == CLOSED) {
      lastOut();
    }
  }

  final boolean isClosed() {
    return reads < 0;
  }

  /** Lets nobody in any more; false if that was so already. */
  final boolean shut() {
    int seen = READS.getAndAccumulate(this, CLOSED, (a, b) -> a | b);
    if (seen == 0) {
      lastOut();
    }
    return seen >= 0;
  }

  /** Called once, when the gate is shut and the last read is out. */
  abstract void lastOut();
}
