// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.FileSystemProbe;
import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.internal.log.Log;
import dev.mediastore.core.internal.log.LogCompactor;
import dev.mediastore.core.internal.log.LogOptions;
import dev.mediastore.core.internal.log.LogScrubber;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.DirectoryStats;
import dev.mediastore.core.spi.DirectoryStore;
import dev.mediastore.core.spi.Durability;
import dev.mediastore.core.spi.ForwardingSegmentStore;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.StoreDamage;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine over the log in a folder, with what goes on there beside it: one thread that gives
 * room back and reads everything again at its leisure. Safe for any thread.
 */
public final class FolderStore extends ForwardingSegmentStore implements DirectoryStore {
  private static final Logger LOG = LoggerFactory.getLogger(FolderStore.class);

  private final OffHeapStore engine;
  private final Log log;
  private final LogCompactor compactor;
  private final LogScrubber scrubber;
  private final @Nullable Maintenance maintenance;

  private FolderStore(
      OffHeapStore engine, Log log, DirectoryBacking backing, DirectoryOptions options) {
    super(engine);
    this.engine = engine;
    this.log = log;
    this.compactor = log.compactor(backing);
    this.scrubber = log.scrubber(backing);
    this.maintenance =
        options.maintenance()
            ? new Maintenance(
                log.toString(),
                this::maintain,
                this::free,
                this::scrubOne,
                options.scrubBytesPerSecond())
            : null;
    if (maintenance != null) {
      log.onFileBegun(maintenance::fileBegun);
    }
  }

  /**
   * Opens the store in a folder, empty if there is none yet.
   *
   * @param folder owned by the store from now on, also if this fails
   * @param options shape
   * @param random source of what tells one file from another
   * @return the store
   * @throws MediaStoreException STORE_READ_ONLY if somebody else has the folder or a newer version
   *     wrote it, INTERNAL if it cannot be read or the file system cannot keep the promise
   */
  public static FolderStore open(
      StoreFolder folder, DirectoryOptions options, RandomGenerator random) {
    try {
      requireLock(folder);
    } catch (IOException e) {
      folder.close();
      throw MediaStoreException.builder(ErrorCode.INTERNAL, "The folder could not be locked.")
          .cause(e)
          .build();
    }
    if (!options.fileSystemTrusted()) {
      requireFileSystem(folder, options.durability());
    }
    return open(folder, options, random, false);
  }

  private static void requireFileSystem(StoreFolder folder, Durability durability) {
    List<String> missing = FileSystemProbe.missing(folder);
    if (missing.isEmpty()) {
      return;
    }
    String lack = "The file system of " + folder + " lacks: " + String.join(", ", missing) + ".";
    if (durability != Durability.FSYNC) {
      LOG.warn("{} What was written may be lost or not be read.", lack);
      return;
    }
    folder.close();
    throw MediaStoreException.of(
        ErrorCode.INTERNAL, lack + " Use another one, the durability OS, or trust it.");
  }

  /**
   * Opens the store in a folder without changing anything there; it takes no writes and has no
   * thread.
   *
   * @param folder owned by the store from now on, also if this fails
   * @param random never asked
   * @return the store
   * @throws MediaStoreException as {@link #open}
   */
  public static FolderStore openReadOnly(StoreFolder folder, RandomGenerator random) {
    try {
      requireLock(folder);
    } catch (IOException e) {
      // A folder where not even a lock can be made has no writer either.
      LOG.debug("Reading without a lock", e);
    }
    DirectoryOptions options =
        DirectoryOptions.defaults().withMaintenance(false).withUploadMemory(4096);
    return open(folder, options, random, true);
  }

  private static void requireLock(StoreFolder folder) throws IOException {
    if (!folder.lock()) {
      folder.close();
      throw MediaStoreException.of(
          ErrorCode.STORE_READ_ONLY, "The folder " + folder + " is in use by another store.");
    }
  }

  private static FolderStore open(
      StoreFolder folder, DirectoryOptions options, RandomGenerator random, boolean readOnly) {
    LogOptions logOptions =
        new LogOptions(
            options.logFileBytes(),
            options.blockBytes(),
            options.durability() == Durability.FSYNC,
            options.reserveBytes(),
            options.patience());
    Orders orders = new Orders();
    Log log = Log.open(folder, logOptions, random, orders::next, readOnly);
    SlabPool pool = new SlabPool(OffHeapOptions.ofCapacity(options.uploadMemoryBytes()));
    DirectoryBacking backing = new DirectoryBacking(log, pool);
    try {
      OffHeapStore engine = OffHeapStore.recovered(pool, backing, log, orders);
      return new FolderStore(engine, log, backing, options);
    } catch (RuntimeException | Error e) {
      backing.close();
      throw e;
    }
  }

  /**
   * Does one step of what gives room back; the store's own thread does so unless it was left out.
   *
   * @return whether something was done and there may be more to do
   */
  public boolean maintain() {
    synchronized (compactor) {
      return compactor.step();
    }
  }

  private boolean free() {
    synchronized (compactor) {
      return compactor.free();
    }
  }

  private long scrubOne() {
    synchronized (scrubber) {
      return scrubber.step();
    }
  }

  @Override
  public long scrub() {
    engine.requireOpen();
    synchronized (scrubber) {
      scrubber.restart();
      long read = 0;
      long step;
      do {
        step = scrubber.step();
        read += step;
      } while (step > 0);
      return read;
    }
  }

  @Override
  public List<StoreDamage> damages() {
    return log.damages();
  }

  @Override
  public boolean isWritable() {
    return log.broken() == null;
  }

  @Override
  public DirectoryStats stats() {
    return new DirectoryStats(
        engine.catalogue().list().size(),
        engine.versionCount(),
        log.liveBytes(),
        log.fileCount(),
        log.fileBytes(),
        engine.indexBytes(),
        log.broken());
  }

  @Override
  public void close() {
    if (maintenance != null) {
      maintenance.close();
    }
    super.close();
  }
}
