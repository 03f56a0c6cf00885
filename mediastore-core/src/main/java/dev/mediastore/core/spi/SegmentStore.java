// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.FolderPath;
import dev.mediastore.core.Listing;
import dev.mediastore.core.ListingCursor;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the objects of all containers of an origin. Safe for any thread.
 *
 * <p><b>The life of an object.</b> A writer is opened, appended to, then committed or aborted.
 * Committed, it is a <i>version</i>: bytes and metadata that never change. A version is visible
 * until it is replaced, deleted or dropped; its room is reused once it is not visible and no lease
 * is open on it. A lease is never disturbed once opened.
 *
 * <p><b>What is visible when.</b> Versions of one path have an order. A STANDARD version takes its
 * place in it by its commit, a STREAMING one by the opening of its writer. Among the complete
 * versions and the STREAMING ones that have received {@link
 * ObjectDraft.Streaming#visibleAfterBytes()} bytes, the last in that order is visible. So a
 * STANDARD upload is seen by its commit and the last to complete wins; a STREAMING upload is seen
 * growing and the last to start wins; and when a growing version is aborted, the last complete
 * version before it is visible again. A committed version supersedes everything before it for good:
 * a STREAMING upload that was overtaken may still commit, but is never seen.
 *
 * <p><b>Deleting</b> removes the visible version and all before it, and withdraws STREAMING uploads
 * that were visible or come before the removed version: their writers' append and commit fail with
 * CONFLICT, their readers are woken with WITHDRAWN. STANDARD uploads in progress are not affected;
 * their commit comes after the deletion.
 *
 * <p><b>Atomicity.</b> Commit, delete and drop each take effect at one instant, and everything that
 * begins after they returned sees them. Nothing is ever visible in part.
 *
 * <p><b>Expiry.</b> The store never looks at a clock. A version with {@link
 * ObjectMetadata#expiresAt()} stays until it is removed by {@link #reclaimExpired}, or deleted; who
 * reads judges by the metadata. Such versions are in no listing and no walk.
 *
 * <p><b>Errors</b> are {@link dev.mediastore.core.MediaStoreException}s. "Not there" is a result. A
 * container id that the catalogue does not know gives CONTAINER_NOT_FOUND from {@link #openWriter}
 * and otherwise behaves like an empty container. CLOSED after {@link #close}; STORE_FULL and
 * STORE_READ_ONLY from writing; deletes work on a full store; CORRUPT from reading.
 *
 * <p><b>Threads.</b> Calls block until done; {@link StoreCapabilities#mayBlock()} says whether that
 * can mean waiting for a device. Wake-ups of readers run on the thread of whoever caused them,
 * without any lock of the store held.
 *
 * <p>{@code SegmentStoreContract} in the testkit checks all of this.
 *
 * @since 0.1
 */
public interface SegmentStore extends AutoCloseable {

  /**
   * Says what kind of store this is.
   *
   * @return always the same value
   */
  StoreCapabilities capabilities();

  /**
   * Returns the containers of this store.
   *
   * @return always the same catalogue
   */
  Catalogue catalogue();

  /**
   * Opens a writer for a new object or a new version. With a declared length the room for it is
   * reserved before this returns.
   *
   * @param container a container the catalogue knows
   * @param draft path, length and metadata
   * @return the writer; the caller closes it
   * @throws dev.mediastore.core.MediaStoreException CONTAINER_NOT_FOUND, STORE_FULL,
   *     STORE_READ_ONLY, CLOSED
   */
  ObjectWriter openWriter(ContainerId container, ObjectDraft draft);

  /**
   * Opens a lease on the visible version.
   *
   * @param container container of the object
   * @param path path of the object
   * @return the lease, which the caller closes; empty if nothing is visible
   */
  Optional<ObjectLease> open(ContainerId container, ObjectPath path);

  /**
   * Reads the metadata of the visible version.
   *
   * @param container container of the object
   * @param path path of the object
   * @return its metadata; empty if nothing is visible
   */
  default Optional<ObjectMetadata> head(ContainerId container, ObjectPath path) {
    Optional<ObjectLease> lease = open(container, path);
    try (ObjectLease held = lease.orElse(null)) {
      return Optional.ofNullable(held).map(ObjectLease::metadata);
    }
  }

  /**
   * Deletes the visible version, as described above.
   *
   * @param container container of the object
   * @param path path of the object
   * @param onlyVersion delete only if the visible version has this id; null for whichever it is
   * @return whether something was deleted; of two concurrent deletes of one version exactly one is
   *     told so
   */
  boolean delete(ContainerId container, ObjectPath path, @Nullable String onlyVersion);

  /**
   * Lists direct children of a folder: for each name the last complete version without expiry at
   * that path, and the folder if there is any such version below it. By name in byte order, an
   * object before the folder of the same name. A child that exists during all pages of a listing is
   * in exactly one of them. The cost of a page does not depend on what lies below the folders in
   * it.
   *
   * @param container container to list
   * @param folder folder to list
   * @param after start after this row; null for the beginning
   * @param max most rows, at least 1
   * @return the page
   */
  Listing list(ContainerId container, FolderPath folder, @Nullable ListingCursor after, int max);

  /**
   * Walks through everything that listings show, folder by folder, in the order of {@link
   * ObjectPath}.
   *
   * @param container container to walk
   * @param after start after this path; null for the beginning
   * @param max most objects, at least 1
   * @return at most that many; fewer only at the end
   */
  List<ObjectMetadata> walk(ContainerId container, @Nullable ObjectPath after, int max);

  /**
   * Removes complete versions whose expiry has come, whether visible or not, and all before them,
   * as a deletion does.
   *
   * @param now versions that expire at or before this instant go
   * @param max most versions to remove in this call, at least 1
   * @return number of versions removed; less than the maximum means there are no more
   */
  int reclaimExpired(Instant now, int max);

  /**
   * Drops a container if it has neither a version nor an open writer; no writer can be opened for
   * it afterwards. The catalogue's record is removed by the caller. A container that is unknown or
   * dropped already counts as dropped.
   *
   * @param container container to drop
   * @return whether it is dropped; if not, nothing changed
   */
  boolean drop(ContainerId container);

  /**
   * Drops a container with everything in it. From one instant on it shows nothing, takes no
   * writers, and its uploads in progress, STANDARD ones too, fail with CONFLICT; leases on complete
   * versions stay readable. The room may come back later. The catalogue's record is removed by the
   * caller.
   *
   * @param container container to drop; unknown or dropped already is no error
   */
  void dropWithContent(ContainerId container);

  /**
   * Tells whether writes are taken.
   *
   * @return false once the store serves only what it has
   */
  default boolean isWritable() {
    return true;
  }

  /**
   * Tells when the newest object was stored that the store found as it was opened. By it an origin
   * judges the clock it starts with.
   *
   * @return empty if there is none, or the store does not know
   */
  default Optional<Instant> newest() {
    return Optional.empty();
  }

  /**
   * Tells what is held now.
   *
   * @return a snapshot, exact when nothing else is going on
   */
  StoreUsage usage();

  /**
   * Closes the store. Writers fail from now on; leases that are open may be read to their end or
   * fail with CLOSED. Closing again does nothing.
   */
  @Override
  void close();
}
