// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import java.nio.ByteBuffer;

/**
 * The pages of one tree: what it took from the pool, counted, with pages set aside for a change
 * under way. Under the thread rule of its {@link ByteTree}.
 */
final class TreePages {
  private final PagePool pool;
  private final int pageBytes;
  private int[] reserve = new int[8];
  private int reserved;
  private long held;

  TreePages(PagePool pool) {
    this.pool = pool;
    this.pageBytes = pool.pageBytes();
  }

  int pageBytes() {
    return pageBytes;
  }

  /** Returns the bytes of all pages of the tree. */
  long bytes() {
    return held * pageBytes;
  }

  ByteBuffer memory(int page) {
    return pool.memory(page);
  }

  int offset(int page) {
    return pool.offset(page);
  }

  /**
   * Sets pages aside so that {@link #take} cannot fail.
   *
   * @throws MediaStoreException with {@link ErrorCode#STORE_FULL}; nothing was taken then
   */
  void reserve(int count) {
    if (count > reserve.length) {
      reserve = new int[count];
    }
    pool.take(count, reserve);
    reserved = count;
  }

  /** Takes a page that was set aside. */
  int take() {
    held++;
    return reserve[--reserved];
  }

  /** Gives back what was set aside and not taken. */
  void giveBackReserve() {
    pool.giveBack(reserved, reserve);
    reserved = 0;
  }

  void giveBack(int page) {
    pool.giveBack(page);
    held--;
  }
}
