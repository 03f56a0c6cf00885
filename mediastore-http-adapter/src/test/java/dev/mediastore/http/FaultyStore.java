// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ForwardingSegmentStore;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapStores;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that goes wrong where a test wants it to. */
final class FaultyStore extends ForwardingSegmentStore {
  final AtomicInteger openLeases = new AtomicInteger();
  volatile long corruptFrom = Long.MAX_VALUE;
  volatile boolean commitFails;
  volatile Runnable beforeAppend = () -> {};

  FaultyStore() {
    super(OffHeapStores.memory(1 << 20));
  }

  @Override
  public ObjectWriter openWriter(ContainerId container, ObjectDraft draft) {
    return new Writer(super.openWriter(container, draft));
  }

  @Override
  public Optional<ObjectLease> open(ContainerId container, ObjectPath path) {
    return super.open(container, path).map(Lease::new);
  }

  private static MediaStoreException failure(ErrorCode code) {
    return MediaStoreException.builder(code, "A fault of the store.")
        .logDetail("injected by a test")
        .build();
  }

  private final class Writer implements ObjectWriter {
    private final ObjectWriter delegate;

    Writer(ObjectWriter delegate) {
      this.delegate = delegate;
    }

    @Override
    public void append(ByteBuffer bytes) {
      beforeAppend.run();
      delegate.append(bytes);
    }

    @Override
    public ObjectMetadata commit(ObjectSeal seal) {
      if (commitFails) {
        throw failure(ErrorCode.INTERNAL);
      }
      return delegate.commit(seal);
    }

    @Override
    public void abort() {
      delegate.abort();
    }
  }

  private final class Lease implements ObjectLease {
    private final ObjectLease delegate;

    Lease(ObjectLease delegate) {
      this.delegate = delegate;
      openLeases.incrementAndGet();
    }

    @Override
    public ObjectMetadata metadata() {
      return delegate.metadata();
    }

    @Override
    public LeaseState state() {
      return delegate.state();
    }

    @Override
    public long availableBytes() {
      return delegate.availableBytes();
    }

    @Override
    public int read(long position, ByteBuffer target) {
      return delegate.read(position, target);
    }

    @Override
    public ByteBuffer view(long position, int maxLength) {
      if (position >= corruptFrom) {
        throw failure(ErrorCode.CORRUPT);
      }
      return delegate.view(position, (int) Math.min(maxLength, corruptFrom - position));
    }

    @Override
    public void onGrowth(long position, Runnable wake) {
      delegate.onGrowth(position, wake);
    }

    @Override
    public void close() {
      openLeases.decrementAndGet();
      delegate.close();
    }
  }
}
