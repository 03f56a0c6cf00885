// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out pages of one size from slabs of direct memory and takes them back. Safe for any thread.
 *
 * <p>Slabs are taken from the system as they are needed, each as large as all before it together up
 * to 16 MiB, so that a small index stays small; none is returned before the pool itself is garbage.
 * A free page holds the number of the next free one, so the list of them costs no memory.
 *
 * <pre>
 *   page number   | slab | page in slab |     slab 0: 256 KiB, 1: 256 KiB, 2: 512 KiB, ... 16 MiB
 *                  high        low bits       (numbers beyond the end of a short slab are never used)
 * </pre>
 *
 * <p>A page belongs to whoever took it until it is given back. Its memory may be used by several
 * threads only as far as its owner orders their accesses.
 */
public final class PagePool {
  /** No page. */
  static final int NONE = -1;

  /**
   * The default size of a page in bytes. With 8,192 and 16,384 ten million entries were measured to
   * take as much room, look-ups no faster, reading in order up to a third faster; a small page
   * suits small indexes and lies in one page of the system.
   */
  public static final int DEFAULT_PAGE_BYTES = 4096;

  private static final Logger LOG = LoggerFactory.getLogger(PagePool.class);
  private static final int MIN_PAGE_BYTES = 256;
  private static final int MAX_PAGE_BYTES = 32 * 1024;
  private static final int FIRST_SLAB_BYTES = 256 * 1024;
  private static final int LARGEST_SLAB_BYTES = 16 * 1024 * 1024;
  private static final int SYSTEM_PAGE_BYTES = 4096;

  private static final int BENCHES = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Workbench[] benches = new Workbench[BENCHES];
  private int treesMade;
  private final IntFunction<ByteBuffer> system;
  private final int pageBytes;
  private final int pageShift;
  private final int slabShift;
  private final int slabMask;
  private long limitPages;

  /** Replaced whole when a slab is added, so that readers of older pages need no lock. */
  private volatile ByteBuffer[] slabs = {};

  private long pagesInSlabs;
  private long pagesInUse;
  private int firstFree = NONE;
  private long freePages;

  /** Pages of the last slab that were given out at least once. */
  private int begun;

  private boolean refusedBySystem;

  /** Makes a pool of pages of the default size, bounded by the system only. */
  public PagePool() {
    this(DEFAULT_PAGE_BYTES, Long.MAX_VALUE);
  }

  /**
   * Makes a pool.
   *
   * @param pageBytes size of a page, a power of two from 256 to 32,768
   * @param limitBytes most bytes in use at a time; rounded down to whole pages
   */
  public PagePool(int pageBytes, long limitBytes) {
    this(pageBytes, limitBytes, ByteBuffer::allocateDirect);
  }

  /** Makes a pool over another source of memory, which refuses with {@link OutOfMemoryError}. */
  PagePool(int pageBytes, long limitBytes, IntFunction<ByteBuffer> system) {
    if (pageBytes < MIN_PAGE_BYTES
        || pageBytes > MAX_PAGE_BYTES
        || Integer.bitCount(pageBytes) != 1) {
      throw new IllegalArgumentException("page size: " + pageBytes);
    }
    if (limitBytes < 0) {
      throw new IllegalArgumentException("limit: " + limitBytes);
    }
    this.system = system;
    this.pageBytes = pageBytes;
    this.pageShift = Integer.numberOfTrailingZeros(pageBytes);
    this.slabShift = Integer.numberOfTrailingZeros(LARGEST_SLAB_BYTES) - pageShift;
    this.slabMask = (1 << slabShift) - 1;
    this.limitPages = limitBytes / pageBytes;
  }

