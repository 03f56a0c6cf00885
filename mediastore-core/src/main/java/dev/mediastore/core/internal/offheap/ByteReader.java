// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes apart what a {@link ByteWriter} put together. Used by one thread. */
final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteReader(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  boolean hasMore() {
    return at < end;
  }

  int get() {
    return bytes[at++] & 0xff;
  }

  byte[] get(int length) {
    byte[] some = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return some;
  }

  void copy(int length, ByteWriter target) {
    target.put(bytes, at, length);
    at += length;
  }

  String utf8(int length) {
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = get();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  long signed() {
    long value = number();
    return (value >>> 1) ^ -(value & 1);
  }

  @Nullable String text() {
    int length = Math.toIntExact(number()) - 1;
    if (length < 0) {
      return null;
    }
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  String requiredText() {
    return Objects.requireNonNull(text());
  }

  byte[] rest() {
    return get(end - at);
  }
}
