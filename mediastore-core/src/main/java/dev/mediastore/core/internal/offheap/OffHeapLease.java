// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A right to read a {@link StoredObject}. Owned by whoever opened it; holds the object's bytes
 * until it is closed and the last read inside it has returned.
 *
 * <p>Reads count themselves in and out, so that a close from another thread in the middle of one
 * cannot hand the memory to another object beneath it:
 *
 * <pre>
 *   bit 31        closed
 *   bits 30..0    reads going on
 * </pre>
 *
 * <p>Whoever brings the word to "closed, no reads" lets the bytes go, exactly once.
 */
final class OffHeapLease implements ObjectLease {
  private static final Logger LOG = LoggerFactory.getLogger(OffHeapLease.class);
  private static final AtomicIntegerFieldUpdater<OffHeapLease> READS =
      AtomicIntegerFieldUpdater.newUpdater(OffHeapLease.class, "reads");
  private static final int CLOSED = 1 << 31;

  private final StoredObject object;
  private final ObjectMetadata metadata;
  private final LongAdder open;
  private volatile int reads;

  /** What the reader waits for; guarded by the object's monitor. */
  private @Nullable Runnable wake;

  private long wakePosition;

  private OffHeapLease(StoredObject object, LongAdder open) {
    this.object = object;
    this.metadata = object.metadata();
    this.open = open;
  }

  /** Leases an object; null if its room was given back already, so that the caller looks again. */
  static @Nullable OffHeapLease tryOpen(StoredObject object, LongAdder open) {
    if (!object.bytes().hold()) {
      return null;
    }
    open.increment();
    return new OffHeapLease(object, open);
  }

  @Override
  public ObjectMetadata metadata() {
    return metadata;
  }

  @Override
  public LeaseState state() {
    return object.state();
  }

  @Override
  public long availableBytes() {
    return object.bytes().available();
  }

  @Override
  public int read(long position, ByteBuffer target) {
    checkPosition(position);
    enter();
    try {
      LeaseState before = readable();
      int length = object.bytes().read(position, target);
      boolean ended = length == 0 && before == LeaseState.COMPLETE && target.hasRemaining();
      return ended ? -1 : length;
    } finally {
      leave();
    }
  }

  @Override
  public ByteBuffer view(long position, int maxLength) {
    checkPosition(position);
    if (maxLength < 1) {
      throw new IllegalArgumentException("maxLength must be at least 1, was " + maxLength);
    }
    enter();
    try {
      readable();
      return object.bytes().view(position, maxLength);
    } finally {
      leave();
    }
  }

  @Override
  public void onGrowth(long position, Runnable call) {
    checkPosition(position);
    enter();
    try {
      synchronized (object) {
        wake = call;
        wakePosition = position;
        // Closed meanwhile: the close either sees the entry and removes it, or is seen here.
        if (reads < 0 || object.await(this, position)) {
          return;
        }
        wake = null;
      }
    } finally {
      leave();
    }
    run(call);
  }

  /** Hands the wake-up out once it is due; called with the object's monitor held. */
  @Nullable Runnable takeWakeIfReady() {
    if (!object.ready(wakePosition)) {
      return null;
    }
    Runnable call = wake;
    wake = null;
    return call;
  }

  /** A reader that fails to be woken must not fail the upload or the other readers. */
  static void run(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.warn("A reader of a growing object failed when it was woken", e);
    }
  }

  private LeaseState readable() {
    LeaseState seen = object.state();
    if (seen == LeaseState.WITHDRAWN) {
      throw MediaStoreException.builder(
              ErrorCode.CONFLICT, "The object was withdrawn while it was uploaded.")
          .path(object.path())
          .build();
    }
    return seen;
  }

  private static void checkPosition(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("negative position: " + position);
    }
  }

  private void enter() {
    int seen = reads;
    while (seen >= 0) {
      if (READS.compareAndSet(this, seen, seen + 1)) {
        return;
      }
      seen = reads;
    }
    throw MediaStoreException.builder(ErrorCode.CLOSED, "The lease was closed.")
        .path(object.path())
        .build();
  }

  private void leave() {
    if (READS.decrementAndGet(this) == CLOSED) {
      letGo();
    }
  }

  @Override
  public void close() {
    int seen = READS.getAndAccumulate(this, CLOSED, (a, b) -> a | b);
    if (seen >= 0) {
      synchronized (object) {
        wake = null;
        object.forget(this);
      }
      if (seen == 0) {
        letGo();
      }
    }
  }

  private void letGo() {
    open.decrement();
    object.bytes().letGo();
  }
}
