// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectSeal;
import dev.mediastore.core.spi.ObjectWriter;
import java.nio.ByteBuffer;

/** Writes one {@link StoredObject}; holds its bytes until it ends. Used by one thread at a time. */
final class OffHeapWriter implements ObjectWriter {
  private final OffHeapStore store;
  private final ContainerSpace space;
  private final StoredObject object;
  private boolean ended;

  OffHeapWriter(OffHeapStore store, ContainerSpace space, StoredObject object) {
    this.store = store;
    this.space = space;
    this.object = object;
  }

  @Override
  public void append(ByteBuffer bytes) {
    requireOpen();
    enter();
    try {
      requireNotWithdrawn();
      object.append(bytes);
    } finally {
      leave();
    }
    if (object.streaming()) {
      object.wake();
    }
  }

  @Override
  public ObjectMetadata commit(ObjectSeal seal) {
    requireOpen();
    enter();
    try {
      requireNotWithdrawn();
      store.commit(space, object, seal);
    } finally {
      leave();
      // Here and not where it is published: a reader that is woken may use the store.
      object.wake();
    }
    if (object.state() != LeaseState.COMPLETE) {
      throw withdrawn();
    }
    end();
    return object.metadata();
  }

  @Override
  public void abort() {
    if (!ended) {
      enter();
      try {
        space.abort(object);
      } finally {
        leave();
      }
      object.wake();
      end();
    }
  }

  /** Begins a step that may change what is visible. */
  private void enter() {
    if (object.streaming() && store.recordsDeletions()) {
      space.removals().enter(object.path());
    }
  }

  private void leave() {
    if (object.streaming() && store.recordsDeletions()) {
      space.removals().leave(object.path());
    }
  }

  private void end() {
    ended = true;
    space.leave();
    object.bytes().letGo();
    store.writerEnded();
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("the writer was committed or aborted");
    }
    store.requireOpen();
  }

  private void requireNotWithdrawn() {
    if (object.state() == LeaseState.WITHDRAWN || space.isDropped()) {
      throw withdrawn();
    }
  }

  private MediaStoreException withdrawn() {
    return MediaStoreException.builder(
            ErrorCode.CONFLICT, "The object was deleted while it was uploaded.")
        .path(object.path())
        .build();
  }
}
