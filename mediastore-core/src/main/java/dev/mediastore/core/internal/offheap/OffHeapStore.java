// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.index.PagePool;
import dev.mediastore.core.internal.log.Log;
import dev.mediastore.core.spi.Catalogue;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreCapabilities;
import dev.mediastore.core.spi.StoreUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The off-heap store over either backing; the package documentation says how it works. Safe for any
 * thread.
 */
public final class OffHeapStore implements SegmentStore {
  private static final Logger LOG = LoggerFactory.getLogger(OffHeapStore.class);
  private static final int RECLAIM_STEP = 1000;

  private final SlabPool pool;
  private final Backing backing;
  private final PagePool pages;
  private final EngineParts parts;
  private final StoreCatalogue catalogue;
  private final ConcurrentHashMap<ContainerId, ContainerSpace> spaces = new ConcurrentHashMap<>();
  private final LongAdder openWriters = new LongAdder();
  private final boolean recordsDeletions;
  private Optional<Instant> newest = Optional.empty(); // Set before anybody else sees this.
  private volatile boolean closed;

  private OffHeapStore(
      SlabPool pool, PagePool pages, Backing backing, Orders orders, @Nullable AgeIndex ages) {
    this.pool = pool;
    this.pages = pages;
    this.backing = backing;
    this.recordsDeletions = backing.capabilities().mayBlock();
    VersionCodec codec = new VersionCodec(new StringTable());
    this.parts =
        new EngineParts(
            pages,
            codec,
            new RecentVersions(codec),
            new ExpiryIndex(pages),
            ages,
            backing,
            orders,
            new LongAdder());
    this.catalogue = new StoreCatalogue(this, backing);
  }

  /**
   * Makes an empty store in memory.
   *
   * @param options budget and geometry
   * @return the store
   */
  public static OffHeapStore memory(OffHeapOptions options) {
    SlabPool pool = new SlabPool(options);
    Orders orders = new Orders();
    PagePool pages = new PagePool();
    AgeIndex ages = options.evictOldest() ? new AgeIndex(pages, pool) : null;
    OffHeapStore store =
        new OffHeapStore(pool, pages, new MemoryBacking(pool, orders), orders, ages);
    if (ages != null) {
      pool.whenFull(missing -> store.evictOldest(ages, missing));
    }
    return store;
  }

  /** Takes the oldest complete version out; false if not even all of them had so many bytes. */
  private boolean evictOldest(AgeIndex ages, long missingBytes) {
    IndexedVersion oldest = ages.bytes() < missingBytes ? null : ages.oldest();
    if (oldest == null) {
      return false;
    }
    // False means that somebody else was faster, which gives room as well.
    if (remove(oldest)) {
      LOG.debug("{} of {} was evicted", oldest.path(), oldest.container());
    }
    return true;
  }

  /** Makes a store of what a log holds. */
  static OffHeapStore recovered(SlabPool pool, DirectoryBacking backing, Log log, Orders orders) {
    OffHeapStore store = new OffHeapStore(pool, new PagePool(), backing, orders, null);
    DirectoryRecovery recovery = new DirectoryRecovery(store.parts, backing);
    backing.spaces(store.spaces::get);
    recovery.run(log);
    orders.resume(recovery.lastOrder());
    store.spaces.putAll(recovery.spaces());
    store.spaces.values().forEach(ContainerSpace::begin);
    recovery.records().forEach(store.catalogue::found);
    store.newest = recovery.newest();
    return store;
  }

  @Override
  public Optional<Instant> newest() {
    return newest;
  }

