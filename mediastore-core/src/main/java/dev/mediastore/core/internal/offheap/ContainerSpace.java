// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectSeal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one container holds: complete versions in the index outside the heap, STREAMING uploads in
 * progress beside it. Safe for any thread.
 *
 * <p>One lock guards both, held for the time of a look-up or a change of a few entries, never while
 * bytes are moved, a disk is touched or a reader is woken.
 */
final class ContainerSpace {
  private final ContainerId id;
  private final EngineParts parts;
  private final StampedLock lock = new StampedLock();
  private final VersionIndex versions;
  private final Map<ObjectPath, List<StoredObject>> growing = new HashMap<>();
  private final Removals removals = new Removals();
  private long writers;

  /** The greatest place in the order that anything seen here has. */
  private long seen;

  /** Written under the lock; writers look at it between two appends. */
  private volatile boolean dropped;

  ContainerSpace(ContainerId id, EngineParts parts) {
    this.id = id;
    this.parts = parts;
    this.versions = new VersionIndex(id, parts);
  }

  /** Takes changes from now on: what is begun here comes after all that was found. */
  void begin() {
    long stamp = lock.writeLock();
    seen = parts.orders().next();
    lock.unlockWrite(stamp);
  }

  long versionCount() {
    long stamp = lock.readLock();
    try {
      return versions.size();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  ContainerId id() {
    return id;
  }

  Removals removals() {
    return removals;
  }

  /** For the recovery, which is alone. */
  VersionIndex versions() {
    return versions;
  }

  /** Counts a writer in; false if the container was dropped. */
  boolean enter() {
    long stamp = lock.writeLock();
    try {
      writers += dropped ? 0 : 1;
      return !dropped;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Counts a writer out. */
  void leave() {
    long stamp = lock.writeLock();
    writers--;
    lock.unlockWrite(stamp);
  }

  boolean isDropped() {
    return dropped;
  }

  boolean dropIfEmpty() {
    long stamp = lock.writeLock();
    try {
      if (writers == 0 && growing.isEmpty() && versions.isEmpty()) {
        dropped = true;
      }
      return dropped;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /**
   * Drops the container with everything in it, at one instant.
   *
   * @return uploads that were withdrawn, for the caller to wake
   */
  List<StoredObject> dropWithContent() {
    List<StoredObject> withdrawn = new ArrayList<>();
    long stamp = lock.writeLock();
    try {
      dropped = true;
      growing.values().forEach(withdrawn::addAll);
      growing.clear();
      withdrawn.forEach(StoredObject::withdraw);
      versions.clear();
    } finally {
      lock.unlockWrite(stamp);
    }
    return withdrawn;
  }

  /** Opens a lease on the visible version. */
  Optional<ObjectLease> open(ObjectPath path) {
    Supplier<ObjectLease> opening;
    long stamp = lock.readLock();
    try {
      Version complete = dropped ? null : versions.read(path);
      StoredObject upload = visibleUpload(path, complete);
      if (upload != null) {
        upload.bytes().hold();
        // Made here, not later: it shows the upload as it is seen now, growing.
        ObjectLease lease = OffHeapLease.of(upload, parts.openLeases());
        opening = () -> lease;
      } else if (complete != null) {
        opening = parts.backing().open(id, complete, parts.openLeases());
      } else {
        return Optional.empty();
      }
    } finally {
      lock.unlockRead(stamp);
    }
    return Optional.of(opening.get());
  }

  Optional<ObjectMetadata> head(ObjectPath path) {
    long stamp = lock.readLock();
    try {
      Version complete = dropped ? null : versions.read(path);
      StoredObject upload = visibleUpload(path, complete);
      if (upload != null) {
        return Optional.of(upload.metadata());
      }
      return Optional.ofNullable(complete).map(Version::metadata);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** The complete version of a path, visible or not. */
  @Nullable Version complete(ObjectPath path) {
    long stamp = lock.readLock();
    try {
      return dropped ? null : versions.get(path);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** The upload that is seen instead of the complete version, if any. */
  private @Nullable StoredObject visibleUpload(ObjectPath path, @Nullable Version complete) {
    List<StoredObject> uploads =
        growing.isEmpty() ? List.of() : growing.getOrDefault(path, List.of());
    for (int i = uploads.size() - 1; i >= 0; i--) {
      StoredObject upload = uploads.get(i);
      if (upload.reached()) {
        return complete != null && complete.order() > upload.order() ? null : upload;
      }
    }
    return null;
  }

  /** Enters a STREAMING upload; from here on it has its place in the order. */
  void start(StoredObject upload) {
    long stamp = lock.writeLock();
    try {
      seen = parts.orders().after(seen);
      upload.order(seen);
      if (dropped) {
        upload.withdraw();
      } else {
        growing.computeIfAbsent(upload.path(), path -> new ArrayList<>(1)).add(upload);
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /**
   * Publishes a version. One that was withdrawn, or overtaken by a later one, does not enter; its
   * location is released then. The caller wakes its readers.
   */
  void publish(StoredObject object, ObjectSeal seal, LongSupplier order, byte[] location) {
    Version leaving = null;
    long stamp = lock.writeLock();
    try {
      long place = order.getAsLong();
      seen = Math.max(seen, place);
      long length = object.bytes().available();
      Version version = Version.of(object.draft(), seal, place, length, location);
      leaving = version; // also if there is no memory to enter it
      if (dropped || object.state() == LeaseState.WITHDRAWN) {
        return;
      }
      leaving = enter(object, version);
      forget(object);
      object.complete(version);
    } finally {
      lock.unlockWrite(stamp);
      if (leaving != null) {
        parts.backing().release(leaving);
      }
    }
  }

  private @Nullable Version enter(StoredObject object, Version version) {
    Version before = versions.get(object.path());
    if (before != null && before.order() > version.order()) {
      return version;
    }
    versions.put(object.path(), version, before);
    return before;
  }

  /** Takes an upload back that will not be committed. The caller wakes its readers. */
  void abort(StoredObject object) {
    long stamp = lock.writeLock();
    try {
      if (object.state() == LeaseState.GROWING) {
        object.withdraw();
        forget(object);
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private void forget(StoredObject upload) {
    List<StoredObject> uploads = growing.get(upload.path());
    if (uploads != null && uploads.remove(upload) && uploads.isEmpty()) {
      growing.remove(upload.path());
    }
  }

  /** Returns the order of the visible version, or 0 if none is, or another than asked for. */
  long visibleOrder(ObjectPath path, @Nullable String onlyVersion) {
    long stamp = lock.readLock();
    try {
      Version complete = dropped ? null : versions.get(path);
      StoredObject upload = visibleUpload(path, complete);
      long order = upload != null ? upload.order() : complete != null ? complete.order() : 0;
      boolean asked = onlyVersion == null || onlyVersion.equals(Version.versionId(order));
      return asked ? order : 0;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * Removes the visible version if it has a given order, and all before it.
   *
   * @param recorded whether the removal is on record and so has to be followed as long as anything
   *     it takes away is left that no complete version has replaced
   * @param withdrawn receives the uploads that were withdrawn, for the caller to wake
   * @return false if another is visible by now, or none
   */
  boolean remove(ObjectPath path, long order, boolean recorded, List<StoredObject> withdrawn) {
    Version complete;
    long stamp = lock.writeLock();
    try {
      complete = dropped ? null : versions.get(path);
      StoredObject upload = visibleUpload(path, complete);
      long visible = upload != null ? upload.order() : complete != null ? complete.order() : 0;
      boolean replaced = complete != null && complete.order() > order;
      if (replaced || (visible != order && !recorded)) {
        return false;
      }
      if (complete != null) {
        versions.remove(path, complete);
      }
      withdrawUpTo(path, order, withdrawn);
      if (complete == null && withdrawn.isEmpty()) {
        return false;
      }
    } finally {
      lock.unlockWrite(stamp);
    }
    if (complete != null) {
      parts.backing().release(complete);
    }
    return true;
  }

  private void withdrawUpTo(ObjectPath path, long order, List<StoredObject> withdrawn) {
    for (StoredObject upload : List.copyOf(growing.getOrDefault(path, List.of()))) {
      if (upload.order() <= order) {
        upload.withdraw();
        forget(upload);
        withdrawn.add(upload);
      }
    }
  }

  /**
   * Removes a complete version whose time has come, and all before it.
   *
   * @param withdrawn receives the uploads that were withdrawn, for the caller to wake
   * @return false if it is gone already
   */
  boolean removeComplete(ObjectPath path, long order, List<StoredObject> withdrawn) {
    Version complete;
    long stamp = lock.writeLock();
    try {
      complete = dropped ? null : versions.get(path);
      if (complete == null || complete.order() != order) {
        return false;
      }
      versions.remove(path, complete);
      withdrawUpTo(path, order, withdrawn);
    } finally {
      lock.unlockWrite(stamp);
    }
    parts.backing().release(complete);
    return true;
  }

  /** Tells whether a version lies at a location. */
  boolean isAt(ObjectPath path, long order, byte[] location) {
    long stamp = lock.readLock();
    try {
      Version version = dropped ? null : versions.get(path);
      return version != null && version.isAt(order, location);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** Changes where a version lies; false if it has left the index meanwhile. */
  boolean move(ObjectPath path, long order, byte[] from, byte[] to) {
    long stamp = lock.writeLock();
    try {
      Version version = dropped ? null : versions.get(path);
      if (version == null || !version.isAt(order, from)) {
        return false;
      }
      versions.put(path, version.movedTo(to), version);
      return true;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  Listing list(FolderPath folder, @Nullable ListingCursor after, int max) {
    ListingPage page = new ListingPage(folder, after, max);
    while (page.wantsMore()) {
      long stamp = lock.readLock();
      try {
        if (dropped) {
          break;
        }
        versions.fill(page);
      } finally {
        lock.unlockRead(stamp);
      }
    }
    return page.toListing();
  }

  List<ObjectMetadata> walk(@Nullable ObjectPath after, int max) {
    List<ObjectMetadata> step = new ArrayList<>();
    ObjectPath last = after;
    boolean more = true;
    while (more && step.size() < max) {
      long stamp = lock.readLock();
      try {
        more = !dropped && versions.walk(last, max, step);
      } finally {
        lock.unlockRead(stamp);
      }
      last = step.isEmpty() ? after : step.get(step.size() - 1).path();
    }
    return step;
  }
}
