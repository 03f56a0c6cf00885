// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.EntityTag;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadAvailability;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectDraft;
import dev.mediastore.core.spi.ObjectSeal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object, from the opening of its writer on. Written by one writer, read by any
 * thread.
 *
 * <p>Its state leaves GROWING once, to COMPLETE or WITHDRAWN. A reader that waits for growth is
 * entered here and woken outside the monitor, so that a wake-up may do anything, even open the next
 * lease.
 */
final class StoredObject {
  private static final EntityTag UNKNOWN_TAG = new EntityTag("0");

  private final ContainerSpace space;
  private final ObjectDraft draft;
  private final String versionId;
  private final ObjectBytes bytes;

  /**
   * Readers to wake, guarded by the monitor; made for the first of them, as most objects have none.
   */
  private @Nullable Set<OffHeapLease> waiting;

  private volatile boolean anyWaiting;
  private volatile boolean reached;
  private volatile LeaseState state = LeaseState.GROWING;
  private volatile ObjectMetadata metadata;

  /** Place among the versions of the path; set before the version enters the index. */
  private long order;

  StoredObject(ContainerSpace space, ObjectDraft draft, String versionId, ObjectBytes bytes) {
    this.space = space;
    this.draft = draft;
    this.versionId = versionId;
    this.bytes = bytes;
    ObjectDraft.Streaming streaming = draft.streaming();
    this.metadata =
        streaming == null
            ? metadata(-1, UNKNOWN_TAG, null, Instant.EPOCH, null)
            : metadata(
                -1, streaming.entityTag(), null, streaming.startedAt(), streaming.expiresAt());
  }

  private ObjectMetadata metadata(
      long length,
      EntityTag tag,
      @Nullable String sha256,
      Instant lastModified,
      @Nullable Instant expiresAt) {
    return new ObjectMetadata(
        draft.path(),
        length,
        draft.contentType(),
        draft.cacheControl(),
        draft.contentEncoding(),
        tag,
        sha256,
        lastModified,
        draft.availability(),
        expiresAt,
        versionId);
  }

  ContainerSpace space() {
    return space;
  }

  ObjectPath path() {
    return draft.path();
  }

  boolean streaming() {
    return draft.availability() == UploadAvailability.STREAMING;
  }

  ObjectBytes bytes() {
    return bytes;
  }

  ObjectMetadata metadata() {
    return metadata;
  }

  String versionId() {
    return versionId;
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
  }

  /** Appends and publishes; the caller wakes the readers. */
  void append(ByteBuffer source) {
    bytes.append(source);
    ObjectDraft.Streaming streaming = draft.streaming();
    if (streaming != null && !reached && bytes.available() >= streaming.visibleAfterBytes()) {
      reached = true;
    }
  }

  /** Turns the version into a complete one; the caller wakes the readers. */
  void complete(ObjectSeal seal) {
    bytes.seal();
    metadata =
        metadata(
            bytes.available(),
            seal.entityTag(),
            seal.sha256(),
            seal.lastModified(),
            seal.expiresAt());
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

  /** Wakes the readers that have something to do now. */
  void wake() {
    if (anyWaiting) {
      takeReady().forEach(OffHeapLease::run);
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
