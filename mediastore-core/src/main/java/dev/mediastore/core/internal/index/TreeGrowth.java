// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.nio.ByteBuffer;

/**
 * Puts an entry where it belongs and splits pages that overflow. Under the thread rule of its
 * {@link ByteTree}.
 *
 * <p>Where a page is split: in the middle; but behind the latest insertion if several before it
 * went right behind each other, since more will follow there. What is left of an appended page is
 * then full and never touched again. If the entries up to there do not fill the page, because
 * others stand behind them, those move out first, so that the appended page goes on to be filled.
 */
final class TreeGrowth {
  /** So many insertions in a row, each right behind the one before, are not chance. */
  private static final int APPENDED = 4;

  private final TreePages pages;
  private final EntryBatch batch;
  private final LeafSharing sharing;
  private final byte[] separator;
  private final byte[] child = new byte[Node.CHILD_BYTES];

  /** Of the separator that the latest split found. */
  private int separatorLength;

  TreeGrowth(TreePages pages, Workbench bench) {
    this.pages = pages;
    this.batch = bench.batch;
    this.sharing = new LeafSharing(pages, bench);
    this.separator = bench.separatorOfSplit;
  }

  /**
   * Puts an entry at the end of a path; nothing was changed if this throws.
   *
   * @param root the root as it is
   * @return the root as it is now
   */
  int put(int root, TreePath path, NewEntry entry) {
    int step = path.depth() - 1;
    if (putAt(path, step, entry)) {
      return root;
    }
    if (!isAppended(path, step, entry)) {
      if (sharing.put(path, entry)) {
        return root;
      }
      load(path, step, entry);
    }
    pages.reserve(path.depth() + 1); // at most one for each level and one for a new root
    try {
      NewEntry next = entry;
      while (true) {
        int right = split(path, step, next);
        if (step == 0) {
          return newRoot(root, right);
        }
        step--;
        ByteBuffer.wrap(child).putInt(right);
        next = new NewEntry(separator, separatorLength, Node.CHILD_BYTES + 1, child, false);
        if (putAt(path, step, next)) {
          return root;
        }
      }
    } finally {
      pages.giveBackReserve();
    }
  }

  /** Puts an entry on a page if it fits; if not, all entries stand in the batch. */
  private boolean putAt(TreePath path, int step, NewEntry entry) {
    ByteBuffer memory = pages.memory(path.page(step));
    int at = pages.offset(path.page(step));
    int index = path.position(step);
    if (!entry.replaces()
        && Node.sharesPrefix(memory, at, entry.key(), entry.keyLength())
        && Node.insert(
            memory, at, index, entry.key(), entry.keyLength(), entry.code(), entry.stored())) {
      return true;
    }
    load(path, step, entry);
    if (!batch.fits(0, batch.count())) {
      return false;
    }
    int last = entry.replaces() ? Node.lastInsertion(memory, at) : index;
    int run = runWith(memory, at, index, entry);
    int level = Node.level(memory, at);
    batch.write(0, batch.count(), memory, at, level, memory.getInt(at + Node.FIRST_CHILD));
    Node.markInsertion(memory, at, last, run);
    return true;
  }

  private void load(TreePath path, int step, NewEntry entry) {
    int page = path.page(step);
    batch.clear();
    batch.addAll(pages.memory(page), pages.offset(page), path.position(step), entry);
  }

  private boolean isAppended(TreePath path, int step, NewEntry entry) {
    int page = path.page(step);
    int index = path.position(step);
    return runWith(pages.memory(page), pages.offset(page), index, entry) >= APPENDED;
  }

  /** Returns the run of a page once the entry in hand is put. */
  private static int runWith(ByteBuffer memory, int at, int index, NewEntry entry) {
    int run = Node.run(memory, at);
    if (entry.replaces()) {
      return run;
    }
    return index == Node.lastInsertion(memory, at) + 1 ? Math.min(run + 1, Node.MAX_RUN) : 0;
  }

  /** Parts what stands in the batch between a page and a new one to its right; returns that one. */
  private int split(TreePath path, int step, NewEntry entry) {
    int page = path.page(step);
    ByteBuffer memory = pages.memory(page);
    int at = pages.offset(page);
    int level = Node.level(memory, at);
    int index = path.position(step);
    int run = runWith(memory, at, index, entry);
    int skipped = level == 0 ? 0 : 1;
    int middle = splitPoint(index, run, skipped);
    int right = pages.take();
    ByteBuffer rightMemory = pages.memory(right);
    int rightAt = pages.offset(right);
    int rightFirst = PagePool.NONE;
    if (level == 0) {
      separatorLength = batch.copySeparator(middle, separator);
    } else {
      separatorLength = batch.copyKey(middle, separator);
      rightFirst = batch.child(middle);
    }
    int begin = middle + skipped;
    batch.write(begin, batch.count(), rightMemory, rightAt, level, rightFirst);
    batch.write(0, middle, memory, at, level, memory.getInt(at + Node.FIRST_CHILD));
    if (index < middle) {
      Node.markInsertion(memory, at, index, run);
    } else if (index >= begin) {
      Node.markInsertion(rightMemory, rightAt, index - begin, run);
    }
    return right;
  }

  private int splitPoint(int index, int run, int skipped) {
    if (skipped > 0) {
      return run >= APPENDED ? batch.splitPoint(1, 65, 100) : batch.splitPoint(1, 25, 75);
    }
    if (run >= APPENDED) {
      if (batch.splits(index, 0) && batch.size(0, index) > pages.pageBytes() / 8 * 7) {
        return index;
      }
      if (batch.splits(index + 1, 0)) {
        return index + 1;
      }
    }
    return batch.splitPoint(0, 40, 60);
  }

  private int newRoot(int left, int right) {
    int root = pages.take();
    int level = Node.level(pages.memory(left), pages.offset(left)) + 1;
    batch.clear();
    ByteBuffer.wrap(child).putInt(right);
    batch.add(separator, separatorLength, Node.CHILD_BYTES + 1, child);
    batch.write(0, 1, pages.memory(root), pages.offset(root), level, left);
    return root;
  }
}
