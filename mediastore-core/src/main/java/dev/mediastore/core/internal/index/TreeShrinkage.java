// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.nio.ByteBuffer;

/**
 * Gives pages back as entries go: frees empty ones, joins neighbours that fit together, lowers the
 * root. Needs no page to do so. Under the thread rule of its {@link ByteTree}.
 */
final class TreeShrinkage {
  private final TreePages pages;
  private final EntryBatch batch;
  private final byte[] separator;
  private final byte[] firstKey;
  private final byte[] lastKey;
  private final byte[] child = new byte[Node.CHILD_BYTES];

  /** A page that holds no more looks for a neighbour to be joined with. */
  private final int lookingBytes;

  /** Joined pages hold at most this, so that they are not split again at once. */
  private final int joinedBytes;

  TreeShrinkage(TreePages pages, Workbench bench) {
    this.pages = pages;
    this.batch = bench.batch;
    this.separator = bench.separatorOfJoined;
    this.firstKey = bench.firstKey;
    this.lastKey = bench.lastKey;
    this.lookingBytes = pages.pageBytes() / 4 * 3;
    this.joinedBytes = pages.pageBytes() / 8 * 7;
  }

  /**
   * Puts the pages of a path in order, from a leaf that lost an entry or part of one.
   *
   * @return the root as it is now, or {@link PagePool#NONE} for an empty tree
   */
  int shrink(TreePath path) {
    int leaf = path.page(path.depth() - 1);
    boolean empty = Node.count(pages.memory(leaf), pages.offset(leaf)) == 0;
    for (int step = path.depth() - 1; step > 0; step--) {
      int page = path.page(step);
      int parent = path.page(step - 1);
      int position = path.position(step - 1);
      if (empty) {
        pages.giveBack(page);
        empty = removeChild(pages.memory(parent), pages.offset(parent), position);
      } else if (!joinWithNeighbour(page, parent, position)) {
        break;
      }
    }
    int root = path.page(0);
    if (empty) {
      pages.giveBack(root);
      return PagePool.NONE;
    }
    return lowered(root);
  }

  /** Returns the highest page that has more than one child, or the only leaf. */
  private int lowered(int root) {
    int current = root;
    while (true) {
      ByteBuffer memory = pages.memory(current);
      int at = pages.offset(current);
      if (Node.level(memory, at) == 0 || Node.count(memory, at) > 0) {
        return current;
      }
      int only = Node.child(memory, at, 0);
      pages.giveBack(current);
      current = only;
    }
  }

  /** Removes a child from an inner page; returns whether it was the last one. */
  private static boolean removeChild(ByteBuffer memory, int at, int position) {
    if (position > 0) {
      Node.remove(memory, at, position - 1);
      return false;
    }
    if (Node.count(memory, at) == 0) {
      return true;
    }
    memory.putInt(at + Node.FIRST_CHILD, Node.child(memory, at, 1));
    Node.remove(memory, at, 0);
    return false;
  }

  private boolean joinWithNeighbour(int page, int parent, int position) {
    if (used(page) > lookingBytes) {
      return false;
    }
    ByteBuffer memory = pages.memory(parent);
    int at = pages.offset(parent);
    if (position > 0 && join(Node.child(memory, at, position - 1), page, parent, position - 1)) {
      return true;
    }
    return position < Node.count(memory, at)
        && join(page, Node.child(memory, at, position + 1), parent, position);
  }

  private int used(int page) {
    return Node.used(pages.memory(page), pages.offset(page), pages.pageBytes());
  }

  /**
   * Moves all of a right page to its left neighbour, if they fit; entry parts them in the parent.
   */
  private boolean join(int left, int right, int parent, int entry) {
    if (leastJoined(left, right) > joinedBytes) {
      return false;
    }
    ByteBuffer memory = pages.memory(left);
    int at = pages.offset(left);
    ByteBuffer rightMemory = pages.memory(right);
    int rightAt = pages.offset(right);
    int level = Node.level(memory, at);
    batch.clear();
    batch.addAll(memory, at, 0, Node.count(memory, at));
    if (level > 0) {
      int length = Node.copyKey(pages.memory(parent), pages.offset(parent), entry, separator);
      ByteBuffer.wrap(child).putInt(Node.child(rightMemory, rightAt, 0));
      batch.add(separator, length, Node.CHILD_BYTES + 1, child);
    }
    batch.addAll(rightMemory, rightAt, 0, Node.count(rightMemory, rightAt));
    if (batch.size(0, batch.count()) > joinedBytes) {
      return false;
    }
    batch.write(0, batch.count(), memory, at, level, memory.getInt(at + Node.FIRST_CHILD));
    pages.giveBack(right);
    Node.remove(pages.memory(parent), pages.offset(parent), entry);
    return true;
  }

  /** Estimates from below what two neighbours need together, without unpacking them. */
  private int leastJoined(int left, int right) {
    int least = used(left) + used(right) - Node.HEADER_BYTES;
    ByteBuffer memory = pages.memory(left);
    int at = pages.offset(left);
    ByteBuffer rightMemory = pages.memory(right);
    int rightAt = pages.offset(right);
    int prefix = Node.prefixLength(memory, at);
    int rightPrefix = Node.prefixLength(rightMemory, rightAt);
    least -= prefix + rightPrefix;
    int count = Node.count(memory, at);
    int rightCount = Node.count(rightMemory, rightAt);
    if (least > joinedBytes || count == 0 || rightCount == 0) {
      return least;
    }
    int length = Node.copyKey(memory, at, 0, firstKey);
    int rightLength = Node.copyKey(rightMemory, rightAt, rightCount - 1, lastKey);
    int common = commonBytes(length, rightLength);
    return least
        + count * Math.max(0, prefix - common - Node.HEAD_BYTES)
        + rightCount * Math.max(0, rightPrefix - common - Node.HEAD_BYTES);
  }

  private int commonBytes(int length, int rightLength) {
    int shorter = Math.min(length, rightLength);
    for (int i = 0; i < shorter; i++) {
      if (firstKey[i] != lastKey[i]) {
        return i;
      }
    }
    return shorter;
  }
}
