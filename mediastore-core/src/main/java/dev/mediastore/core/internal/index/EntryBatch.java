// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Entries on their way from pages to pages, unpacked on the heap, in ascending order of keys: how
 * pages are rewritten, split and joined. Used by one thread at a time and loaded anew for each use;
 * it lies on a {@link Workbench}.
 *
 * <p>What a range of entries takes in a page depends on the prefix chosen for it. The batch always
 * takes the best one, so that part of a range never needs more than the whole: that is why a split
 * exists whenever a page overflows. The best prefix is at most four bytes shorter than what the
 * keys have in common, because anything beyond that would only cut into heads, which cost the same
 * whether they are filled or not.
 */
final class EntryBatch {
  private static final int FIRST_BYTES = 16 * 1024;

  /** A larger buffer, needed once for long keys that had shared a page, is not kept. */
  private static final int KEPT_BYTES = 256 * 1024;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final int pageBytes;
  private final byte[] image;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int end;
  private int[] keyAt = new int[256];
  private int[] keyLength = new int[256];
  private int[] storedAt = new int[256];
  private int[] code = new int[256];
  private int count;

  EntryBatch(int pageBytes) {
    this.pageBytes = pageBytes;
    this.image = new byte[pageBytes];
  }

  void clear() {
    count = 0;
    end = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  int count() {
    return count;
  }

  /** Appends entries of a page. */
  void addAll(ByteBuffer memory, int page, int from, int to) {
    if (from >= to) {
      return;
    }
    memory.get(page, image, 0, pageBytes);
    int prefix = u16(Node.PREFIX);
    for (int i = from, slot = Node.HEADER_BYTES + prefix + from * Node.SLOT_BYTES; i < to; i++) {
      int at = u16(slot + Node.HEAD_BYTES);
      int suffix = small(at);
      at += Node.smallBytes(suffix);
      int valueCode = small(at);
      at += Node.smallBytes(valueCode);
      int rest = Node.restLength(suffix);
      int stored = Node.storedBytes(valueCode);
      begin(prefix + suffix, valueCode, stored);
      System.arraycopy(image, Node.HEADER_BYTES, bytes, end, prefix);
      System.arraycopy(image, slot, bytes, end + prefix, suffix - rest);
      System.arraycopy(image, at, bytes, end + prefix + suffix - rest, rest + stored);
      end += prefix + suffix + stored;
      slot += Node.SLOT_BYTES;
    }
  }

  /** Appends all entries of a page with a new one in its place among them. */
  void addAll(ByteBuffer memory, int page, int index, NewEntry entry) {
    addAll(memory, page, 0, index);
    add(entry.key(), entry.keyLength(), entry.code(), entry.stored());
    addAll(memory, page, entry.replaces() ? index + 1 : index, Node.count(memory, page));
  }

  /** Appends one entry. */
  void add(byte[] key, int length, int valueCode, byte[] stored) {
    int storedBytes = Node.storedBytes(valueCode);
    begin(length, valueCode, storedBytes);
    System.arraycopy(key, 0, bytes, end, length);
    System.arraycopy(stored, 0, bytes, end + length, storedBytes);
    end += length + storedBytes;
  }

  private void begin(int length, int valueCode, int storedBytes) {
    if (count == keyAt.length) {
      int more = count * 2;
      keyAt = Arrays.copyOf(keyAt, more);
      keyLength = Arrays.copyOf(keyLength, more);
      storedAt = Arrays.copyOf(storedAt, more);
      code = Arrays.copyOf(code, more);
    }
    if (end + length + storedBytes > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + length + storedBytes));
    }
    keyAt[count] = end;
    keyLength[count] = length;
    storedAt[count] = end + length;
    code[count] = valueCode;
    count++;
  }

  /** Copies a key and returns its length. */
  int copyKey(int index, byte[] target) {
    System.arraycopy(bytes, keyAt[index], target, 0, keyLength[index]);
    return keyLength[index];
  }

  /** Returns the child that the value of an entry names. */
  int child(int index) {
    return (int) INTS.get(bytes, storedAt[index]);
  }

  /** Returns the least number of bytes of a page that hold a range, header included. */
  int size(int from, int to) {
    return size(from, to, prefix(from, to));
  }

  /** Returns whether a range fits a page. */
  boolean fits(int from, int to) {
    return size(from, to) <= pageBytes;
  }

  private int size(int from, int to, int prefix) {
    int size = Node.HEADER_BYTES + prefix + (to - from) * Node.SLOT_BYTES;
    for (int i = from; i < to; i++) {
      size += Node.entryBytes(keyLength[i] - prefix, code[i]);
    }
    return size;
  }

  /** Returns the length of the prefix with which a range takes the least room; the longest such. */
  private int prefix(int from, int to) {
    if (from >= to) {
      return 0;
    }
    int longest = commonBytes(from, to - 1);
    int best = longest;
    int least = size(from, to, longest);
    for (int prefix = longest - 1; prefix >= 0 && prefix >= longest - Node.HEAD_BYTES; prefix--) {
      int size = size(from, to, prefix);
      if (size < least) {
        least = size;
        best = prefix;
      }
    }
    return best;
  }

  /** Returns how many bytes two keys begin with in common. */
  private int commonBytes(int a, int b) {
    int atA = keyAt[a];
    int atB = keyAt[b];
    int shorter = Math.min(keyLength[a], keyLength[b]);
    int different = Arrays.mismatch(bytes, atA, atA + shorter, bytes, atB, atB + shorter);
    return different < 0 ? shorter : different;
  }

  /**
   * Writes a key that parts an entry from the one before it: above the one before, and the shortest
   * beginning of the entry's own key for which that is so.
   *
   * @return its length
   */
  int copySeparator(int index, byte[] target) {
    int length = commonBytes(index - 1, index) + 1;
    System.arraycopy(bytes, keyAt[index], target, 0, length);
    return length;
  }

  /**
   * Finds a split with a short separator near a wanted place.
   *
   * <p>Short separators stand where folders meet. Pages that end there have keys with more in
   * common, which takes less room, and heads that tell more, which makes searches faster.
   *
   * @param skipped entries at the split that go to neither half: 1 for inner pages, whose entry
   *     moves up, 0 for leaves
   * @param from least share of the bytes on the left, in hundredths
   * @param to greatest share of the bytes on the left, in hundredths
   * @return the index of the first entry that is not in the left half, both of which fit; or -1 if
   *     no split makes them fit, which happens only to the entries of two pages
   */
  int splitPoint(int skipped, int from, int to) {
    int prefix = commonBytes(0, count - 1);
    long whole = 0;
    for (int i = 0; i < count; i++) {
      whole += bytesIn(i, prefix);
    }
    int middle = 0;
    int best = 0;
    int shortest = Integer.MAX_VALUE;
    long left = 0;
    for (int i = 0; i < count && left * 100 <= whole * to; i++) {
      middle = left * 200 <= whole * (from + to) ? i : middle;
      if (left * 100 >= whole * from
          && separatorLength(i, skipped) < shortest
          && splits(i, skipped)) {
        shortest = separatorLength(i, skipped);
        best = i;
      }
      left += bytesIn(i, prefix);
    }
    if (best == 0 || shortest == separatorLength(middle, skipped)) {
      return nearest(middle, skipped);
    }
    return best;
  }

  private int bytesIn(int index, int prefix) {
    return Node.entryBytes(keyLength[index] - prefix, code[index]) + Node.SLOT_BYTES;
  }

  private int separatorLength(int index, int skipped) {
    if (index == 0) {
      return Integer.MAX_VALUE;
    }
    return skipped > 0 ? keyLength[index] : commonBytes(index - 1, index) + 1;
  }

  private int nearest(int wanted, int skipped) {
    for (int distance = 0; distance < count; distance++) {
      if (splits(wanted - distance, skipped)) {
        return wanted - distance;
      }
      if (splits(wanted + distance, skipped)) {
        return wanted + distance;
      }
    }
    return -1;
  }

  /** Returns whether both halves of a split fit and neither is empty. */
  boolean splits(int at, int skipped) {
    return at >= 1 && at + skipped < count && fits(0, at) && fits(at + skipped, count);
  }

  /** Writes a range to a page, as if its entries had been inserted at random. */
  void write(int from, int to, ByteBuffer memory, int page, int level, int firstChild) {
    int prefix = prefix(from, to);
    image[0] = (byte) level;
    image[Node.RUN] = 0;
    putShort(Node.COUNT, to - from);
    putShort(Node.DEAD, 0);
    putShort(Node.PREFIX, prefix);
    putShort(Node.LAST, -1);
    INTS.set(image, Node.FIRST_CHILD, firstChild);
    if (prefix > 0) {
      System.arraycopy(bytes, keyAt[from], image, Node.HEADER_BYTES, prefix);
    }
    int slot = Node.HEADER_BYTES + prefix;
    int heap = pageBytes;
    for (int i = from; i < to; i++) {
      int suffix = keyLength[i] - prefix;
      heap -= Node.entryBytes(suffix, code[i]);
      INTS.set(image, slot, Node.head(bytes, keyAt[i] + prefix, storedAt[i]));
      putShort(slot + Node.HEAD_BYTES, heap);
      int at = putSmall(heap, suffix);
      at = putSmall(at, code[i]);
      int rest = Node.restLength(suffix);
      System.arraycopy(bytes, storedAt[i] - rest, image, at, rest + Node.storedBytes(code[i]));
      slot += Node.SLOT_BYTES;
    }
    putShort(Node.HEAP, heap);
    memory.put(page, image, 0, slot);
    memory.put(page + heap, image, heap, pageBytes - heap);
  }

  private int u16(int at) {
    return (short) SHORTS.get(image, at) & 0xFFFF;
  }

  private void putShort(int at, int number) {
    SHORTS.set(image, at, (short) number);
  }

  private int small(int at) {
    int first = image[at];
    return first >= 0 ? first : ((first & 0x7F) << 8) | (image[at + 1] & 0xFF);
  }

  private int putSmall(int at, int number) {
    if (number < 0x80) {
      image[at] = (byte) number;
      return at + 1;
    }
    putShort(at, number | 0x8000);
    return at + 2;
  }
}
