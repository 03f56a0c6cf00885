// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.index.ByteTree;
import dev.mediastore.core.internal.index.Cursor;
import dev.mediastore.core.internal.index.PagePool;
import dev.mediastore.core.spi.ContainerId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The complete versions of all containers by age, for a store that lets the oldest go when it is
 * full. Safe for any thread.
 */
final class AgeIndex {
  private final ByteTree versions;
  private final SlabPool pool;
  private long bytes;

  AgeIndex(PagePool pages, SlabPool pool) {
    this.versions = new ByteTree(pages);
    this.pool = pool;
  }

  private static byte[] key(long order) {
    return ByteBuffer.allocate(Long.BYTES).putLong(order).array();
  }

  private long room(Version version) {
    return pool.granulesFor(version.lengthBytes()) * pool.granuleBytes();
  }

  synchronized void add(ContainerId container, ObjectPath path, Version version) {
    byte[] key = key(version.order());
    ByteWriter value = new IndexedVersion(container, path, version.order()).value();
    if (versions.putIfAbsent(key, key.length, value.array(), value.length())) {
      bytes += room(version);
    }
  }

  synchronized void remove(Version version) {
    byte[] key = key(version.order());
    if (versions.remove(key, key.length)) {
      bytes -= room(version);
    }
  }

  /** Returns the room that all of them take together, in bytes. */
  synchronized long bytes() {
    return bytes;
  }

  /** Returns the version that was published first, or null if there is none. */
  synchronized @Nullable IndexedVersion oldest() {
    Cursor cursor = versions.seek(new byte[0], 0);
    return cursor.isValid()
        ? IndexedVersion.at(cursor, ByteBuffer.wrap(cursor.key()).getLong(0))
        : null;
  }
}
