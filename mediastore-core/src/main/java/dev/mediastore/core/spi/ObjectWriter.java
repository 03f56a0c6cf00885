// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.ObjectMetadata;
import java.nio.ByteBuffer;

/**
 * An object on its way in: appended to, then committed or aborted. Used by one thread at a time.
 *
 * <pre>{@code
 * try (ObjectWriter writer = store.openWriter(container, draft)) {
 *   while (source.read(buffer.clear()) >= 0) {
 *     writer.append(buffer.flip());
 *   }
 *   writer.commit(seal);
 * } // closed without commit: nothing was stored
 * }</pre>
 *
 * @since 0.1
 */
public interface ObjectWriter extends AutoCloseable {

  /**
   * Appends the remaining bytes. They are copied before this returns; the buffer stays the
   * caller's, with its position at its limit.
   *
   * <p>Each append of a STREAMING object that has become visible wakes the readers waiting for it.
   *
   * @param bytes heap, direct or read-only
   * @throws dev.mediastore.core.MediaStoreException STORE_FULL if there is no room, CONFLICT if the
   *     growing object was deleted, CLOSED if the store was; the writer can then only be aborted
   * @throws IllegalStateException after commit or abort
   */
  void append(ByteBuffer bytes);

  /**
   * Publishes the object with one atomic switch. A durable store returns only when the object will
   * survive a crash.
   *
   * @param seal what became known at the end
   * @return metadata of the stored object
   * @throws dev.mediastore.core.MediaStoreException CONFLICT if the growing object was deleted,
   *     STORE_FULL, STORE_READ_ONLY, CLOSED or INTERNAL; the writer can then only be aborted
   * @throws IllegalStateException after commit or abort
   */
  ObjectMetadata commit(ObjectSeal seal);

  /**
   * Gives the object up and its room back. If it was visible it is withdrawn: its readers are woken
   * and the previous complete version is visible again. Does nothing after commit or abort.
   */
  void abort();

  /** Aborts unless committed. */
  @Override
  default void close() {
    abort();
  }
}
