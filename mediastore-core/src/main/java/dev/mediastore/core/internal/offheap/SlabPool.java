// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.spi.OffHeapOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives room out of a fixed budget and takes it back. Safe for any thread.
 *
 * <p>Slabs are taken from the system as they are needed, each as large as all before it together,
 * so that a small store stays small; beyond the budget there is nothing. Any free granule can be
 * used for any object, so a store is full only when it is full: an object for which no run is long
 * enough is spread over several.
 */
final class SlabPool {
  private static final Logger LOG = LoggerFactory.getLogger(SlabPool.class);
  private static final int FIRST_SLAB_BYTES = 1024 * 1024;
  private static final byte POISON = (byte) 0xDB;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Slab> slabs = new CopyOnWriteArrayList<>();
  private final int granule;
  private final int slabGranules;
  private final long capacity;
  private final boolean poison;
  private long inSlabs;
  private long used;
  private boolean refusedBySystem;
  private boolean closed;

  /** What makes room when there is none; set before the pool is shared. */
  private Evictor evictor = missing -> false;

  /** Makes room by taking something out that has some. Called without a lock. */
  interface Evictor {
    /**
     * Takes one thing out.
     *
     * @param missingBytes how much room is missing
     * @return false if so much cannot be made
     */
    boolean evict(long missingBytes);
  }

  SlabPool(OffHeapOptions options) {
    this.granule = options.extentBytes();
    this.slabGranules = options.slabBytes() / granule;
    this.capacity = options.capacityBytes() / granule;
    this.poison = options.poison();
  }

  void whenFull(Evictor makesRoom) {
    this.evictor = makesRoom;
  }

  /** Returns a slab by its number. */
  Slab slab(int index) {
    return slabs.get(index);
  }

  int granuleBytes() {
    return granule;
  }

  long capacityBytes() {
    return capacity * granule;
  }

  long bytesInUse() {
    lock.lock();
    try {
      return used * granule;
    } finally {
      lock.unlock();
    }
  }

  long granulesFor(long bytes) {
    return bytes / granule + (bytes % granule == 0 ? 0 : 1);
  }

  /**
   * Takes room, in as few pieces as possible.
   *
   * @param needed granules without which it fails, at least 1
   * @param wished granules to take if there are so many, not below {@code needed}
   * @return pieces of at least the granules needed
   * @throws MediaStoreException with {@link ErrorCode#STORE_FULL}; nothing was taken then
   */
  List<Extent> take(long needed, long wished) {
    while (true) {
      long missing;
      lock.lock();
      try {
        List<Extent> pieces = tryTake(needed, wished);
        if (pieces != null) {
          return pieces;
        }
        missing = Math.max(1, needed - (capacity - used)) * granule;
      } finally {
        lock.unlock();
      }
      if (!evictor.evict(missing)) {
        throw MediaStoreException.of(ErrorCode.STORE_FULL, "The store is full.");
      }
    }
  }

  private @Nullable List<Extent> tryTake(long needed, long wished) {
    if (closed) {
      throw MediaStoreException.of(ErrorCode.CLOSED, "The store was closed.");
    }
    if (needed > capacity - used) {
      return null;
    }
    List<Extent> pieces = new ArrayList<>(1);
    for (long rest = Math.min(wished, capacity - used); rest > 0; ) {
      Extent piece = takePiece(rest);
      if (piece == null) {
        pieces.forEach(this::release);
        return null;
      }
      pieces.add(piece);
      rest -= piece.granules();
    }
    return pieces;
  }

  /**
   * Takes one piece: the whole if a slab has it, else from a new slab, else a shorter one, else
   * none.
   */
  private @Nullable Extent takePiece(long wanted) {
    int run = (int) Math.min(wanted, slabGranules);
    Extent piece = takeRun(run);
    if (piece == null && addSlab(run)) {
      piece = takeRun(Math.min(run, slabs.get(slabs.size() - 1).granules()));
    }
    while (piece == null && run > 1) {
      run /= 2;
      piece = takeRun(run);
    }
    return piece;
  }

  private @Nullable Extent takeRun(int run) {
    for (Slab slab : slabs) {
      int first = slab.take(run);
      if (first >= 0) {
        used += run;
        return new Extent(slab, first, run);
      }
    }
    return null;
  }

  private boolean addSlab(int wanted) {
    long rest = capacity - inSlabs;
    if (rest == 0 || refusedBySystem) {
      return false;
    }
    long size = Math.max(Math.max(inSlabs, FIRST_SLAB_BYTES / granule), wanted);
    int granules = (int) Math.min(Math.min(size, slabGranules), rest);
    try {
      slabs.add(new Slab(slabs.size(), granule, granules));
    } catch (OutOfMemoryError e) {
      // The system has less than the budget promised: the budget is what it has given so far.
      refusedBySystem = true;
      LOG.error(
          "The system refused {} bytes of direct memory; the store stays at {} of {} bytes."
              + " Raise -XX:MaxDirectMemorySize or lower the budget.",
          (long) granules * granule,
          inSlabs * granule,
          capacityBytes());
      return false;
    }
    inSlabs += granules;
    return true;
  }

  /**
   * Lengthens a piece where it is.
   *
   * @param piece the last piece of an object
   * @param most granules wanted
   * @return the longer piece; the same if what follows it is taken
   */
  Extent extend(Extent piece, int most) {
    lock.lock();
    try {
      int more = piece.slab().takeAt(piece.end(), most);
      used += more;
      return more == 0 ? piece : piece.longerBy(more);
    } finally {
      lock.unlock();
    }
  }

  void giveBack(List<Extent> pieces) {
    if (poison) {
      pieces.forEach(piece -> piece.slab().fill(piece.first(), piece.granules(), POISON));
    }
    lock.lock();
    try {
      pieces.forEach(this::release);
    } finally {
      lock.unlock();
    }
  }

  private void release(Extent piece) {
    piece.slab().release(piece.first(), piece.granules());
    used -= piece.granules();
  }

  /** Gives nothing more out; the memory goes with the last reference to this pool. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
