// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.nio.ByteBuffer;

/**
 * Lets a leaf that overflows share its entries with a neighbour instead of being split: the reason
 * why pages filled at random are about four fifths full and not two thirds. Needs no page to do so.
 * Under the thread rule of its {@link ByteTree}.
 */
final class LeafSharing {
  private final TreePages pages;
  private final EntryBatch batch;
  private final byte[] separator;
  private final byte[] child = new byte[Node.CHILD_BYTES];

  /**
   * Two leaves share if they hold no more together, so that it takes a while until the next time.
   */
  private final int mostBytes;

  /** A parent with more dead bytes is written anew to make room for longer separators. */
  private final int deadBytes;

  LeafSharing(TreePages pages, Workbench bench) {
    this.pages = pages;
    this.batch = bench.batch;
    this.separator = bench.separatorOfShared;
    this.mostBytes = pages.pageBytes() / 10 * 18;
    this.deadBytes = pages.pageBytes() / 8;
  }

  /**
   * Puts an entry that overflows a leaf, if a neighbour under the same parent has room.
   *
   * @param path leads to the place of the entry; void if it was put
   * @return whether it was put; if not, nothing was changed
   */
  boolean put(TreePath path, NewEntry entry) {
    int step = path.depth() - 2;
    if (step < 0) {
      return false;
    }
    int page = path.page(step + 1);
    int position = path.position(step);
    ByteBuffer parent = pages.memory(path.page(step));
    int at = pages.offset(path.page(step));
    int count = Node.count(parent, at);
    int need =
        used(page)
            + Node.SLOT_BYTES
            + Node.entryBytes(
                entry.keyLength() - prefixLength(page, entry.keyLength()), entry.code());
    int left = position > 0 ? Node.child(parent, at, position - 1) : PagePool.NONE;
    int right = position < count ? Node.child(parent, at, position + 1) : PagePool.NONE;
    if (left != PagePool.NONE && used(left) + need <= mostBytes) {
      compact(parent, at);
      batch.clear();
      addAll(left);
      batch.addAll(pages.memory(page), pages.offset(page), path.position(step + 1), entry);
      return share(left, page, parent, at, position - 1);
    }
    if (right != PagePool.NONE && used(right) + need <= mostBytes) {
      compact(parent, at);
      batch.clear();
      batch.addAll(pages.memory(page), pages.offset(page), path.position(step + 1), entry);
      addAll(right);
      return share(page, right, parent, at, position);
    }
    return false;
  }

  private int prefixLength(int page, int keyLength) {
    return Math.min(keyLength, Node.prefixLength(pages.memory(page), pages.offset(page)));
  }

  private int used(int page) {
    return Node.used(pages.memory(page), pages.offset(page), pages.pageBytes());
  }

  private void addAll(int page) {
    ByteBuffer memory = pages.memory(page);
    int at = pages.offset(page);
    batch.addAll(memory, at, 0, Node.count(memory, at));
  }

  private void compact(ByteBuffer memory, int at) {
    if (Node.deadBytes(memory, at) <= deadBytes) {
      return;
    }
    batch.clear();
    int count = Node.count(memory, at);
    batch.addAll(memory, at, 0, count);
    int last = Node.lastInsertion(memory, at);
    int run = Node.run(memory, at);
    int first = memory.getInt(at + Node.FIRST_CHILD);
    batch.write(0, count, memory, at, Node.level(memory, at), first);
    Node.markInsertion(memory, at, last, run);
  }

  /** Divides what stands in the batch; the entry of the parent parts the two leaves. */
  private boolean share(int left, int right, ByteBuffer parent, int at, int entry) {
    int middle = batch.splitPoint(0, 45, 55);
    if (middle < 0) {
      return false;
    }
    int length = batch.copySeparator(middle, separator);
    ByteBuffer.wrap(child).putInt(right);
    if (!Node.replaceKey(parent, at, entry, separator, length, Node.CHILD_BYTES + 1, child)) {
      return false;
    }
    batch.write(0, middle, pages.memory(left), pages.offset(left), 0, PagePool.NONE);
    batch.write(middle, batch.count(), pages.memory(right), pages.offset(right), 0, PagePool.NONE);
    return true;
  }
}
