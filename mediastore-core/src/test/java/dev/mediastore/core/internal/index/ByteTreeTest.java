// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTreeTest {
  private static final int ENTRIES = 60_000;

  private final PagePool pool = new PagePool(4096, Long.MAX_VALUE);
  private final ByteTree tree = new ByteTree(pool);

  private static byte[] path(int number) {
    // 20 folders of the same shape, numbers ascending within each
    return String.format("channel/%04d/hls/1080p/seg_%010d.m4s", number % 20, number / 20)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] inOrder(int number) {
    return String.format("live/seg_%010d.m4s", number).getBytes(StandardCharsets.US_ASCII);
  }

  private void put(byte[] key, int valueLength) {
    assertTrue(tree.put(key, key.length, new byte[valueLength], valueLength));
  }

  private void remove(byte[] key) {
    assertTrue(tree.remove(key, key.length));
  }

  @Test
  void emptyTree_holdsNothing() {
    assertNull(tree.get(new byte[] {1}));
    assertFalse(tree.remove(new byte[] {1}, 1));
    assertFalse(tree.seek(new byte[0], 0).isValid());
    tree.clear();
    assertEquals(0, tree.bytes());
    assertEquals(0, pool.bytesTaken());
  }

  @Test
  void insertedInOrder_pagesAreFull() {
    for (int i = 0; i < ENTRIES; i++) {
      put(inOrder(i), 90);
    }
    double fill = TreeInspection.of(tree, pool).fill();
    assertTrue(fill > 0.96, () -> "fill " + fill);
  }

  @Test
  void insertedInOrderInManyFolders_pagesAreNearlyFull() {
    for (int i = 0; i < ENTRIES; i++) {
      put(path(i), 90);
    }
    double fill = TreeInspection.of(tree, pool).fill();
    assertTrue(fill > 0.90, () -> "fill " + fill);
  }

  @Test
  void insertedAtRandom_pagesAreThreeQuartersFull() {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, ENTRIES).boxed().toList());
    Collections.shuffle(numbers, new Random(7));
    numbers.forEach(i -> put(path(i), 90));

    double fill = TreeInspection.of(tree, pool).fill();
    assertTrue(fill > 0.75, () -> "fill " + fill);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void slidingWindow_staysAsLargeAsItsEntries(int folders) {
    int window = 4000;
    long most = 0;
    for (int i = 0; i < ENTRIES; i++) {
      put(folders == 1 ? inOrder(i) : path(i), 90);
      if (i >= window) {
        remove(folders == 1 ? inOrder(i - window) : path(i - window));
        most = Math.max(most, tree.bytes());
      }
    }
    TreeInspection.of(tree, pool);
    long entryBytes = 90 + 12 + 6;
    double overhead = (double) most / (window * entryBytes);
    assertTrue(overhead < 1.5, () -> "times the bytes of the entries: " + overhead);
    assertTrue(pool.bytesTaken() <= 1 << 20, () -> "taken: " + pool.bytesTaken());
  }

  @Test
  void removedAtRandom_spaceFollowsTheEntries() {
    for (int i = 0; i < ENTRIES; i++) {
      put(inOrder(i), 90);
    }
    Random random = new Random(3);
    long full = tree.bytes();
    for (int i = 0; i < ENTRIES; i++) {
      if (random.nextInt(10) > 0) {
        remove(inOrder(i));
      }
    }
    TreeInspection after = TreeInspection.of(tree, pool);
    double left = (double) tree.bytes() / full;
    assertTrue(left < 0.1 * 8 / 3, () -> "of the pages: " + left);
    assertTrue(after.fill() > 3.0 / 8, () -> "fill " + after.fill());
  }

  @Test
  void allKeysOfOneByte_areInUnsignedOrder() {
    for (int i = 255; i >= 0; i--) {
      put(new byte[] {(byte) i}, 0);
    }
    Cursor cursor = tree.seek(new byte[0], 0);
    for (int i = 0; i < 256; i++) {
      assertEquals(1, cursor.keyLength());
      assertEquals((byte) i, cursor.key()[0]);
      assertEquals(0, cursor.valueLength());
      cursor.next();
    }
    assertFalse(cursor.isValid());
  }

  @Test
  void keysThatAreBeginningsOfEachOther_areApart() {
    byte[] highest = new byte[1100];
    Arrays.fill(highest, (byte) 0xFF);
    byte[] zeros = new byte[1100];
    for (int length = 1; length <= 1100; length++) {
      assertTrue(tree.put(highest, length, highest, length % 97));
      assertTrue(tree.put(zeros, length, zeros, length % 89));
    }
    TreeInspection.of(tree, pool);
    byte[] value = new byte[100];
    for (int length = 1; length <= 1100; length++) {
      assertEquals(length % 97, tree.get(highest, length, value));
      assertEquals(length % 89, tree.get(zeros, length, value));
    }
    for (int length = 1100; length > 0; length--) {
      assertTrue(tree.remove(highest, length));
      assertTrue(tree.remove(zeros, length));
    }
    assertEquals(0, pool.pagesInUse());
  }

  @Test
  void longKeysThatStopSharing_splitAtTheEdge() {
    for (int i = 0; i < 200; i++) {
      byte[] key = new byte[1100];
      Arrays.fill(key, (byte) 'm');
      key[1099] = (byte) i;
      put(key, 4);
    }
    put(new byte[] {'a'}, 4);
    put(new byte[] {'z'}, 4);
    TreeInspection after = TreeInspection.of(tree, pool);
    assertEquals(202, tree.size());
    assertTrue(after.leaves() <= 6, () -> "leaves: " + after.leaves());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 4092, 4093, 8184, 65_535, 65_536})
  void value_ofAnyLength_comesBack(int length) {
    byte[] key = {7};
    byte[] value = new byte[length];
    new Random(length).nextBytes(value);
    assertTrue(tree.put(key, 1, value, length));
    TreeInspection.of(tree, pool);

    assertArrayEquals(value, tree.get(key));
    byte[] part = new byte[10];
    assertEquals(length, tree.get(key, 1, part));
    int copied = Math.min(10, length);
    assertArrayEquals(Arrays.copyOf(value, copied), Arrays.copyOf(part, copied));
    assertTrue(tree.remove(key, 1));
    assertEquals(0, pool.pagesInUse());
  }

  @Test
  void lengthsOutOfRange_areRefused() {
    byte[] key = new byte[5000];
    byte[] value = new byte[70_000];
    assertThrows(IllegalArgumentException.class, () -> tree.put(key, 0, value, 1));
    int tooLong = tree.maxKeyLength() + 1;
    assertThrows(IllegalArgumentException.class, () -> tree.put(key, tooLong, value, 1));
    assertThrows(IllegalArgumentException.class, () -> tree.put(key, 1, value, 65_537));
    assertEquals(0, pool.pagesInUse());
    assertNull(tree.get(key), "longer than any key there is");
  }

  @Test
  void cursor_afterAModification_isVoidUntilItSeeks() {
    put(new byte[] {1}, 1);
    put(new byte[] {3}, 1);
    Cursor cursor = tree.seek(new byte[] {1}, 1);
    put(new byte[] {2}, 1);

    assertThrows(IllegalStateException.class, cursor::next);
    assertThrows(IllegalStateException.class, cursor::key);
    assertTrue(cursor.seek(new byte[] {2}, 1), "ahead on the page that was changed");
    assertEquals(2, cursor.key()[0]);
    assertTrue(cursor.next());
    assertEquals(3, cursor.key()[0]);
    assertFalse(cursor.next());
    assertThrows(IllegalStateException.class, cursor::next);
    tree.clear();
    assertFalse(cursor.seek(new byte[] {1}, 1));
  }

  @Test
  void clear_givesEveryPageBack() {
    for (int i = 0; i < 3000; i++) {
      put(path(i), i % 50 == 0 ? 9000 : 90);
    }
    assertTrue(TreeInspection.of(tree, pool).overflowPages() > 0);
    tree.clear();
    assertEquals(0, pool.pagesInUse());
    assertEquals(0, tree.bytes());
    put(path(1), 5);
    assertEquals(1, tree.size());
  }
}
