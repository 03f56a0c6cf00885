// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.internal.index.ByteTree;
import dev.mediastore.core.internal.index.Cursor;
import dev.mediastore.core.spi.ContainerId;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The complete versions of a container by path. One changing thread alone, or any number of reading
 * ones: the caller holds a lock.
 *
 * <p>What expires is in no listing, so it stands in a tree of its own: the cost of a page does not
 * depend on it.
 */
final class VersionIndex {
  /** Rows read under one lock, so that a long page does not keep a writer waiting. */
  private static final int ROWS_AT_ONCE = 128;

  private static final ThreadLocal<byte[]> VALUE = ThreadLocal.withInitial(() -> new byte[1024]);

  private final ContainerId container;
  private final EngineParts parts;
  private final Decoding decoding;
  private final Decoding recentDecoding;

  /** Made for the first object: many containers hold none. */
  private @Nullable ByteTree listed;

  private @Nullable ByteTree expiring;

  VersionIndex(ContainerId container, EngineParts parts) {
    this.container = container;
    this.parts = parts;
    this.decoding = parts.codec()::decode;
    this.recentDecoding = parts.recent()::decode;
  }

  boolean isEmpty() {
    return size() == 0;
  }

  long size() {
    return size(listed) + size(expiring);
  }

  private static long size(@Nullable ByteTree tree) {
    return tree == null ? 0 : tree.size();
  }

  @Nullable Version get(ObjectPath path) {
    return get(path, decoding);
  }

  /** The same for a reader, as there may be thousands of in the same moment. */
  @Nullable Version read(ObjectPath path) {
    return get(path, recentDecoding);
  }

  /** Makes a version of its bytes. */
  private interface Decoding {
    Version decode(ObjectPath path, byte[] value, int length);
  }

  private @Nullable Version get(ObjectPath path, Decoding by) {
    byte[] key = PathKey.of(path);
    Version version = get(listed, path, key, by);
    return version != null ? version : get(expiring, path, key, by);
  }

  private static @Nullable Version get(
      @Nullable ByteTree tree, ObjectPath path, byte[] key, Decoding by) {
    if (size(tree) == 0 || tree == null) {
      return null;
    }
    byte[] value = VALUE.get();
    int length = tree.get(key, key.length, value);
    if (length > value.length) {
      value = new byte[length];
      tree.get(key, key.length, value);
    }
    return length < 0 ? null : by.decode(path, value, length);
  }

  /**
   * Puts a version in place of another.
   *
   * @param before the version that is there now, or null
   */
  void put(ObjectPath path, Version version, @Nullable Version before) {
    byte[] key = PathKey.of(path);
    boolean expires = version.expiresAt() != null;
    boolean isNew = before == null || before.order() != version.order();
    try {
      enterOrders(path, version);
      ByteWriter value = parts.codec().encode(version);
      tree(expires).put(key, key.length, value.array(), value.length());
    } catch (MediaStoreException | OutOfMemoryError e) {
      // What is there and in no tree would be found due, or the oldest, for ever.
      if (isNew) {
        leaveOrders(version);
      }
      throw e;
    }
    if (before != null && isNew) {
      leaveOrders(before);
    }
    if (before != null && (before.expiresAt() != null) != expires) {
      tree(!expires).remove(key, key.length);
    }
  }

  /** Enters a version where those that expire and those that may be evicted stand in order. */
  private void enterOrders(ObjectPath path, Version version) {
    if (version.expiresAt() != null) {
      parts.expiry().add(container, path, version);
    }
    enterAge(path, version);
  }

  private void leaveOrders(Version version) {
    leaveAge(version);
    if (version.expiresAt() != null) {
      parts.expiry().remove(version);
    }
  }

  private void enterAge(ObjectPath path, Version version) {
    AgeIndex ages = parts.ages();
    if (ages != null) {
      ages.add(container, path, version);
    }
  }

  private void leaveAge(Version version) {
    AgeIndex ages = parts.ages();
    if (ages != null) {
      ages.remove(version);
    }
  }

  /**
   * Puts a version that was found in the log and does not expire, without making one of it.
   *
   * @return whether it was put; if not, there is another version of the path
   */
  boolean putFound(byte[] key, byte[] meta, long order, byte[] location) {
    if (size(expiring) > 0) {
      return false;
    }
    ByteWriter value = parts.codec().forIndex(meta, order, location);
    return tree(false).putIfAbsent(key, key.length, value.array(), value.length());
  }

  private ByteTree tree(boolean expires) {
    ByteTree present = expires ? expiring : listed;
    if (present == null) {
      present = new ByteTree(parts.pages());
      if (expires) {
        expiring = present;
      } else {
        listed = present;
      }
    }
    return present;
  }

  void remove(ObjectPath path, Version version) {
    byte[] key = PathKey.of(path);
    boolean expires = version.expiresAt() != null;
    tree(expires).remove(key, key.length);
    leaveOrders(version);
  }

  /** Removes and releases everything. */
  void clear() {
    forEach((path, version) -> release(version));
    if (listed != null) {
      listed.clear();
    }
    if (expiring != null) {
      expiring.clear();
    }
  }

  private void release(Version version) {
    leaveOrders(version);
    parts.backing().release(version);
  }

  void forEach(BiConsumer<ObjectPath, Version> each) {
    forEach(listed, each);
    forEach(expiring, each);
  }

  private void forEach(@Nullable ByteTree tree, BiConsumer<ObjectPath, Version> each) {
    if (tree == null) {
      return;
    }
    Cursor cursor = tree.seek(new byte[0], 0);
    while (cursor.isValid()) {
      Version version = version(cursor);
      each.accept(version.metadata().path(), version);
      cursor.next();
    }
  }

  private static ObjectPath path(Cursor cursor) {
    return new ObjectPath(PathKey.path(cursor.key(), cursor.keyLength()));
  }

  private Version version(Cursor cursor) {
    byte[] value = VALUE.get();
    if (cursor.valueLength() > value.length) {
      value = new byte[cursor.valueLength()];
    }
    return parts.codec().decode(path(cursor), value, cursor.copyValue(value));
  }

  /** Adds rows to a page of a listing; to be called until it wants no more. */
  void fill(ListingPage page) {
    ByteTree tree = listed;
    if (tree == null) {
      page.end();
      return;
    }
    Cursor cursor = tree.seek(page.next(), page.next().length);
    for (int i = 0; i < ROWS_AT_ONCE && page.wantsMore(); i++) {
      if (!cursor.isValid() || !page.holds(cursor.key(), cursor.keyLength())) {
        page.end();
      } else if (page.addFolder(cursor.key(), cursor.keyLength())) {
        cursor.seek(page.next(), page.next().length);
      } else {
        page.addObject(cursor.key(), cursor.keyLength(), version(cursor).metadata());
        cursor.next();
      }
    }
  }

  /** Adds objects in order; false if there are no more. */
  boolean walk(@Nullable ObjectPath after, int max, List<ObjectMetadata> target) {
    ByteTree tree = listed;
    if (tree == null) {
      return false;
    }
    byte[] start = new byte[0];
    if (after != null) {
      byte[] key = PathKey.of(after);
      start = PathKey.after(key, key.length);
    }
    Cursor cursor = tree.seek(start, start.length);
    for (int i = 0; i < ROWS_AT_ONCE && target.size() < max && cursor.isValid(); i++) {
      target.add(version(cursor).metadata());
      cursor.next();
    }
    return cursor.isValid();
  }
}
