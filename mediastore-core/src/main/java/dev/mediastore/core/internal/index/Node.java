// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a page of the tree, leaf or inner, all numbers big-endian. Static functions only;
 * who may call them when is said by {@link ByteTree}.
 *
 * <pre>
 *   0       1       2       4       6       8          10          12            16
 *   | level | run   | count | heap  | dead  | prefix   | last      | first child | prefix bytes
 *   |       |       |       | start | bytes | length   | insertion | (inner)     |
 *   +-------+-------+-------+-------+-------+----------+-----------+-------------+--------------
 *   | slot 0 | slot 1 | ... slot count-1 |   free   | heap: entries in any order   | end of page
 *
 *   slot    | head: bytes 0..3 of the suffix, padded with zeros | u16 where the entry begins |
 *   entry   | suffix length | value code | rest of the suffix from byte 4 on | value |
 * </pre>
 *
 * <p>The suffix is the key without the prefix, which all keys of the page share. A search looks at
 * the heads, which lie side by side, and touches an entry only when its head is equal. Suffix
 * length and value code take one byte below 128, else two. The code is 0 for a value elsewhere,
 * whose place takes {@link #REFERENCE_BYTES}, else one more than the length of the value.
 *
 * <p>Level 0 is a leaf. An inner page has one child more than entries: the first stands in the
 * header, the others are the values (four bytes) of the entries, each entry's key a lower bound of
 * all keys below its child and above all keys before it.
 *
 * <p>Run counts the latest insertions that each went right behind the one before, and last
 * insertion is the index of the latest: they tell an appended page from one filled at random.
 */
final class Node {
  static final int HEADER_BYTES = 16;
  static final int SLOT_BYTES = 6;
  static final int HEAD_BYTES = 4;
  static final int CHILD_BYTES = 4;
  static final int REFERENCE_BYTES = 8;
  static final int ELSEWHERE = 0;
  static final int MAX_RUN = 127;

  static final int RUN = 1;
  static final int COUNT = 2;
  static final int HEAP = 4;
  static final int DEAD = 6;
  static final int PREFIX = 8;
  static final int LAST = 10;
  static final int FIRST_CHILD = 12;
  private static final int SLOT_ENTRY = 4;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Node() {}

  static void makeLeaf(ByteBuffer memory, int page, int pageBytes) {
    memory.putLong(page, 0);
    memory.putLong(page + Long.BYTES, 0);
    memory.putShort(page + HEAP, (short) pageBytes);
    markInsertion(memory, page, -1, 0);
  }

  static int level(ByteBuffer memory, int page) {
    return memory.get(page);
  }

  static int count(ByteBuffer memory, int page) {
    return u16(memory, page + COUNT);
  }

  static int prefixLength(ByteBuffer memory, int page) {
    return u16(memory, page + PREFIX);
  }

  static int run(ByteBuffer memory, int page) {
    return memory.get(page + RUN);
  }

  /** Returns the index of the latest insertion, or -1. */
  static int lastInsertion(ByteBuffer memory, int page) {
    return memory.getShort(page + LAST);
  }

  /** Says where the latest insertion went and how many before it went right before it. */
  static void markInsertion(ByteBuffer memory, int page, int index, int run) {
    memory.putShort(page + LAST, (short) index);
    memory.put(page + RUN, (byte) Math.min(run, MAX_RUN));
  }

  /** Returns how many bytes of a page are needed, header and prefix included. */
  static int used(ByteBuffer memory, int page, int pageBytes) {
    return slot(memory, page, count(memory, page))
        - page
        + pageBytes
        - u16(memory, page + HEAP)
        - u16(memory, page + DEAD);
  }

  /** Returns how many bytes of the heap belong to no entry any more. */
  static int deadBytes(ByteBuffer memory, int page) {
    return u16(memory, page + DEAD);
  }

  /** Returns where a slot begins. */
  static int slot(ByteBuffer memory, int page, int index) {
    return page + HEADER_BYTES + prefixLength(memory, page) + index * SLOT_BYTES;
  }

  /** Returns where the entry of a slot begins. */
  static int entry(ByteBuffer memory, int page, int slot) {
    return page + u16(memory, slot + SLOT_ENTRY);
  }

  static int suffixLength(ByteBuffer memory, int entry) {
    return small(memory, entry);
  }

  /** Returns where the code of an entry's value stands. */
  static int codeAt(ByteBuffer memory, int entry) {
    return entry + (memory.get(entry) >= 0 ? 1 : 2);
  }

  /** Returns where the rest of the suffix begins. */
  static int restAt(ByteBuffer memory, int codeAt) {
    return codeAt + (memory.get(codeAt) >= 0 ? 1 : 2);
  }

  /** Returns a value code or suffix length. */
  static int small(ByteBuffer memory, int at) {
    int first = memory.get(at);
    return first >= 0 ? first : ((first & 0x7F) << 8) | (memory.get(at + 1) & 0xFF);
  }

  static int smallBytes(int number) {
    return number < 0x80 ? 1 : 2;
  }

  static int restLength(int suffixLength) {
    return Math.max(0, suffixLength - HEAD_BYTES);
  }

  static int storedBytes(int code) {
    return code == ELSEWHERE ? REFERENCE_BYTES : code - 1;
  }

  /** Returns the size of an entry without its slot. */
  static int entryBytes(int suffixLength, int code) {
    return smallBytes(suffixLength)
        + smallBytes(code)
        + restLength(suffixLength)
        + storedBytes(code);
  }

  /** Returns the size of the entry that begins somewhere. */
  static int entryBytesAt(ByteBuffer memory, int entry) {
    return entryBytes(suffixLength(memory, entry), small(memory, codeAt(memory, entry)));
  }

  /** Returns where what is stored for the value of an entry begins. */
  static int storedAt(ByteBuffer memory, int entry) {
    return restAt(memory, codeAt(memory, entry)) + restLength(suffixLength(memory, entry));
  }

  /**
   * Returns a child of an inner page.
   *
   * @param position from 0 to the count, both included
   */
  static int child(ByteBuffer memory, int page, int position) {
    if (position == 0) {
      return memory.getInt(page + FIRST_CHILD);
    }
    return memory.getInt(storedAt(memory, entry(memory, page, slot(memory, page, position - 1))));
  }

  /**
   * Finds the position of the child below which a key belongs.
   *
   * @return from 0 to the count, both included
   */
  static int childPosition(ByteBuffer memory, int page, byte[] key, int keyLength) {
    int found = search(memory, page, key, keyLength);
    return found >= 0 ? found + 1 : ~found;
  }

  /**
   * Finds a key.
   *
   * @return its index, or {@code ~index} of the first entry with a greater key
   */
  static int search(ByteBuffer memory, int page, byte[] key, int keyLength) {
    int count = count(memory, page);
    int prefix = prefixLength(memory, page);
    int toPrefix = comparePrefix(memory, page + HEADER_BYTES, prefix, key, keyLength);
    if (toPrefix != 0) {
      return toPrefix < 0 ? -1 : ~count;
    }
    int head = head(key, prefix, keyLength) + Integer.MIN_VALUE; // unsigned order
    int slots = page + HEADER_BYTES + prefix;
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int slot = slots + middle * SLOT_BYTES;
      int other = memory.getInt(slot) + Integer.MIN_VALUE;
      int order =
          other == head
              ? compareRest(memory, entry(memory, page, slot), key, prefix, keyLength)
              : other < head ? -1 : 1;
      if (order < 0) {
        low = middle + 1;
      } else if (order > 0) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return ~low;
  }

  /** Returns whether a key begins with the prefix of a page. */
  static boolean sharesPrefix(ByteBuffer memory, int page, byte[] key, int keyLength) {
    return comparePrefix(memory, page + HEADER_BYTES, prefixLength(memory, page), key, keyLength)
        == 0;
  }

  /** Returns 0 if the key begins with the prefix, else its order to all keys that do. */
  private static int comparePrefix(
      ByteBuffer memory, int at, int length, byte[] key, int keyLength) {
    int order = compare(memory, at, key, 0, Math.min(length, keyLength));
    if (order != 0) {
      return -order;
    }
    return keyLength < length ? -1 : 0;
  }

  /** Compares an entry with a key whose head is the same. */
  private static int compareRest(
      ByteBuffer memory, int entry, byte[] key, int prefix, int keyLength) {
    int suffixLength = suffixLength(memory, entry);
    int keySuffixLength = keyLength - prefix;
    int common = Math.min(suffixLength, keySuffixLength) - HEAD_BYTES;
    if (common > 0) {
      int rest = restAt(memory, codeAt(memory, entry));
      int order = compare(memory, rest, key, prefix + HEAD_BYTES, common);
      if (order != 0) {
        return order;
      }
    }
    return suffixLength - keySuffixLength;
  }

  private static int compare(ByteBuffer memory, int at, byte[] key, int from, int length) {
    int i = 0;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      long mine = memory.getLong(at + i);
      long other = (long) LONGS.get(key, from + i);
      if (mine != other) {
        return Long.compareUnsigned(mine, other);
      }
    }
    for (; i < length; i++) {
      int order = (memory.get(at + i) & 0xFF) - (key[from + i] & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Returns the first four bytes of a suffix, padded with zeros. */
  static int head(byte[] key, int from, int end) {
    if (end - from >= HEAD_BYTES) {
      return (int) INTS.get(key, from);
    }
    int head = 0;
    for (int i = 0; i < HEAD_BYTES; i++) {
      head = (head << 8) | (from + i < end ? key[from + i] & 0xFF : 0);
    }
    return head;
  }

  /**
   * Writes the suffix of an entry behind the prefix that already stands in a key.
   *
   * @return the length of the key
   */
  static int copySuffix(ByteBuffer memory, int page, int slot, byte[] key, int prefix) {
    int entry = entry(memory, page, slot);
    int length = suffixLength(memory, entry);
    if (length >= HEAD_BYTES) {
      INTS.set(key, prefix, memory.getInt(slot));
      int rest = length - HEAD_BYTES;
      if (rest > 0) {
        memory.get(restAt(memory, codeAt(memory, entry)), key, prefix + HEAD_BYTES, rest);
      }
    } else {
      memory.get(slot, key, prefix, length);
    }
    return prefix + length;
  }

  /** Writes the prefix of a page to the beginning of a key and returns its length. */
  static int copyPrefix(ByteBuffer memory, int page, byte[] key) {
    int length = prefixLength(memory, page);
    memory.get(page + HEADER_BYTES, key, 0, length);
    return length;
  }

  /** Writes the key of an entry and returns its length. */
  static int copyKey(ByteBuffer memory, int page, int index, byte[] key) {
    int prefix = copyPrefix(memory, page, key);
    return copySuffix(memory, page, slot(memory, page, index), key, prefix);
  }

  /**
   * Inserts an entry if there is room between the slots and the heap.
   *
   * @param key begins with the prefix of the page
   * @param stored the value, or what stands for it, from index 0 on
   * @return whether there was room; if not, nothing was changed
   */
  static boolean insert(
      ByteBuffer memory, int page, int index, byte[] key, int keyLength, int code, byte[] stored) {
    int prefix = prefixLength(memory, page);
    int suffixLength = keyLength - prefix;
    int size = entryBytes(suffixLength, code);
    int count = count(memory, page);
    int slots = page + HEADER_BYTES + prefix;
    int heap = u16(memory, page + HEAP) - size;
    if (slots + (count + 1) * SLOT_BYTES > page + heap) {
      return false;
    }
    int at = putSmall(memory, page + heap, suffixLength);
    at = putSmall(memory, at, code);
    int rest = restLength(suffixLength);
    memory.put(at, key, keyLength - rest, rest);
    memory.put(at + rest, stored, 0, storedBytes(code));
    int slot = slots + index * SLOT_BYTES;
    memory.put(slot + SLOT_BYTES, memory, slot, (count - index) * SLOT_BYTES);
    memory.putInt(slot, head(key, prefix, keyLength));
    memory.putShort(slot + SLOT_ENTRY, (short) heap);
    memory.putShort(page + COUNT, (short) (count + 1));
    memory.putShort(page + HEAP, (short) heap);
    boolean behind = index == lastInsertion(memory, page) + 1;
    markInsertion(memory, page, index, behind ? run(memory, page) + 1 : 0);
    return true;
  }

  /**
   * Replaces an entry by one between the same neighbours, if there is room for both at once.
   *
   * @return whether there was room; if not, nothing was changed
   */
  static boolean replaceKey(
      ByteBuffer memory, int page, int index, byte[] key, int keyLength, int code, byte[] stored) {
    int last = lastInsertion(memory, page);
    int run = run(memory, page);
    if (!sharesPrefix(memory, page, key, keyLength)
        || !insert(memory, page, index, key, keyLength, code, stored)) {
      return false;
    }
    remove(memory, page, index + 1);
    markInsertion(memory, page, last, run);
    return true;
  }

  /** Removes an entry; its bytes are dead until the page is written anew. */
  static void remove(ByteBuffer memory, int page, int index) {
    int slot = slot(memory, page, index);
    int entry = entry(memory, page, slot);
    int size = entryBytesAt(memory, entry);
    int heap = u16(memory, page + HEAP);
    if (entry == page + heap) {
      memory.putShort(page + HEAP, (short) (heap + size));
    } else {
      memory.putShort(page + DEAD, (short) (u16(memory, page + DEAD) + size));
    }
    int count = count(memory, page) - 1;
    memory.put(slot, memory, slot + SLOT_BYTES, (count - index) * SLOT_BYTES);
    memory.putShort(page + COUNT, (short) count);
    int last = lastInsertion(memory, page);
    if (index <= last) {
      memory.putShort(page + LAST, (short) (last - 1));
    }
  }

  private static int putSmall(ByteBuffer memory, int at, int number) {
    if (number < 0x80) {
      memory.put(at, (byte) number);
      return at + 1;
    }
    memory.putShort(at, (short) (number | 0x8000));
    return at + 2;
  }

  private static int u16(ByteBuffer memory, int at) {
    return memory.getShort(at) & 0xFFFF;
  }
}
