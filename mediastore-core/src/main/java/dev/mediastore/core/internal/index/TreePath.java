// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The way from the root to an entry: a page and a position in it for each level, the root first.
 * Used by one thread at a time; void after the tree was modified.
 */
final class TreePath {
  private final TreePages pages;
  private int[] page = new int[8];
  private int[] position = new int[8];
  private int depth;

  TreePath(TreePages pages) {
    this.pages = pages;
  }

  /** Returns the number of levels; the leaf stands at one less. */
  int depth() {
    return depth;
  }

  int page(int step) {
    return page[step];
  }

  /** Returns the position of the next child on the way, or in a leaf the index of the entry. */
  int position(int step) {
    return position[step];
  }

  /**
   * Goes down to the leaf where a key belongs.
   *
   * @param root a page
   * @return what {@link Node#search} found there; the position is its index in either case
   */
  int descend(int root, byte[] key, int keyLength) {
    depth = 0;
    int current = root;
    while (true) {
      ByteBuffer memory = pages.memory(current);
      int at = pages.offset(current);
      if (Node.level(memory, at) == 0) {
        int found = Node.search(memory, at, key, keyLength);
        push(current, found >= 0 ? found : ~found);
        return found;
      }
      int child = Node.childPosition(memory, at, key, keyLength);
      push(current, child);
      current = Node.child(memory, at, child);
    }
  }

  /**
   * Moves to the first entry of the next leaf.
   *
   * @return whether there is one; if not, the path is void
   */
  boolean nextLeaf() {
    depth--;
    while (depth > 0) {
      int step = depth - 1;
      ByteBuffer memory = pages.memory(page[step]);
      int at = pages.offset(page[step]);
      if (position[step] < Node.count(memory, at)) {
        position[step]++;
        descendFirst(Node.child(memory, at, position[step]));
        return true;
      }
      depth--;
    }
    return false;
  }

  private void descendFirst(int from) {
    int current = from;
    while (true) {
      push(current, 0);
      ByteBuffer memory = pages.memory(current);
      int at = pages.offset(current);
      if (Node.level(memory, at) == 0) {
        return;
      }
      current = Node.child(memory, at, 0);
    }
  }

  private void push(int nextPage, int nextPosition) {
    if (depth == page.length) {
      page = Arrays.copyOf(page, depth * 2);
      position = Arrays.copyOf(position, depth * 2);
    }
    page[depth] = nextPage;
    position[depth] = nextPosition;
    depth++;
  }
}
