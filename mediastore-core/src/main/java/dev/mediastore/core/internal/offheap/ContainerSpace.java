// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Item;
import dev.mediastore.core.ItemType;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectSeal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The index of one container. Safe for any thread.
 *
 * <p>{@code versions} answers look-ups; {@code listed} holds what listings show, under keys in
 * which the slash is replaced by a character below all that names may hold. In that order a
 * folder's content is contiguous and follows the object of the folder's name:
 *
 * <pre>
 *   a        object a
 *   a|b      \
 *   a|b|c     } all below folder a: skipped in one step, to the first key not below a|(next)
 *   a|d      /
 *   a-x      object a-x
 * </pre>
 *
 * <p>Both change inside {@code compute} on the path, so for one path they change together.
 */
final class ContainerSpace {
  private static final char SEPARATOR = '\u0001';
  private static final char AFTER_SEPARATOR = '\u0002';

  /** So far below zero that no number of writers leaving or entering comes near it. */
  private static final long DROPPED = Long.MIN_VALUE / 2;

  private final ConcurrentHashMap<ObjectPath, PathVersions> versions = new ConcurrentHashMap<>();
  private final NavigableMap<String, ObjectMetadata> listed = new ConcurrentSkipListMap<>();
  private final AtomicLong sequence;
  private final ExpiryQueue expiry;

  /** Open writers plus occupied paths; {@link #DROPPED} once dropped. */
  private final AtomicLong population = new AtomicLong();

  ContainerSpace(AtomicLong sequence, ExpiryQueue expiry) {
    this.sequence = sequence;
    this.expiry = expiry;
  }

  /** Counts a writer in; false if the container was dropped. */
  boolean enter() {
    return population.getAndUpdate(n -> n < 0 ? n : n + 1) >= 0;
  }

  /** Counts a writer out. */
  void leave() {
    population.decrementAndGet();
  }

  boolean dropIfEmpty() {
    return population.compareAndSet(0, DROPPED) || dropped();
  }

  /**
   * Drops the container with everything in it. From the first statement on nothing is visible; the
   * rest gives the room back.
   */
  void dropWithContent() {
    population.set(DROPPED);
    versions.keySet().forEach(this::clear);
  }

  private boolean dropped() {
    return population.get() < 0;
  }

  private void clear(ObjectPath path) {
    List<StoredObject> withdrawn = new ArrayList<>();
    update(
        path,
        now -> {
          now.growing().forEach(StoredObject::withdraw);
          withdrawn.addAll(now.growing());
          return PathVersions.NONE;
        });
    withdrawn.forEach(StoredObject::wake);
  }

  @Nullable StoredObject visible(ObjectPath path) {
    PathVersions found = versions.get(path);
    return found == null || dropped() ? null : found.visible();
  }

  /** Enters a STREAMING upload; from here on it has its place in the order. */
  void start(StoredObject upload) {
    update(
        upload.path(),
        now -> {
          upload.order(sequence.incrementAndGet());
          return now.withStarted(upload);
        });
  }

  /**
   * Publishes a version.
   *
   * @return false if it was withdrawn before
   */
  boolean commit(StoredObject object, ObjectSeal seal) {
    update(
        object.path(),
        now -> {
          if (object.state() == LeaseState.WITHDRAWN || dropped()) {
            return now;
          }
          if (!object.streaming()) {
            object.order(sequence.incrementAndGet());
          }
          object.complete(seal);
          return now.without(object).withCompleted(object);
        });
    object.wake();
    if (dropped()) {
      // A drop that began after the commit may have passed this path before the version was there.
      clear(object.path());
    }
    return object.state() == LeaseState.COMPLETE;
  }

  /** Takes an upload back that will not be committed. */
  void abort(StoredObject object) {
    if (object.streaming()) {
      update(
          object.path(),
          now -> {
            object.withdraw();
            return now.without(object);
          });
      object.wake();
    }
  }

