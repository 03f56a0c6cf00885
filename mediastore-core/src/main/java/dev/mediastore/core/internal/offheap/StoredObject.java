// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectDraft;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object as long as somebody writes or reads it in memory. Written by one writer,
 * read by any thread.
 *
 * <p>Its state leaves GROWING once, to COMPLETE or WITHDRAWN. A reader that waits for growth is
 * entered here and woken outside the monitor, so that a wake-up may do anything, even open the next
 * lease.
 */
final class StoredObject {
  private static final EntityTag UNKNOWN_TAG = new EntityTag("0");

  private final ObjectPath path;
  private final ObjectBytes bytes;

  /** Absent once complete and read again from the index. */
  private final @Nullable ObjectDraft draft;

  /**
   * Readers to wake, guarded by the monitor; made for the first of them, as most objects have none.
   */
  private @Nullable Set<OffHeapLease> waiting;

  private volatile boolean anyWaiting;
  private volatile boolean reached;
  private volatile LeaseState state;
  private volatile ObjectMetadata metadata;

  /** Place among the versions of the path; set before the version enters the index. */
  private long order;

  private StoredObject(
      ObjectPath path,
      @Nullable ObjectDraft draft,
      ObjectBytes bytes,
      LeaseState state,
      ObjectMetadata metadata) {
    this.path = path;
    this.draft = draft;
    this.bytes = bytes;
    this.state = state;
    this.metadata = metadata;
  }

  /** An upload, whose bytes are held by its writer. */
  static StoredObject upload(ObjectDraft draft, ObjectBytes bytes) {
    ObjectDraft.Streaming streaming = draft.streaming();
    ObjectMetadata metadata =
        new ObjectMetadata(
            draft.path(),
            -1,
            draft.contentType(),
            draft.cacheControl(),
            draft.contentEncoding(),
            streaming == null ? UNKNOWN_TAG : streaming.entityTag(),
            null,
            streaming == null ? Instant.EPOCH : streaming.startedAt(),
            draft.availability(),
            streaming == null ? null : streaming.expiresAt(),
            "");
    return new StoredObject(draft.path(), draft, bytes, LeaseState.GROWING, metadata);
  }

  /** A complete version read from the index, for one lease. */
  static StoredObject complete(Version version, ObjectBytes bytes) {
    ObjectMetadata metadata = version.metadata();
    return new StoredObject(metadata.path(), null, bytes, LeaseState.COMPLETE, metadata);
  }

  ObjectDraft draft() {
    return Objects.requireNonNull(draft);
  }

  ObjectPath path() {
    return path;
  }

  boolean streaming() {
    return metadata.availability() == UploadAvailability.STREAMING;
  }

  ObjectBytes bytes() {
    return bytes;
  }

  ObjectMetadata metadata() {
    return metadata;
  }

  LeaseState state() {
    return state;
  }

  /** Tells whether readers may see a growing version. */
  boolean reached() {
    return reached;
  }

  long order() {
    return order;
  }

  void order(long place) {
    this.order = place;
    ObjectMetadata known = metadata;
    metadata =
        new ObjectMetadata(
            path,
            known.lengthBytes(),
            known.contentType(),
            known.cacheControl(),
            known.contentEncoding(),
            known.entityTag(),
            known.sha256(),
            known.lastModified(),
            known.availability(),
            known.expiresAt(),
            Version.versionId(place));
  }

  /** Appends and publishes; the caller wakes the readers. */
  void append(ByteBuffer source) {
    bytes.append(source);
    ObjectDraft.Streaming streaming = draft().streaming();
    if (streaming != null && !reached && bytes.available() >= streaming.visibleAfterBytes()) {
      reached = true;
    }
  }

  /** Turns the version into a complete one; the caller wakes the readers. */
  void complete(Version version) {
    metadata = version.metadata();
    state = LeaseState.COMPLETE;
  }

  /** Takes the version back before it was complete; the caller wakes the readers. */
  void withdraw() {
    state = LeaseState.WITHDRAWN;
  }

  /** Tells whether a reader at a position has something to do. */
  boolean ready(long position) {
    return bytes.available() > position || state != LeaseState.GROWING;
  }

  /**
   * Enters a reader, or finds that it need not wait.
   *
   * @return false if it need not
   */
  synchronized boolean await(OffHeapLease lease, long position) {
    if (waiting == null) {
      waiting = new LinkedHashSet<>();
    }
    waiting.add(lease);
    anyWaiting = true;
    // Looked at after the entry was announced: a writer that missed the entry is seen here.
    if (ready(position)) {
      forget(lease);
      return false;
    }
    return true;
  }

  synchronized void forget(OffHeapLease lease) {
    if (waiting != null) {
      waiting.remove(lease);
      anyWaiting = !waiting.isEmpty();
    }
  }

  /** Wakes the readers that have something to do now, all of them, even if one throws an error. */
  void wake() {
    Error failure = null;
    for (Runnable call : anyWaiting ? takeReady() : List.<Runnable>of()) {
      try {
        OffHeapLease.run(call);
      } catch (Error e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized List<Runnable> takeReady() {
    List<Runnable> calls = new ArrayList<>();
    if (waiting != null) {
      for (Iterator<OffHeapLease> i = waiting.iterator(); i.hasNext(); ) {
        Runnable call = i.next().takeWakeIfReady();
        if (call != null) {
          calls.add(call);
          i.remove();
        }
      }
      anyWaiting = !waiting.isEmpty();
    }
    return calls;
  }
}
