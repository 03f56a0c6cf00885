// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The complete versions in memory that somebody reads or writes just now, by order. Safe for any
 * thread.
 *
 * <p>A version that nobody uses is nothing but bytes in the index. While it is in use its holders
 * are counted in an {@link ObjectBytes} here, one of them being the index; when only the index is
 * left, it goes from here again.
 */
final class Residents {
  private final ConcurrentHashMap<Long, ObjectBytes> byOrder = new ConcurrentHashMap<>();
  private final SlabPool pool;

  Residents(SlabPool pool) {
    this.pool = pool;
  }

  /** Makes the index a holder of bytes that the caller holds. */
  void enter(long order, ObjectBytes bytes) {
    bytes.hold();
    bytes.indexed(this, order);
    byOrder.put(order, bytes);
  }

  /** Becomes a holder of bytes that the index holds, and goes on to hold meanwhile. */
  ObjectBytes hold(long order, long length, byte[] location) {
    return byOrder.compute(
        order,
        (key, present) -> {
          ObjectBytes bytes = present;
          if (bytes == null) {
            bytes = ObjectBytes.restored(pool, SlabLocation.decode(pool, location), length);
            bytes.indexed(this, order);
          }
          bytes.hold();
          return bytes;
        });
  }

  /** Ends the holding of the index; the room goes back when nobody else holds the bytes. */
  void release(long order, byte[] location) {
    byOrder.compute(
        order,
        (key, present) -> {
          if (present == null) {
            pool.giveBack(SlabLocation.decode(pool, location));
          } else {
            present.noLongerIndexed();
            present.letGo();
          }
          return null;
        });
  }

  /** Forgets bytes that only the index holds. */
  void settle(long order) {
    byOrder.computeIfPresent(order, (key, present) -> present.heldByIndexOnly() ? null : present);
  }
}
