// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.internal.log.HeldRecord;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * A right to read a version in the log. Owned by whoever opened it; keeps the log file until it is
 * closed and the last read inside it has returned.
 */
final class FileLease extends ReadGate implements ObjectLease {
  private final ObjectMetadata metadata;
  private final HeldRecord record;
  private final LongAdder open;

  FileLease(ObjectMetadata metadata, HeldRecord record, LongAdder open) {
    this.metadata = metadata;
    this.record = record;
    this.open = open;
    open.increment();
  }

  @Override
  public ObjectMetadata metadata() {
    return metadata;
  }

  @Override
  public LeaseState state() {
    return LeaseState.COMPLETE;
  }

  @Override
  public long availableBytes() {
    return record.length();
  }

  @Override
  public int read(long position, ByteBuffer target) {
    checkPosition(position);
    enter(metadata.path());
    try {
      int length = (int) Math.min(Math.max(0, record.length() - position), target.remaining());
      if (length == 0) {
        return target.hasRemaining() ? -1 : 0;
      }
      copy(view((int) position, length), target);
      return length;
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
    enter(metadata.path());
    try {
      int length = (int) Math.min(Math.max(0, record.length() - position), maxLength);
      return view(length == 0 ? 0 : (int) position, length);
    } finally {
      leave();
    }
  }

  private void copy(ByteBuffer view, ByteBuffer target) {
    try {
      target.put(view);
    } catch (InternalError e) {
      throw corrupt(MediaStoreException.of(ErrorCode.CORRUPT, "The disk does not give the bytes."));
    }
  }

  private ByteBuffer view(int position, int length) {
    try {
      return record.view(position, length);
    } catch (MediaStoreException e) {
      throw corrupt(e);
    }
  }

  private MediaStoreException corrupt(MediaStoreException cause) {
    return MediaStoreException.builder(cause.code(), "The stored bytes failed their check.")
        .path(metadata.path())
        .cause(cause)
        .build();
  }

  @Override
  public void onGrowth(long position, Runnable wake) {
    checkPosition(position);
    enter(metadata.path());
    leave();
    OffHeapLease.run(wake);
  }

  private static void checkPosition(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("negative position: " + position);
    }
  }

  @Override
  public void close() {
    shut();
  }

  @Override
  void lastOut() {
    open.decrement();
    record.close();
  }
}