  @Override
  public StoreCapabilities capabilities() {
    return backing.capabilities();
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  void createSpace(ContainerId id) {
    ContainerSpace space = new ContainerSpace(id, parts);
    space.begin();
    spaces.put(id, space);
  }

  void removeSpace(ContainerId id) {
    ContainerSpace space = spaces.remove(id);
    if (space != null) {
      space.dropWithContent();
    }
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
    ObjectBytes bytes = null;
    try {
      bytes = ObjectBytes.reserve(pool, draft.declaredLength());
      StoredObject object = StoredObject.upload(draft, bytes);
      OffHeapWriter writer = new OffHeapWriter(this, space, object);
      if (object.streaming()) {
        space.start(object);
      }
      openWriters.increment();
      return writer;
    } catch (RuntimeException | Error e) {
      if (bytes != null) {
        bytes.letGo();
      }
      space.leave();
      throw e;
    }
  }

  /** Makes an upload last and publishes it. The caller wakes its readers, whatever comes of it. */
  void commit(ContainerSpace space, StoredObject object, ObjectSeal seal) {
    backing.store(
        space.id(),
        object,
        seal,
        (order, location) -> space.publish(object, seal, order, location));
  }

  /** Whether a deletion is on record before it takes effect. */
  boolean recordsDeletions() {
    return recordsDeletions;
  }

  void writerEnded() {
    openWriters.decrement();
  }

  @Override
  public Optional<ObjectLease> open(ContainerId container, ObjectPath path) {
    ContainerSpace space = space(container);
    return space == null ? Optional.empty() : space.open(path);
  }

  @Override
  public Optional<ObjectMetadata> head(ContainerId container, ObjectPath path) {
    ContainerSpace space = space(container);
    return space == null ? Optional.empty() : space.head(path);
  }

  @Override
  public boolean delete(ContainerId container, ObjectPath path, @Nullable String onlyVersion) {
    ContainerSpace space = space(container);
    if (space == null) {
      return false;
    }
    List<StoredObject> withdrawn = new ArrayList<>(0);
    if (recordsDeletions) {
      space.removals().begin(path);
    }
    try {
      return delete(space, path, onlyVersion, withdrawn);
    } finally {
      if (recordsDeletions) {
        space.removals().end(path);
      }
      withdrawn.forEach(StoredObject::wake);
    }
  }

  private boolean delete(
      ContainerSpace space,
      ObjectPath path,
      @Nullable String onlyVersion,
      List<StoredObject> withdrawn) {
    while (true) {
      long order = space.visibleOrder(path, onlyVersion);
      if (order == 0) {
        return false;
      }
      boolean[] removed = {false};
      backing.delete(
          space.id(),
          path,
          order,
          () -> removed[0] = space.remove(path, order, recordsDeletions, withdrawn));
      if (removed[0]) {
        return true;
      }
      // Another version took its place between the look and the deletion: look again.
    }
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
    int removed = 0;
    boolean more = true;
    while (more && removed < max) {
      int step = Math.min(RECLAIM_STEP, max - removed);
      List<IndexedVersion> due = parts.expiry().due(now, step);
      for (IndexedVersion entry : due) {
        removed += remove(entry) ? 1 : 0;
      }
      more = due.size() == step;
    }
    return removed;
  }

  /** Removes a complete version, unless it is gone already. */
  private boolean remove(IndexedVersion entry) {
    ContainerSpace space = spaces.get(entry.container());
    if (space == null) {
      return false;
    }
    return remove(
        entry.container(),
        entry.path(),
        entry.order(),
        gone -> space.removeComplete(entry.path(), entry.order(), gone));
  }

  /** Makes a removal last and applies it, then wakes the readers of what it withdrew. */
  private boolean remove(
      ContainerId container, ObjectPath path, long order, Predicate<List<StoredObject>> removal) {
    List<StoredObject> withdrawn = new ArrayList<>(0);
    boolean[] removed = {false};
    backing.delete(container, path, order, () -> removed[0] = removal.test(withdrawn));
    withdrawn.forEach(StoredObject::wake);
    return removed[0];
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
      List<StoredObject> withdrawn = new ArrayList<>();
      backing.dropContent(container, () -> withdrawn.addAll(space.dropWithContent()));
      withdrawn.forEach(StoredObject::wake);
    }
  }

  @Override
  public StoreUsage usage() {
    return new StoreUsage(backing.bytesInUse(), openWriters.sum(), parts.openLeases().sum());
  }

  /**
   * Returns what the index takes outside the heap.
   *
   * @return bytes of its pages in use
   */
  public long indexBytes() {
    return pages.bytesInUse();
  }

  /** Complete versions in all containers. */
  long versionCount() {
    return spaces.values().stream().mapToLong(ContainerSpace::versionCount).sum();
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
    backing.close();
  }
}
