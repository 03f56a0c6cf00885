// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.nio.ByteBuffer;

/**
 * Values that are too long for a leaf, each in a chain of pages of its own. Under the thread rule
 * of its {@link ByteTree}.
 *
 * <pre>
 *   page        | i32 next page, or -1 | bytes of the value ...
 *   reference   | i32 length | i32 first page |       what stands in the leaf
 * </pre>
 */
final class OverflowPages {
  private static final int HEADER_BYTES = 4;
  private static final int REFERENCE_PAGE = 4;

  private final TreePages pages;
  private final int room;

  OverflowPages(TreePages pages) {
    this.pages = pages;
    this.room = pages.pageBytes() - HEADER_BYTES;
  }

  /**
   * Stores a value.
   *
   * @param length at least 1
   * @param reference receives what stands for the value
   */
  void write(byte[] value, int length, byte[] reference) {
    int needed = (length + room - 1) / room;
    pages.reserve(needed);
    int next = PagePool.NONE;
    for (int i = needed - 1; i >= 0; i--) {
      int page = pages.take();
      ByteBuffer memory = pages.memory(page);
      int at = pages.offset(page);
      memory.putInt(at, next);
      memory.put(at + HEADER_BYTES, value, i * room, Math.min(room, length - i * room));
      next = page;
    }
    ByteBuffer.wrap(reference).putInt(length).putInt(next);
  }

  /** Returns the length of a value. */
  static int length(ByteBuffer memory, int reference) {
    return memory.getInt(reference);
  }

  /** Copies the beginning of a value. */
  void read(ByteBuffer memory, int reference, byte[] target, int at, int length) {
    int page = memory.getInt(reference + REFERENCE_PAGE);
    for (int done = 0; done < length; ) {
      ByteBuffer source = pages.memory(page);
      int offset = pages.offset(page);
      int part = Math.min(room, length - done);
      source.get(offset + HEADER_BYTES, target, at + done, part);
      done += part;
      page = source.getInt(offset);
    }
  }

  /** Returns the first page of a value. */
  static int first(ByteBuffer memory, int reference) {
    return memory.getInt(reference + REFERENCE_PAGE);
  }

  /** Gives back the pages of a value that was never referred to. */
  void free(byte[] reference) {
    free(ByteBuffer.wrap(reference).getInt(REFERENCE_PAGE));
  }

  /** Gives back the pages of a value, from the first one on. */
  void free(int first) {
    for (int page = first; page != PagePool.NONE; ) {
      int next = pages.memory(page).getInt(pages.offset(page));
      pages.giveBack(page);
      page = next;
    }
  }
}
