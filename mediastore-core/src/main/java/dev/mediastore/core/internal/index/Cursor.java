// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A place in a {@link ByteTree}: reads entries in ascending order and skips forward. Used by one
 * thread at a time, which counts as a reader of the tree.
 *
 * <p>After the tree was modified a cursor is void: it throws {@link IllegalStateException} until it
 * seeks again. It allocates nothing once made, so it is worth keeping.
 *
 * <pre>{@code
 * for (Cursor c = tree.seek(from, from.length); c.isValid(); c.next()) {
 *   use(c.key(), c.keyLength(), c.copyValue(buffer));
 * }
 * }</pre>
 */
public final class Cursor {
  private final ByteTree tree;
  private final TreePages pages;
  private final TreePath path;
  private final byte[] key;
  private int keyLength;
  private ByteBuffer memory = ByteBuffer.allocate(0);
  private int at;
  private int count;
  private int prefix;
  private int index;
  private int slot;
  private boolean valid;
  private int modifications;

  Cursor(ByteTree tree, TreePages pages) {
    this.tree = tree;
    this.pages = pages;
    this.path = new TreePath(pages);
    this.key = new byte[tree.maxKeyLength()];
  }

  /**
   * Moves to the first entry that is not below a key. Cheap if that entry is on the same page as
   * the present one and behind it.
   *
   * @param from the key from index 0 on; need not exist
   * @param length its length; 0 for the first entry of all
   * @return whether there is such an entry
   */
  public boolean seek(byte[] from, int length) {
    if (valid
        && modifications == tree.modifications()
        && Arrays.compareUnsigned(from, 0, length, key, 0, keyLength) > 0) {
      int found = Node.search(memory, at, from, length);
      int next = found >= 0 ? found : ~found;
      if (next < count) {
        moveTo(next);
        return true;
      }
    }
    modifications = tree.modifications();
    int root = tree.root();
    valid = root != PagePool.NONE;
    if (valid) {
      path.descend(root, from, length);
      enterLeaf(path.position(path.depth() - 1));
    }
    return valid;
  }

  /**
   * Moves to the next entry.
   *
   * @return whether there is one
   */
  public boolean next() {
    checkValid();
    if (index + 1 < count) {
      moveTo(index + 1);
    } else {
      enterLeaf(count);
    }
    return valid;
  }

  /** Begins to read the leaf at the end of the path, or the next one if the index is its end. */
  private void enterLeaf(int first) {
    openLeaf();
    int start = first;
    if (start == count) {
      valid = path.nextLeaf();
      if (!valid) {
        return;
      }
      openLeaf();
      start = 0;
    }
    prefix = Node.copyPrefix(memory, at, key);
    moveTo(start);
  }

  private void openLeaf() {
    int leaf = path.page(path.depth() - 1);
    memory = pages.memory(leaf);
    at = pages.offset(leaf);
    count = Node.count(memory, at);
  }

  private void moveTo(int next) {
    index = next;
    slot = Node.slot(memory, at, next);
    keyLength = Node.copySuffix(memory, at, slot, key, prefix);
  }

  /**
   * Returns whether the cursor stands at an entry.
   *
   * @return false behind the last entry
   */
  public boolean isValid() {
    return valid;
  }

  /**
   * Returns the buffer that holds the key of the present entry.
   *
   * @return always the same array, overwritten by the next move; do not write to it
   */
  public byte[] key() {
    checkValid();
    return key;
  }

  /**
   * Returns the length of the key.
   *
   * @return bytes from index 0 of {@link #key()} on
   */
  public int keyLength() {
    checkValid();
    return keyLength;
  }

  /**
   * Returns the length of the value.
   *
   * @return bytes
   */
  public int valueLength() {
    checkValid();
    int entry = Node.entry(memory, at, slot);
    int code = Node.small(memory, Node.codeAt(memory, entry));
    return code != Node.ELSEWHERE
        ? code - 1
        : OverflowPages.length(memory, Node.storedAt(memory, entry));
  }

  /**
   * Copies the value of the present entry, or as much of it as there is room for.
   *
   * @param target receives it from index 0 on
   * @return the length of the whole value
   */
  public int copyValue(byte[] target) {
    checkValid();
    return tree.copyValue(memory, Node.entry(memory, at, slot), target, 0, target.length);
  }

  private void checkValid() {
    if (!valid || modifications != tree.modifications()) {
      throw new IllegalStateException(
          valid ? "the tree was modified" : "the cursor stands at no entry");
    }
  }
}
