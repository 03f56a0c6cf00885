// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

/**
 * Budget and geometry of an off-heap store. Immutable.
 *
 * @param capacityBytes most bytes the store takes from the system
 * @param slabBytes largest single allocation from the system; a multiple of {@code extentBytes}
 * @param extentBytes granule in which room is given to objects; an object occupies a whole number
 * @param poison whether room is overwritten when it is given back, so that a view used after its
 *     lease was closed shows garbage rather than stale bytes; for tests
 * @param evictOldest whether a full store lets its oldest complete objects go to make room, in the
 *     order in which they were published, even if the upload is given up afterwards; otherwise it
 *     refuses what has no room. What a lease holds stays readable for it and gives its room back
 *     afterwards
 * @since 0.1
 */
public record OffHeapOptions(
    long capacityBytes, int slabBytes, int extentBytes, boolean poison, boolean evictOldest) {
  private static final int DEFAULT_SLAB = 16 * 1024 * 1024;
  private static final int DEFAULT_EXTENT = 4096;

  /** Checks that the sizes fit each other. */
  public OffHeapOptions {
    if (extentBytes < 1) {
      throw new IllegalArgumentException("extentBytes must be at least 1, was " + extentBytes);
    }
    if (slabBytes < extentBytes || slabBytes % extentBytes != 0) {
      throw new IllegalArgumentException(
          "slabBytes must be a multiple of extentBytes, were " + slabBytes + " and " + extentBytes);
    }
    if (capacityBytes < extentBytes) {
      throw new IllegalArgumentException(
          "capacityBytes must be at least extentBytes, were "
              + capacityBytes
              + " and "
              + extentBytes);
    }
  }

  /**
   * Returns the default geometry: slabs of at most 16 MiB, extents of 4 KiB, nothing evicted.
   *
   * @param capacityBytes budget
   * @return options for that budget
   */
  public static OffHeapOptions ofCapacity(long capacityBytes) {
    return new OffHeapOptions(capacityBytes, DEFAULT_SLAB, DEFAULT_EXTENT, false, false);
  }

  /**
   * Replaces the geometry.
   *
   * @param slab largest single allocation in bytes
   * @param extent granule in bytes
   * @return options that differ in these only
   */
  public OffHeapOptions withGeometry(int slab, int extent) {
    return new OffHeapOptions(capacityBytes, slab, extent, poison, evictOldest);
  }

  /**
   * Replaces whether room is overwritten when given back.
   *
   * @param on true in tests
   * @return options that differ in this only
   */
  public OffHeapOptions withPoison(boolean on) {
    return new OffHeapOptions(capacityBytes, slabBytes, extentBytes, on, evictOldest);
  }

  /**
   * Replaces what a full store does.
   *
   * @param on true to let the oldest objects go, false to refuse new ones
   * @return options that differ in this only
   */
  public OffHeapOptions withEvictOldest(boolean on) {
    return new OffHeapOptions(capacityBytes, slabBytes, extentBytes, poison, on);
  }

  /**
   * A store of this budget and geometry that evicts nothing and overwrites what is given back as
   * said.
   *
   * @param capacityBytes most bytes the store takes from the system
   * @param slabBytes largest single allocation from the system
   * @param extentBytes granule in which room is given to objects
   * @param poison whether room is overwritten when it is given back
   */
  public OffHeapOptions(long capacityBytes, int slabBytes, int extentBytes, boolean poison) {
    this(capacityBytes, slabBytes, extentBytes, poison, false);
  }
}
