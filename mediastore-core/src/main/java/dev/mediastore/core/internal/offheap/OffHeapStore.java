// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.Catalogue;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreCapabilities;
import dev.mediastore.core.spi.StoreUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The off-heap memory store; the package documentation says how it works. Safe for any thread. */
public final class OffHeapStore implements SegmentStore {
  private final SlabPool pool;
  private final StoreCapabilities capabilities;
  private final MemoryCatalogue catalogue = new MemoryCatalogue(this);
  private final ConcurrentHashMap<ContainerId, ContainerSpace> spaces = new ConcurrentHashMap<>();
  private final ExpiryQueue expiry = new ExpiryQueue();
  private final AtomicLong sequence = new AtomicLong();
  private final LongAdder openWriters = new LongAdder();
  private final LongAdder openLeases = new LongAdder();
  private volatile boolean closed;

  /**
   * Makes an empty store.
   *
   * @param options budget and geometry
   */
  public OffHeapStore(OffHeapOptions options) {
    this.pool = new SlabPool(options);
    this.capabilities = new StoreCapabilities(false, false, pool.capacityBytes());
  }

  @Override
  public StoreCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  void createSpace(ContainerId id) {
    spaces.put(id, new ContainerSpace(sequence, expiry));
  }

  void removeSpace(ContainerId id) {
    spaces.remove(id);
  }

  private @Nullable ContainerSpace space(ContainerId container) {
    ContainerSpace space = spaces.get(container);
    // Looked at after the map, which a close empties: nothing found must not be taken for nothing
    // there.
    requireOpen();
    return space;
  }

  @Override
  public ObjectWriter openWriter(ContainerId container, ObjectDraft draft) {
    ContainerSpace space = space(container);
    if (space == null || !space.enter()) {
      throw MediaStoreException.builder(
              ErrorCode.CONTAINER_NOT_FOUND, "The container does not exist.")
          .container(container.value())
          .build();
    }
    StoredObject object;
    try {
      ObjectBytes bytes = ObjectBytes.reserve(pool, draft.declaredLength());
      object = new StoredObject(space, draft, versionId(), bytes);
    } catch (RuntimeException e) {
      space.leave();
      throw e;
    }
    openWriters.increment();
    if (object.streaming()) {
      space.start(object);
    }
    return new OffHeapWriter(this, object);
  }

  private String versionId() {
    return Long.toString(sequence.incrementAndGet(), Character.MAX_RADIX);
  }

  void writerEnded() {
    openWriters.decrement();
  }

  @Override
  public Optional<ObjectLease> open(ContainerId container, ObjectPath path) {
    ContainerSpace space = space(container);
    if (space == null) {
      return Optional.empty();
    }
    while (true) {
      StoredObject object = space.visible(path);
      if (object == null) {
        return Optional.empty();
      }
      OffHeapLease lease = OffHeapLease.tryOpen(object, openLeases);
      if (lease != null) {
        return Optional.of(lease);
      }
      // It was replaced and given back between the look-up and here: there is newer news.
    }
  }

  @Override
  public Optional<ObjectMetadata> head(ContainerId container, ObjectPath path) {
    ContainerSpace space = space(container);
    return Optional.ofNullable(space).map(found -> found.visible(path)).map(StoredObject::metadata);
  }

  @Override
  public boolean delete(ContainerId container, ObjectPath path, @Nullable String onlyVersion) {
    ContainerSpace space = space(container);
    return space != null && space.delete(path, onlyVersion);
  }

  @Override
  public Listing list(
      ContainerId container, FolderPath folder, @Nullable ListingCursor after, int max) {
    requirePositive(max);
    ContainerSpace space = space(container);
    return space == null ? new Listing(List.of(), null) : space.list(folder, after, max);
  }

  @Override
  public List<ObjectMetadata> walk(ContainerId container, @Nullable ObjectPath after, int max) {
    requirePositive(max);
    ContainerSpace space = space(container);
    return space == null ? List.of() : space.walk(after, max);
  }

  @Override
  public int reclaimExpired(Instant now, int max) {
    requireOpen();
    requirePositive(max);
    return expiry.reclaim(now, max);
  }

  @Override
  public boolean drop(ContainerId container) {
    ContainerSpace space = space(container);
    return space == null || space.dropIfEmpty();
  }

  @Override
  public void dropWithContent(ContainerId container) {
    ContainerSpace space = space(container);
    if (space != null) {
      space.dropWithContent();
    }
  }

  @Override
  public StoreUsage usage() {
    return new StoreUsage(pool.bytesInUse(), openWriters.sum(), openLeases.sum());
  }

  void requireOpen() {
    if (closed) {
      throw MediaStoreException.of(ErrorCode.CLOSED, "The store was closed.");
    }
  }

  private static void requirePositive(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max must be at least 1, was " + max);
    }
  }

  /** Closes the store; leases that are open stay readable, and their memory goes with the last. */
  @Override
  public void close() {
    closed = true;
    spaces.clear();
    pool.close();
  }
}
