// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.index.ByteTree;
import dev.mediastore.core.internal.index.Cursor;
import dev.mediastore.core.internal.index.PagePool;
import dev.mediastore.core.spi.ContainerId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The complete versions that expire, the next to expire first. Safe for any thread. */
final class ExpiryIndex {
  private static final int KEY_BYTES = 20;

  private final ByteTree versions;

  ExpiryIndex(PagePool pages) {
    this.versions = new ByteTree(pages);
  }

  private static byte[] key(Instant expiresAt, long order) {
    // With the sign bit flipped, unsigned order is signed order.
    return ByteBuffer.allocate(KEY_BYTES)
        .putLong(expiresAt.getEpochSecond() ^ Long.MIN_VALUE)
        .putInt(expiresAt.getNano())
        .putLong(order)
        .array();
  }

  synchronized void add(ContainerId container, ObjectPath path, Version version) {
    ByteWriter value = new IndexedVersion(container, path, version.order()).value();
    byte[] key = key(Objects.requireNonNull(version.expiresAt()), version.order());
    versions.put(key, key.length, value.array(), value.length());
  }

  synchronized void remove(Version version) {
    byte[] key = key(Objects.requireNonNull(version.expiresAt()), version.order());
    versions.remove(key, key.length);
  }

  /** Returns versions that are due at an instant, the first due first. */
  synchronized List<IndexedVersion> due(Instant now, int max) {
    List<IndexedVersion> due = new ArrayList<>();
    byte[] end = key(now, Long.MAX_VALUE);
    Cursor cursor = versions.seek(end, 0);
    while (cursor.isValid() && due.size() < max && compare(cursor.key(), end) <= 0) {
      due.add(IndexedVersion.at(cursor, ByteBuffer.wrap(cursor.key()).getLong(12)));
      cursor.next();
    }
    return due;
  }

  private static int compare(byte[] a, byte[] b) {
    return java.util.Arrays.compareUnsigned(a, 0, KEY_BYTES, b, 0, KEY_BYTES);
  }
}