  /** The bench of the next tree to be made, which others may use as well. */
  Workbench bench() {
    lock.lock();
    try {
      int index = treesMade++ & (BENCHES - 1);
      Workbench bench = benches[index];
      if (bench == null) {
        bench = new Workbench(pageBytes);
        benches[index] = bench;
      }
      return bench;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the size of a page.
   *
   * @return bytes
   */
  public int pageBytes() {
    return pageBytes;
  }

  /**
   * Returns how much is given out at present.
   *
   * @return bytes of all pages taken and not given back
   */
  public long bytesInUse() {
    return pagesInUse() * pageBytes;
  }

  /**
   * Returns how much the system gave; it never falls.
   *
   * @return bytes of all slabs
   */
  public long bytesTaken() {
    lock.lock();
    try {
      return pagesInSlabs * pageBytes;
    } finally {
      lock.unlock();
    }
  }

  long pagesInUse() {
    lock.lock();
    try {
      return pagesInUse;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the limit; below what is in use, nothing more is given out until enough came back. */
  void limitPages(long pages) {
    lock.lock();
    try {
      limitPages = pages;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the memory that holds a page. */
  ByteBuffer memory(int page) {
    return slabs[page >>> slabShift];
  }

  /** Returns where in its memory a page begins. */
  int offset(int page) {
    return (page & slabMask) << pageShift;
  }

  /**
   * Takes pages; their content is undefined.
   *
   * @param count how many, at least 0
   * @param into receives their numbers from index 0 on
   * @throws MediaStoreException with {@link ErrorCode#STORE_FULL}; nothing was taken then
   */
  void take(int count, int[] into) {
    lock.lock();
    try {
      if (count > limitPages - pagesInUse) {
        throw full();
      }
      while (freePages + unbegun() < count) {
        addSlab(); // what is left of the last one goes to the free list, so one is not always
        // enough
      }
      for (int i = 0; i < count; i++) {
        into[i] = takeOne();
      }
      pagesInUse += count;
    } finally {
      lock.unlock();
    }
  }

  private int unbegun() {
    ByteBuffer[] all = slabs;
    return all.length == 0 ? 0 : (all[all.length - 1].capacity() >>> pageShift) - begun;
  }

  private int takeOne() {
    int page = firstFree;
    if (page == NONE) {
      return ((slabs.length - 1) << slabShift) | begun++;
    }
    firstFree = memory(page).getInt(offset(page));
    freePages--;
    return page;
  }

  /** Gives back the first pages of an array. */
  void giveBack(int count, int[] pages) {
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        release(pages[i]);
      }
      pagesInUse -= count;
    } finally {
      lock.unlock();
    }
  }

  /** Gives one page back. */
  void giveBack(int page) {
    lock.lock();
    try {
      release(page);
      pagesInUse--;
    } finally {
      lock.unlock();
    }
  }

  private void release(int page) {
    memory(page).putInt(offset(page), firstFree);
    firstFree = page;
    freePages++;
  }

  private void addSlab() {
    long wanted = Math.max(FIRST_SLAB_BYTES, pagesInSlabs * pageBytes);
    int size = (int) Math.min(wanted, LARGEST_SLAB_BYTES);
    while (!refusedBySystem) {
      try {
        addSlab(size);
        return;
      } catch (OutOfMemoryError e) {
        // Half as much may still be there. At the smallest size the answer is final, because each
        // refusal makes the system collect garbage and wait.
        refusedBySystem = size <= FIRST_SLAB_BYTES;
        size /= 2;
      }
      if (refusedBySystem) {
        LOG.error(
            "The system refused direct memory for the index; it stays at {} bytes."
                + " Raise -XX:MaxDirectMemorySize.",
            pagesInSlabs * pageBytes);
      }
    }
    throw full();
  }

  private void addSlab(int size) {
    ByteBuffer[] before = slabs;
    if (before.length > Integer.MAX_VALUE >>> slabShift) {
      throw full();
    }
    // Pages start where pages of the system start, so that one touches as few of them as possible.
    ByteBuffer slab =
        system.apply(size + SYSTEM_PAGE_BYTES).alignedSlice(SYSTEM_PAGE_BYTES).slice(0, size);
    while (unbegun() > 0) {
      release(((before.length - 1) << slabShift) | begun++);
    }
    ByteBuffer[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = slab;
    slabs = after;
    begun = 0;
    pagesInSlabs += size >>> pageShift;
  }

  private static MediaStoreException full() {
    return MediaStoreException.of(ErrorCode.STORE_FULL, "The store is full.");
  }
}
