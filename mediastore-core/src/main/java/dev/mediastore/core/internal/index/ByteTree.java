// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map from byte strings to byte strings outside the heap: a B+-tree in the pages of a
 * {@link PagePool}.
 *
 * <p>One modifying thread alone, or any number of reading threads: the caller holds a read-write
 * lock. Order, lengths, space and failure are described by the package.
 *
 * <p>A tree owns its pages until {@link #clear()}. On the heap it takes less than 1 KiB, whatever
 * it holds.
 */
public final class ByteTree {
  /** The longest value in bytes. */
  public static final int MAX_VALUE_BYTES = 65_536;

  private final TreePages pages;
  private final OverflowPages overflow;
  private final TreePath path;
  private final TreeGrowth growth;
  private final TreeShrinkage shrinkage;
  private final Workbench bench;
  private final int maxEntryBytes;
  private final int maxInlineBytes;
  private final int maxKeyLength;
  private final byte[] reference = new byte[Node.REFERENCE_BYTES];
  private int root = PagePool.NONE;
  private long size;
  private long valuesElsewhere;
  private int modifications;

  /**
   * Makes an empty tree, which holds no page.
   *
   * @param pool where its pages come from and go back to
   */
  public ByteTree(PagePool pool) {
    int pageBytes = pool.pageBytes();
    this.maxEntryBytes = maxEntryBytes(pageBytes);
    this.maxInlineBytes = pageBytes / 4;
    this.maxKeyLength = maxKeyLength(pageBytes);
    this.pages = new TreePages(pool);
    this.overflow = new OverflowPages(pages);
    this.path = new TreePath(pages);
    this.bench = pool.bench();
    this.growth = new TreeGrowth(pages, bench);
    this.shrinkage = new TreeShrinkage(pages, bench);
  }

  /** With a third of a page as the largest entry, a page that overflows can always be split. */
  private static int maxEntryBytes(int pageBytes) {
    return (pageBytes - Node.HEADER_BYTES) / 3 - 8;
  }

  static int maxKeyLength(int pageBytes) {
    return maxEntryBytes(pageBytes) - Node.SLOT_BYTES - 4 - Node.REFERENCE_BYTES;
  }

  /**
   * Returns the length of the longest key.
   *
   * @return bytes; 1,334 for pages of 4,096 bytes, 2,699 for 8,192
   */
  public int maxKeyLength() {
    return maxKeyLength;
  }

  /**
   * Returns the number of entries.
   *
   * @return entries, at least 0
   */
  public long size() {
    return size;
  }

  /**
   * Returns what the tree takes outside the heap.
   *
   * @return bytes of all its pages, however full
   */
  public long bytes() {
    return pages.bytes();
  }

  /**
   * Looks a key up.
   *
   * @param key all of it is the key
   * @return a copy of its value, or null if there is no such key
   */
  public byte @Nullable [] get(byte[] key) {
    byte[] value = new byte[0];
    int length = get(key, key.length, value);
    if (length > 0) {
      value = new byte[length];
      get(key, key.length, value);
    }
    return length < 0 ? null : value;
  }

  /**
   * Looks a key up and copies its value, or as much of it as there is room for. Allocates nothing.
   *
   * @param key the key from index 0 on
   * @param keyLength its length
   * @param target receives the value from index 0 on
   * @return the length of the whole value, or -1 if there is no such key
   */
  public int get(byte[] key, int keyLength, byte[] target) {
    int page = root;
    if (page == PagePool.NONE) {
      return -1;
    }
    while (true) {
      ByteBuffer memory = pages.memory(page);
      int at = pages.offset(page);
      if (Node.level(memory, at) == 0) {
        int found = Node.search(memory, at, key, keyLength);
        if (found < 0) {
          return -1;
        }
        int entry = Node.entry(memory, at, Node.slot(memory, at, found));
        return copyValue(memory, entry, target, 0, target.length);
      }
      page = Node.child(memory, at, Node.childPosition(memory, at, key, keyLength));
    }
  }

  /** Copies the beginning of an entry's value; returns the length of the whole. */
  int copyValue(ByteBuffer memory, int entry, byte[] target, int at, int room) {
    int code = Node.small(memory, Node.codeAt(memory, entry));
    int stored = Node.storedAt(memory, entry);
    if (code != Node.ELSEWHERE) {
      memory.get(stored, target, at, Math.min(code - 1, room));
      return code - 1;
    }
    int length = OverflowPages.length(memory, stored);
    overflow.read(memory, stored, target, at, Math.min(length, room));
    return length;
  }

  /**
   * Inserts an entry or replaces the value of one. Cursors are void afterwards.
   *
   * @param key the key from index 0 on; copied
   * @param keyLength its length, 1 to {@link #maxKeyLength()}
   * @param value the value from index 0 on; copied
   * @param valueLength its length, 0 to {@link #MAX_VALUE_BYTES}
   * @return whether the key is new
   * @throws MediaStoreException with {@link ErrorCode#STORE_FULL}; the tree is as before then
   */
  public boolean put(byte[] key, int keyLength, byte[] value, int valueLength) {
    checkKey(key, keyLength);
    if (valueLength < 0 || valueLength > MAX_VALUE_BYTES || valueLength > value.length) {
      throw new IllegalArgumentException("length of value: " + valueLength);
    }
    modifications++;
    if (isInline(keyLength, valueLength)) {
      return put(key, keyLength, valueLength + 1, value);
    }
    overflow.write(value, valueLength, reference);
    try {
      boolean isNew = put(key, keyLength, Node.ELSEWHERE, reference);
      valuesElsewhere++;
      return isNew;
    } catch (MediaStoreException e) {
      overflow.free(reference);
      throw e;
    }
  }

  private void checkKey(byte[] key, int keyLength) {
    if (keyLength < 1 || keyLength > maxKeyLength || keyLength > key.length) {
      throw new IllegalArgumentException("length of key: " + keyLength);
    }
  }

  private boolean isInline(int keyLength, int valueLength) {
    return valueLength <= maxInlineBytes
        && Node.SLOT_BYTES + Node.entryBytes(keyLength, valueLength + 1) <= maxEntryBytes;
  }

  private boolean put(byte[] key, int keyLength, int code, byte[] stored) {
    if (root == PagePool.NONE) {
      root = firstLeaf();
    }
    int found = path.descend(root, key, keyLength);
    if (found < 0) {
      grow(new NewEntry(key, keyLength, code, stored, false));
      size++;
      return true;
    }
    int leaf = path.page(path.depth() - 1);
    ByteBuffer memory = pages.memory(leaf);
    int at = pages.offset(leaf);
    int entry = Node.entry(memory, at, Node.slot(memory, at, found));
    int oldCode = Node.small(memory, Node.codeAt(memory, entry));
    int storedAt = Node.storedAt(memory, entry);
    int oldPage = oldCode == Node.ELSEWHERE ? OverflowPages.first(memory, storedAt) : PagePool.NONE;
    if (oldCode == code) {
      memory.put(storedAt, stored, 0, Node.storedBytes(code));
    } else {
      grow(new NewEntry(key, keyLength, code, stored, true));
      if (Node.storedBytes(code) < Node.storedBytes(oldCode)) {
        shrink(); // it fitted without a split, so the path still holds
      }
    }
    freeElsewhere(oldPage);
    return false;
  }

  private void grow(NewEntry entry) {
    synchronized (bench) {
      root = growth.put(root, path, entry);
    }
  }

  private void shrink() {
    synchronized (bench) {
      root = shrinkage.shrink(path);
    }
  }

  private int firstLeaf() {
    pages.reserve(1);
    int page = pages.take();
    Node.makeLeaf(pages.memory(page), pages.offset(page), pages.pageBytes());
    return page;
  }

  private void freeElsewhere(int firstPage) {
    if (firstPage != PagePool.NONE) {
      overflow.free(firstPage);
      valuesElsewhere--;
    }
  }

  /**
   * Removes an entry. Cursors are void afterwards. Never needs memory.
   *
   * @param key the key from index 0 on
   * @param keyLength its length
   * @return whether there was such a key
   */
  public boolean remove(byte[] key, int keyLength) {
    if (root == PagePool.NONE) {
      return false;
    }
    int found = path.descend(root, key, keyLength);
    if (found < 0) {
      return false;
    }
    modifications++;
    int leaf = path.page(path.depth() - 1);
    ByteBuffer memory = pages.memory(leaf);
    int at = pages.offset(leaf);
    int entry = Node.entry(memory, at, Node.slot(memory, at, found));
    if (Node.small(memory, Node.codeAt(memory, entry)) == Node.ELSEWHERE) {
      freeElsewhere(OverflowPages.first(memory, Node.storedAt(memory, entry)));
    }
    Node.remove(memory, at, found);
    size--;
    shrink();
    return true;
  }

  /** Removes all entries and gives all pages back. Cursors are void afterwards. */
  public void clear() {
    modifications++;
    if (root != PagePool.NONE) {
      clear(root);
      root = PagePool.NONE;
    }
    size = 0;
  }

  private void clear(int page) {
    ByteBuffer memory = pages.memory(page);
    int at = pages.offset(page);
    int count = Node.count(memory, at);
    if (Node.level(memory, at) > 0) {
      for (int i = 0; i <= count; i++) {
        clear(Node.child(memory, at, i));
      }
    } else {
      for (int i = 0; i < count && valuesElsewhere > 0; i++) {
        int entry = Node.entry(memory, at, Node.slot(memory, at, i));
        if (Node.small(memory, Node.codeAt(memory, entry)) == Node.ELSEWHERE) {
          freeElsewhere(OverflowPages.first(memory, Node.storedAt(memory, entry)));
        }
      }
    }
    pages.giveBack(page);
  }

  /**
   * Makes a cursor at the first entry that is not below a key.
   *
   * @param from the key from index 0 on; need not exist
   * @param length its length; 0 for the first entry of all
   * @return a cursor, void after the next modification of the tree until it seeks again
   */
  public Cursor seek(byte[] from, int length) {
    Cursor cursor = new Cursor(this, pages);
    cursor.seek(from, length);
    return cursor;
  }

  int root() {
    return root;
  }

  int modifications() {
    return modifications;
  }
}
