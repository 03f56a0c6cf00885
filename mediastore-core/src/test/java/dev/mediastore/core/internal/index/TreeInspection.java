// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks a whole tree, checks what must always hold, and counts. */
final class TreeInspection {
  private final PagePool pool;
  private final int pageBytes;
  private final Set<Integer> seen = new HashSet<>();
  private byte[] previousKey = {};
  private long entries;
  private long leaves;
  private long innerPages;
  private long overflowPages;
  private long leafBytes;

  private TreeInspection(PagePool pool) {
    this.pool = pool;
    this.pageBytes = pool.pageBytes();
  }

  /** Checks a tree that is the only user of its pool. */
  static TreeInspection of(ByteTree tree, PagePool pool) {
    TreeInspection inspection = new TreeInspection(pool);
    if (tree.root() != PagePool.NONE) {
      int level = Node.level(pool.memory(tree.root()), pool.offset(tree.root()));
      inspection.page(tree.root(), level, new byte[0], null, true);
    }
    assertEquals(tree.size(), inspection.entries, "entries");
    assertEquals(inspection.seen.size(), pool.pagesInUse(), "pages reachable and in use");
    assertEquals(pool.bytesInUse(), tree.bytes(), "bytes of the tree");
    return inspection;
  }

  long leaves() {
    return leaves;
  }

  long innerPages() {
    return innerPages;
  }

  long overflowPages() {
    return overflowPages;
  }

  /** Returns how full the leaves are on average, from 0 to 1. */
  double fill() {
    return (double) leafBytes / (leaves * pageBytes);
  }

  private void page(int page, int level, byte[] low, byte @Nullable [] high, boolean root) {
    assertTrue(seen.add(page), "reached twice");
    ByteBuffer memory = pool.memory(page);
    int at = pool.offset(page);
    assertEquals(level, Node.level(memory, at), "level");
    int count = Node.count(memory, at);
    int used = checkRoom(memory, at, count);
    byte[][] keys = new byte[count][];
    for (int i = 0; i < count; i++) {
      byte[] buffer = new byte[64 * 1024];
      keys[i] = Arrays.copyOf(buffer, Node.copyKey(memory, at, i, buffer));
      checkHead(memory, at, i, keys[i]);
      assertTrue(Arrays.compareUnsigned(keys[i], low) >= 0, "below its bound");
      assertTrue(high == null || Arrays.compareUnsigned(keys[i], high) < 0, "above its bound");
      assertTrue(i == 0 || Arrays.compareUnsigned(keys[i - 1], keys[i]) < 0, "order");
    }
    if (level == 0) {
      leaf(memory, at, count, used, keys);
      return;
    }
    innerPages++;
    assertTrue(!root || count > 0, "a root with a single child");
    for (int i = 0; i <= count; i++) {
      byte[] childLow = i == 0 ? low : keys[i - 1];
      page(Node.child(memory, at, i), level - 1, childLow, i == count ? high : keys[i], false);
    }
  }

  private void leaf(ByteBuffer memory, int at, int count, int used, byte[][] keys) {
    leaves++;
    leafBytes += used;
    assertTrue(count > 0, "an empty leaf");
    for (int i = 0; i < count; i++) {
      entries++;
      assertTrue(Arrays.compareUnsigned(previousKey, keys[i]) < 0, "order of leaves");
      previousKey = keys[i];
      int entry = Node.entry(memory, at, Node.slot(memory, at, i));
      if (Node.small(memory, Node.codeAt(memory, entry)) == Node.ELSEWHERE) {
        overflow(memory, Node.storedAt(memory, entry));
      }
    }
  }

  private void overflow(ByteBuffer memory, int reference) {
    int pages = 0;
    int page = OverflowPages.first(memory, reference);
    while (page != PagePool.NONE) {
      assertTrue(seen.add(page), "overflow page reached twice");
      pages++;
      page = pool.memory(page).getInt(pool.offset(page));
    }
    int room = pageBytes - 4;
    assertEquals((OverflowPages.length(memory, reference) + room - 1) / room, pages);
    overflowPages += pages;
  }

  /** Slots end before the heap begins, and entries and dead bytes make up the heap. */
  private int checkRoom(ByteBuffer memory, int at, int count) {
    int heap = memory.getShort(at + Node.HEAP) & 0xFFFF;
    int dead = memory.getShort(at + Node.DEAD) & 0xFFFF;
    assertTrue(Node.slot(memory, at, count) <= at + heap, "slots reach into the heap");
    int inEntries = 0;
    for (int i = 0; i < count; i++) {
      int entry = Node.entry(memory, at, Node.slot(memory, at, i));
      assertTrue(entry >= at + heap, "entry outside the heap");
      inEntries += Node.entryBytesAt(memory, entry);
    }
    assertEquals(pageBytes - heap, inEntries + dead, "bytes of the heap");
    int last = Node.lastInsertion(memory, at);
    assertTrue(last >= -1 && last < count, "last insertion");
    return Node.used(memory, at, pageBytes);
  }

  private static void checkHead(ByteBuffer memory, int at, int index, byte[] key) {
    int prefix = Node.prefixLength(memory, at);
    assertEquals(
        Node.head(key, prefix, key.length), memory.getInt(Node.slot(memory, at, index)), "head");
  }
}
