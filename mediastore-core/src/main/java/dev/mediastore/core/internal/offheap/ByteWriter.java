// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes put together piece by piece; grows as needed. Used by one thread. */
final class ByteWriter {
  private byte[] bytes = new byte[160];
  private int length;

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  void put(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void put(byte[] some) {
    room(some.length);
    System.arraycopy(some, 0, bytes, length, some.length);
    length += some.length;
  }

  void put(byte[] some, int from, int count) {
    room(count);
    System.arraycopy(some, from, bytes, length, count);
    length += count;
  }

  /** Seven bits to a byte, the lowest first; what is negative takes ten. */
  void putNumber(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      put((int) (rest | 0x80));
      rest >>>= 7;
    }
    put((int) rest);
  }

  /** A number that may well be negative. */
  void putSigned(long value) {
    putNumber((value << 1) ^ (value >> 63));
  }

  /** A text that may be absent: its length and one, or zero. */
  void putText(@Nullable String text) {
    if (text == null) {
      putNumber(0);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putNumber(utf8.length + 1L);
    put(utf8);
  }

  int length() {
    return length;
  }

  byte[] array() {
    return bytes;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
