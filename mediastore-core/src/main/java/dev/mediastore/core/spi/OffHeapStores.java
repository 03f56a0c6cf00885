// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.internal.offheap.OffHeapStore;

/**
 * Makes the stores that come with the library.
 *
 * @since 0.1
 */
public final class OffHeapStores {
  private OffHeapStores() {}

  /**
   * Returns a store that keeps object bytes in a fixed budget of memory outside the Java heap.
   *
   * @param capacityBytes budget; taken from the system in slabs as it is needed, never given back
   *     before the store is closed
   * @return an empty store; the caller closes it, or the origin it is given to does
   */
  public static SegmentStore memory(long capacityBytes) {
    return memory(OffHeapOptions.ofCapacity(capacityBytes));
  }

  /**
   * Returns a store that keeps object bytes in a fixed budget of memory outside the Java heap.
   *
   * @param options budget and geometry
   * @return an empty store; the caller closes it, or the origin it is given to does
   */
  public static SegmentStore memory(OffHeapOptions options) {
    return new OffHeapStore(options);
  }
}
