// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The complete versions in memory that somebody reads or writes just now, by order. Safe for any
 * thread.
 *
 * <p>A version that nobody uses is nothing but bytes in the index. While it is in use its holders
 * are counted in an {@link ObjectBytes} here, one of them being the index; when only the index is
 * left, it goes from here again. It is not the first to go: the next reader of a segment at the
 * live edge comes in the same moment, and would have to make all of it again.
 */
final class Residents {
  /** A power of two. Some 300 bytes of heap each, once used. */
  private static final int IDLE_PLACES = 512;

  private final ConcurrentHashMap<Long, ObjectBytes> byOrder = new ConcurrentHashMap<>();
  private final SlabPool pool;

  /** Orders of versions that only the index held when they were entered here; 0 is none. */
  private final AtomicLongArray idle = new AtomicLongArray(IDLE_PLACES);

  Residents(SlabPool pool) {
    this.pool = pool;
  }

  /** Makes the index a holder of bytes that the caller holds. */
  void enter(long order, ObjectBytes bytes) {
    bytes.hold();
    bytes.indexed(this, order);
    try {
      byOrder.put(order, bytes);
    } catch (Error e) {
      bytes.noLongerIndexed();
      bytes.letGo();
      throw e;
    }
  }

  /** Becomes a holder of bytes that the index holds, and goes on to hold meanwhile. */
  ObjectBytes hold(long order, long length, byte[] location) {
    Long key = order;
    ObjectBytes known = byOrder.computeIfPresent(key, Residents::held);
    return known != null ? known : restore(key, length, location);
  }

  private static ObjectBytes held(Long order, ObjectBytes bytes) {
    bytes.hold();
    return bytes;
  }

  private ObjectBytes restore(Long order, long length, byte[] location) {
    return byOrder.compute(
        order,
        (key, present) -> {
          ObjectBytes bytes = present;
          if (bytes == null) {
            bytes = ObjectBytes.restored(pool, SlabLocation.decode(pool, location), length);
            bytes.indexed(this, key);
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

  /** Takes note that only the index holds the bytes; forgets those whose place they take. */
  void settle(long order) {
    long before = idle.getAndSet(Orders.slot(order, IDLE_PLACES), order);
    if (before != 0 && before != order) {
      byOrder.computeIfPresent(before, Residents::unlessIdle);
    }
  }

  private static @Nullable ObjectBytes unlessIdle(Long order, ObjectBytes bytes) {
    return bytes.heldByIndexOnly() ? null : bytes;
  }
}