  /** Deletes the visible version; see {@link dev.mediastore.core.spi.SegmentStore}. */
  boolean delete(ObjectPath path, @Nullable String onlyVersion) {
    boolean[] deleted = {false};
    List<StoredObject> withdrawn = new ArrayList<>();
    update(
        path,
        now -> {
          StoredObject visible = now.visible();
          if (visible == null
              || dropped()
              || (onlyVersion != null && !onlyVersion.equals(visible.versionId()))) {
            return now;
          }
          deleted[0] = true;
          PathVersions next = now.withoutComplete();
          for (StoredObject upload : now.withdrawnWith(visible)) {
            upload.withdraw();
            withdrawn.add(upload);
            next = next.without(upload);
          }
          return next;
        });
    withdrawn.forEach(StoredObject::wake);
    return deleted[0];
  }

  /** Removes a complete version that has expired; false if it is gone already. */
  boolean expire(StoredObject object) {
    boolean[] removed = {false};
    update(
        object.path(),
        now -> {
          removed[0] = now.complete() == object;
          return removed[0] ? now.withoutComplete() : now;
        });
    return removed[0];
  }

  /** Replaces the versions of a path, and with them its place in listing and expiry. */
  private void update(ObjectPath path, UnaryOperator<PathVersions> change) {
    StoredObject[] replaced = {null};
    versions.compute(
        path,
        (key, present) -> {
          PathVersions before = present == null ? PathVersions.NONE : present;
          PathVersions after = change.apply(before);
          if (after.complete() != before.complete()) {
            replaced[0] = before.complete();
            reindex(path, before.complete(), after.complete());
          }
          population.addAndGet(occupied(after) - occupied(before));
          return after.isEmpty() ? null : after;
        });
    if (replaced[0] != null) {
      replaced[0].bytes().letGo();
    }
  }

  private static int occupied(PathVersions versions) {
    return versions.isEmpty() ? 0 : 1;
  }

  private void reindex(
      ObjectPath path, @Nullable StoredObject before, @Nullable StoredObject after) {
    if (before != null) {
      expiry.remove(before);
    }
    if (after != null) {
      after.bytes().hold();
      expiry.add(after);
    }
    if (after != null && after.metadata().expiresAt() == null) {
      listed.put(key(path.value()), after.metadata());
    } else {
      listed.remove(key(path.value()));
    }
  }

  private static String key(String path) {
    return path.replace('/', SEPARATOR);
  }

  Listing list(FolderPath folder, @Nullable ListingCursor after, int max) {
    String prefix = folder.isRoot() ? "" : key(folder.value()) + SEPARATOR;
    List<Item> items = new ArrayList<>();
    Iterator<Map.Entry<String, ObjectMetadata>> rows = rowsFrom(start(prefix, after));
    while (rows.hasNext() && !dropped()) {
      Map.Entry<String, ObjectMetadata> row = rows.next();
      if (!row.getKey().startsWith(prefix)) {
        break;
      }
      if (items.size() == max) {
        return new Listing(items, items.get(max - 1).cursor());
      }
      int separator = row.getKey().indexOf(SEPARATOR, prefix.length());
      if (separator < 0) {
        items.add(new Item.ObjectItem(row.getValue()));
      } else {
        String name = row.getKey().substring(prefix.length(), separator);
        items.add(new Item.FolderItem(name));
        rows = rowsFrom(prefix + name + AFTER_SEPARATOR);
      }
    }
    return new Listing(items, null);
  }

  private Iterator<Map.Entry<String, ObjectMetadata>> rowsFrom(String key) {
    return listed.tailMap(key, true).entrySet().iterator();
  }

  /** Returns a key at or before the first row after a cursor, and after the cursor's own row. */
  private static String start(String prefix, @Nullable ListingCursor after) {
    if (after == null) {
      return prefix;
    }
    return prefix + after.name() + (after.type() == ItemType.OBJECT ? SEPARATOR : AFTER_SEPARATOR);
  }

  List<ObjectMetadata> walk(@Nullable ObjectPath after, int max) {
    NavigableMap<String, ObjectMetadata> rest =
        after == null ? listed : listed.tailMap(key(after.value()), false);
    List<ObjectMetadata> step = rest.values().stream().limit(max).toList();
    return dropped() ? List.of() : step;
  }
}
