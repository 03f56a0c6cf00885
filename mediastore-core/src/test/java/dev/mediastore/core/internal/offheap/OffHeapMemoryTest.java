// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Object bytes are where they are said to be. */
class OffHeapMemoryTest {
  /** The first slabs of pages, which hold some thousands of entries. */
  private static final int SMALL_INDEX = 512 << 10;

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void objects_replacedForEver_stayWithinTheBudgetOutsideTheHeap() {
    long before = directBytes();
    try (MediaStore store = MediaStore.builder().memory(4 << 20).build()) {
      Container container = store.createContainer("live");
      for (int i = 0; i < 60; i++) {
        container.put(ObjectPath.of("seg" + i % 3), UploadOptions.none(), new byte[1 << 20]);
      }
      // 60 MiB went through: off the heap are the budget at most and the pages of a small index.
      long taken = directBytes() - before;
      assertTrue(taken <= (4 << 20) + SMALL_INDEX, "direct memory beyond the budget: " + taken);
    }
  }

  @Test
  void view_ofATypicalSegment_isTheWholeSegmentInDirectMemory() {
    SegmentStore segments = OffHeapStores.memory(64 << 20);
    try (MediaStore store = MediaStore.builder().store(segments).build()) {
      Container container = store.createContainer("live");
      for (int length : new int[] {188_000, 1_500_000}) {
        container.put(ObjectPath.of("seg"), UploadOptions.none(), new byte[length]);
        try (ObjectLease lease = container.open(ObjectPath.of("seg")).orElseThrow()) {
          ByteBuffer view = lease.view(0, Integer.MAX_VALUE);
          assertTrue(view.isDirect());
          assertEquals(length, view.remaining(), "one contiguous piece");
        }
      }
    }
  }

  @Test
  void store_closed_letsItsMemoryGoEvenIfSomeoneKeepsTheHandle() {
    long before = directBytes();
    MediaStore store = MediaStore.builder().memory(16 << 20).build();
    Container container = store.createContainer("live");
    UploadOptions options = UploadOptions.builder().declaredLength(16 << 20).build();
    container.beginUpload(ObjectPath.of("a"), options).abort();
    assertTrue(directBytes() - before >= 16 << 20);
    store.close();

    try {
      for (int i = 0; i < 200 && directBytes() - before >= 16 << 20; i++) {
        System.gc();
      }
      assertTrue(directBytes() - before < 16 << 20, "the slabs are still reachable");
    } finally {
      Reference.reachabilityFence(container);
    }
  }
}
