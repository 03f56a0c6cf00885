// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

/**
 * Contiguous room in a slab. Immutable.
 *
 * @param slab where
 * @param first first granule
 * @param granules number of granules, at least 1
 */
record Extent(Slab slab, int first, int granules) {

  int end() {
    return first + granules;
  }

  Extent longerBy(int more) {
    return new Extent(slab, first, granules + more);
  }

  Extent start(int count) {
    return count == granules ? this : new Extent(slab, first, count);
  }

  Extent rest(int skipped) {
    return new Extent(slab, first + skipped, granules - skipped);
  }
}
