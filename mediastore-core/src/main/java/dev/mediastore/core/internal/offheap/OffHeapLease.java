// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A right to read a version in memory, growing or complete. Owned by whoever opened it; holds the
 * bytes until it is closed and the last read inside it has returned.
 */
final class OffHeapLease extends ReadGate implements ObjectLease {
  private static final Logger LOG = LoggerFactory.getLogger(OffHeapLease.class);

  private final StoredObject object;
  private final ObjectMetadata metadata;
  private final LongAdder open;

  /** What the reader waits for; guarded by the object's monitor. */
  private @Nullable Runnable wake;

  private long wakePosition;

  private OffHeapLease(StoredObject object, LongAdder open) {
    this.object = object;
    this.metadata = object.metadata();
    this.open = open;
  }

  /**
   * Leases an object.
   *
   * @param object its bytes held by the caller, who hands that holding on
   * @param open counts the leases that are open
   */
  static OffHeapLease of(StoredObject object, LongAdder open) {
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
    enter(object.path());
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
    enter(object.path());
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
    enter(object.path());
    try {
      synchronized (object) {
        wake = call;
        wakePosition = position;
        // Closed meanwhile: the close either sees the entry and removes it, or is seen here.
        if (isClosed() || object.await(this, position)) {
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

  @Override
  public void close() {
    if (shut()) {
      synchronized (object) {
        wake = null;
        object.forget(this);
      }
    }
  }

  @Override
  void lastOut() {
    open.decrement();
    object.bytes().letGo();
  }
}
