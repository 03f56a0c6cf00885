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
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreCapabilities;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store that goes wrong where a test wants it to, and counts what it lends. */
public final class FaultyStore extends ForwardingSegmentStore {
  /** Leases that were opened and not closed. */
  public final AtomicInteger openLeases = new AtomicInteger();

  /** Writers that were opened and neither committed nor aborted. */
  public final AtomicInteger openWriters = new AtomicInteger();

  /** Bytes taken in. */
  public final AtomicLong bytesAppended = new AtomicLong();

  /** Bytes handed out as views. */
  public final AtomicLong bytesLent = new AtomicLong();

  /** Bytes copied out. */
  public final AtomicLong bytesCopied = new AtomicLong();

  /** What leases say of the type of their object, if not null. */
  public volatile @Nullable String contentType;

  volatile long corruptFrom = Long.MAX_VALUE;
  volatile boolean commitFails;
  volatile Runnable beforeAppend = () -> {};
  private volatile boolean mayBlock;
  private final Map<Step, Runnable> interventions = new ConcurrentHashMap<>();

  /** Less than hosts ask for, so that large objects have later bytes. */
  private static final int LENT_AT_ONCE = 1 << 20;

  /** Where a test may step in. */
  public enum Step {
    /** Before a writer is opened. */
    OPEN_WRITER,
    /** Before bytes are appended. */
    APPEND,
    /** Before the bytes are synced. */
    SYNC,
    /** When the object is safe and nobody was told. */
    PUBLISHED,
    /** Before an object is looked for. */
    HEAD,
    /** Before a lease is opened. */
    OPEN,
    /** Before the first byte of a lease is lent. */
    FIRST_VIEW,
    /** Before a later byte of a lease is lent. */
    LATER_VIEW,
    /** Before an object is deleted. */
    DELETE
  }

  FaultyStore() {
    this(OffHeapStores.memory(1 << 20));
  }

  /** Stands in front of {@code store} and owns it. */
  public FaultyStore(SegmentStore store) {
    super(store);
    mayBlock = store.capabilities().mayBlock();
  }

  /** A store in memory that overwrites what was given back, so that nobody reads it unnoticed. */
  public static FaultyStore memory(long bytes) {
    return new FaultyStore(OffHeapStores.memory(OffHeapOptions.ofCapacity(bytes).withPoison(true)));
  }

  /** Says that calls may block. */
  public FaultyStore blocking() {
    mayBlock = true;
    return this;
  }

  /** Has something done each time at {@code step}; what it throws is what the store throws. */
  public void at(Step step, Runnable intervention) {
    interventions.put(step, intervention);
  }

  /** Goes well from now on. */
  public void heal() {
    interventions.clear();
    contentType = null;
  }

  private void reach(Step step) {
    Runnable intervention = interventions.get(step);
    if (intervention != null) {
      intervention.run();
    }
  }

  /** What a store throws, with a detail that no client may see. */
  public static MediaStoreException failure(ErrorCode code) {
    return MediaStoreException.builder(code, "A fault of the store.")
        .logDetail("injected by a test")
        .build();
  }

  @Override
  public StoreCapabilities capabilities() {
    StoreCapabilities of = super.capabilities();
    return new StoreCapabilities(mayBlock, of.durable(), of.capacityBytes());
  }

  @Override
  public ObjectWriter openWriter(ContainerId container, ObjectDraft draft) {
    reach(Step.OPEN_WRITER);
    return new Writer(super.openWriter(container, draft));
  }

  @Override
  public Optional<ObjectLease> open(ContainerId container, ObjectPath path) {
    reach(Step.OPEN);
    return super.open(container, path).map(Lease::new);
  }

  @Override
  public Optional<ObjectMetadata> head(ContainerId container, ObjectPath path) {
    reach(Step.HEAD);
    return super.head(container, path);
  }

  @Override
  public boolean delete(ContainerId container, ObjectPath path, @Nullable String onlyVersion) {
    reach(Step.DELETE);
    return super.delete(container, path, onlyVersion);
  }

  private final class Writer implements ObjectWriter {
    private final ObjectWriter delegate;
    private boolean ended;

    Writer(ObjectWriter delegate) {
      this.delegate = delegate;
      openWriters.incrementAndGet();
    }

    @Override
    public void append(ByteBuffer bytes) {
      beforeAppend.run();
      reach(Step.APPEND);
      int size = bytes.remaining();
      delegate.append(bytes);
      bytesAppended.addAndGet(size);
    }

    @Override
    public ObjectMetadata commit(ObjectSeal seal) {
      if (commitFails) {
        throw failure(ErrorCode.INTERNAL);
      }
      reach(Step.SYNC);
      ObjectMetadata stored = delegate.commit(seal);
      end();
      reach(Step.PUBLISHED);
      return stored;
    }

    @Override
    public void abort() {
      delegate.abort();
      end();
    }

    private void end() {
      if (!ended) {
        ended = true;
        openWriters.decrementAndGet();
      }
    }
  }

  private static ObjectMetadata withType(ObjectMetadata of, String type) {
    return new ObjectMetadata(
        of.path(),
        of.lengthBytes(),
        type,
        of.cacheControl(),
        of.contentEncoding(),
        of.entityTag(),
        of.sha256(),
        of.lastModified(),
        of.availability(),
        of.expiresAt(),
        of.versionId());
  }

  private final class Lease implements ObjectLease {
    private final ObjectLease delegate;

    Lease(ObjectLease delegate) {
      this.delegate = delegate;
      openLeases.incrementAndGet();
    }

    @Override
    public ObjectMetadata metadata() {
      String type = contentType;
      return type == null ? delegate.metadata() : withType(delegate.metadata(), type);
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
      int copied = delegate.read(position, target);
      bytesCopied.addAndGet(Math.max(0, copied));
      return copied;
    }

    @Override
    public ByteBuffer view(long position, int maxLength) {
      reach(position == 0 ? Step.FIRST_VIEW : Step.LATER_VIEW);
      if (position >= corruptFrom) {
        throw failure(ErrorCode.CORRUPT);
      }
      long most = Math.min(Math.min(maxLength, LENT_AT_ONCE), corruptFrom - position);
      ByteBuffer view = delegate.view(position, (int) most);
      bytesLent.addAndGet(view.remaining());
      return view;
    }

    @Override
    public void onGrowth(long position, Runnable wake) {
      delegate.onGrowth(position, wake);
    }

    /** Counts every call, so that a lease that is closed twice makes the count negative. */
    @Override
    public void close() {
      openLeases.decrementAndGet();
      delegate.close();
    }
  }
}
