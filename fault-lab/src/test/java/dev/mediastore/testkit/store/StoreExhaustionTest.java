// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.internal.offheap.OffHeapStore;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.DirectoryStats;
import dev.mediastore.core.spi.DirectoryStore;
import dev.mediastore.core.spi.Durability;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * H07, J13, L09: what very many objects cost, and whether all of it comes back. Small in every
 * build, {@code fault-lab/run exhaustion} for the numbers of the catalogue.
 */
class StoreExhaustionTest {
  private static final int EXTENT = 32;
  private static final int SLICE = 1000;
  private static final int LASTING = 100;
  private static final Instant END = StoreDriver.TIME.plusSeconds(1);

  /** What is documented in docs/storage.md for paths of 41 characters. */
  private static final double INDEX_BYTES = 123;

  @TempDir Path folder;
  @RegisterExtension final Leakless leakless = new Leakless();

  private static StoreDriver begin(SegmentStore store) {
    store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
    return new StoreDriver(store, Script.MAIN);
  }

  private static String path(int number) {
    return String.format("channel/%04d/hls/1080p/seg_%010d.m4s", number / 2500, number);
  }

  private DirectoryStore directory(int logFile) {
    return OffHeapStores.directory(
        folder,
        DirectoryOptions.defaults()
            .withDurability(Durability.OS)
            .withMaintenance(false)
            .withUploadMemory(8 << 20)
            .withGeometry(logFile, 64 << 10, 64 << 10));
  }

  private static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void H07_memoryStore_allExpireInOneSecond_readsGoOn_andTheRoomComesBack() throws Exception {
    int objects = Scale.of(20_000, 1_000_000);
    long capacity = (long) objects * EXTENT + (1 << 20);
    OffHeapOptions options = OffHeapOptions.ofCapacity(capacity).withGeometry(1 << 20, EXTENT);
    try (OffHeapStore store = leakless.watch(OffHeapStore.memory(options))) {
      StoreDriver driver = begin(store);
      try (ExpiringCrowd crowd = new ExpiringCrowd(driver, LASTING)) {
        crowd.lasting();
        long room = store.usage().bytesInUse();
        long index = store.indexBytes();
        crowd.come(objects, END);
        assertTrue(store.usage().bytesInUse() >= room + (long) objects * EXTENT);

        crowd.sweep(END, SLICE);
        crowd.report("expiry MEMORY");
        assertEquals(room, store.usage().bytesInUse());
        assertTrue(store.indexBytes() <= index + (64 << 10), "index keeps " + store.indexBytes());
        long free = store.capabilities().capacityBytes() - room;
        try (ObjectWriter all =
            store.openWriter(Script.MAIN, StoreDriver.standardDraft("all", free))) {
          assertEquals(store.capabilities().capacityBytes(), store.usage().bytesInUse());
          all.abort();
        }
      }
    }
  }

  @Test
  void H07_directoryStore_allExpireInOneSecond_readsGoOn_andTheRoomComesBack() throws Exception {
    int objects = Scale.of(5_000, 1_000_000);
    int logFile = Scale.of(64 << 10, 4 << 20);
    try (DirectoryStore store = leakless.watch(directory(logFile))) {
      StoreDriver driver = begin(store);
      try (ExpiringCrowd crowd = new ExpiringCrowd(driver, LASTING)) {
        crowd.lasting();
        DirectoryStats before = store.stats();
        crowd.come(objects, END);
        assertEquals(objects + LASTING, store.stats().objects());

        crowd.sweep(END, SLICE);
        crowd.report("expiry DIRECTORY");
        while (((FolderStore) store).maintain()) {
          assertEquals(LASTING, store.stats().objects());
        }
        DirectoryStats after = store.stats();
        assertEquals(LASTING, after.objects());
        assertEquals(before.liveBytes(), after.liveBytes());
        assertTrue(after.indexBytes() <= before.indexBytes() + (64 << 10), after.toString());
        assertTrue(after.logBytes() <= 1.5 * after.liveBytes() + 2.0 * logFile, after.toString());
      }
    }
  }

  @Test
  void J13_objectsOfOneByte_takeOneExtentAndTheIndexThatIsDocumented() {
    int objects = Scale.of(100_000, 5_000_000);
    OffHeapOptions options =
        OffHeapOptions.ofCapacity((long) objects * EXTENT).withGeometry(1 << 20, EXTENT);
    long heap = heapBytes();
    try (OffHeapStore store = leakless.watch(OffHeapStore.memory(options))) {
      StoreDriver driver = begin(store);
      for (int i = 0; i < objects; i++) {
        driver.put(path(i), new byte[] {(byte) i});
      }
      assertEquals((long) objects * EXTENT, store.usage().bytesInUse());
      assertEquals(
          ErrorCode.STORE_FULL,
          assertThrows(MediaStoreException.class, () -> driver.put("one/more", new byte[1]))
              .code());
      double perObject = (double) store.indexBytes() / objects;
      assertTrue(perObject <= INDEX_BYTES, perObject + " bytes of index for each");
      long onHeap = heapBytes() - heap;
      assertTrue(onHeap < 4 << 20, onHeap + " bytes on the heap");
      for (int i = 0; i < objects; i += 997) {
        assertArrayEquals(new byte[] {(byte) i}, driver.get(path(i)).orElseThrow());
      }
      Scale.report("one byte", Map.of("objects", objects, "indexBytesPerObject", perObject));
    }
  }

  /** Whatever was stored and deleted before: refused is only what has no room in all. */
  @Test
  void J13_objectsOfAnExtentAndAByte_fillTheStoreToItsLastExtent() {
    int extent = 4096;
    int extents = 8192;
    int changes = Scale.of(20_000, 1_000_000);
    OffHeapOptions options = OffHeapOptions.ofCapacity((long) extents * extent);
    int[] lengths = {1, extent, extent + 1, 2 * extent + 1, 25 * extent + 1};
    long refused = 0;
    try (OffHeapStore store = leakless.watch(OffHeapStore.memory(options))) {
      StoreDriver driver = begin(store);
      List<String> stored = new ArrayList<>();
      for (int i = 0; i < extents / 2; i++) {
        driver.put("o" + i, new byte[extent + 1]);
        stored.add("o" + i);
      }
      assertEquals(store.capabilities().capacityBytes(), store.usage().bytesInUse());
      SplittableRandom random = new SplittableRandom(Scale.seed(1));
      for (int i = 0; i < changes; i++) {
        int length = lengths[random.nextInt(lengths.length)];
        long needed = (long) (length + extent - 1) / extent * extent;
        if (needed > free(store)) {
          refused++;
          assertThrows(MediaStoreException.class, () -> driver.put("n", new byte[length]));
        }
        while (needed > free(store)) {
          int victim = random.nextInt(stored.size());
          driver.delete(stored.get(victim));
          stored.set(victim, stored.get(stored.size() - 1));
          stored.remove(stored.size() - 1);
        }
        // What is free is scattered, and just enough.
        driver.put("n" + i, new byte[length]);
        stored.add("n" + i);
      }
    }
    assertTrue(refused > changes / 10, "the store was hardly ever full: " + refused);
    Scale.report("extent and a byte", Map.of("changes", changes, "refusals", refused));
  }

  private static long free(SegmentStore store) {
    return store.capabilities().capacityBytes() - store.usage().bytesInUse();
  }

  @Test
  void J13_objectsOfABlockAndAByte_takeAHeaderMoreInTheLog() {
    int block = 64 << 10;
    int objects = Scale.of(50, 2_000);
    try (DirectoryStore store = leakless.watch(directory(4 << 20))) {
      StoreDriver driver = begin(store);
      long empty = store.stats().liveBytes();
      for (int i = 0; i < objects; i++) {
        driver.put(path(i), Content.of(i, block + 1));
      }
      long overhead = (store.stats().liveBytes() - empty) / objects - (block + 1);
      // 41 characters of path and its container, two checksums, metadata, header and commit.
      assertTrue(overhead <= 400, overhead + " bytes beside the content");
      for (int i = 0; i < objects; i++) {
        assertArrayEquals(Content.of(i, block + 1), driver.get(path(i)).orElseThrow());
      }
    }
  }

  @Test
  void L09_memoryStore_bytesOfADeletedObject_areNeverSeenInAnother() {
    for (boolean evict : new boolean[] {false, true}) {
      OffHeapOptions options =
          OffHeapOptions.ofCapacity(128 << 10).withGeometry(32 << 10, 64).withEvictOldest(evict);
      try (SegmentStore store = leakless.watch(OffHeapStores.memory(options))) {
        Reuse reuse = new Reuse(begin(store), Scale.seed(evict ? 2 : 1));
        reuse.run(Scale.of(10_000, 1_000_000));
        assertTrue(reuse.bytes() > 20L * (128 << 10), "room was hardly used again");
        assertEquals(evict, reuse.refused() == 0, "refusals: " + reuse.refused());
        Scale.report(evict ? "reuse EVICTING" : "reuse MEMORY", reuse.counts());
      }
    }
  }

  @Test
  void L09_directoryStore_bytesOfADeletedObject_areNeverSeenInAnother() {
    DirectoryOptions options = DirectoryEngine.TINY.withGeometry(64 << 10, 4096, 4096);
    try (FolderStore store =
        leakless.watch(FolderStore.open(SimulatedFolder.empty(1), options, new Random(1)))) {
      Reuse reuse = new Reuse(begin(store), Scale.seed(3));
      int rounds = Scale.of(50, 10_000);
      for (int i = 0; i < rounds; i++) {
        reuse.run(100);
        while (store.maintain()) {
          assertTrue(store.damages().isEmpty());
        }
      }
      assertTrue(reuse.bytes() > 20 * store.stats().logBytes(), "files were hardly given back");
      Scale.report("reuse DIRECTORY", reuse.counts());
    }
  }

  /**
   * Puts, growing uploads, given up ones, deletions and reads at few paths. Each content says whose
   * it is in every eight bytes; a read is compared whole, a growing one at its edge.
   */
  private static final class Reuse {
    private static final int PATHS = 30;
    private static final int LONGEST = 12_000;

    private final StoreDriver driver;
    private final SplittableRandom random;
    private long number;
    private long bytes;
    private long reads;
    private long refused;

    Reuse(StoreDriver driver, long seed) {
      this.driver = driver;
      this.random = new SplittableRandom(seed);
    }

    long bytes() {
      return bytes;
    }

    long refused() {
      return refused;
    }

    Map<String, Object> counts() {
      return Map.of("objects", number, "bytes", bytes, "reads", reads, "refused", refused);
    }

    void run(int operations) {
      for (int i = 0; i < operations; i++) {
        String path = "folder/object" + random.nextInt(PATHS);
        int dice = random.nextInt(10);
        if (dice < 6) {
          write(path, dice);
        } else if (dice < 8) {
          driver.delete(path);
        } else {
          driver.get(path).ifPresent(this::checkWhole);
        }
      }
    }

    private void write(String path, int kind) {
      byte[] content = Content.of(++number, 8 + random.nextInt(LONGEST));
      try (ObjectWriter writer = kind < 3 ? driver.streaming(path) : driver.writer(path)) {
        for (int at = 0; at < content.length; ) {
          int piece = Math.min(1 + random.nextInt(3_000), content.length - at);
          writer.append(ByteBuffer.wrap(content, at, piece));
          at += piece;
          bytes += piece;
          if (kind < 3) {
            checkGrowing(path, content, at);
          }
        }
        if (kind % 3 != 0) {
          writer.commit(StoreDriver.seal(null));
        }
      } catch (MediaStoreException e) {
        assertEquals(ErrorCode.STORE_FULL, e.code());
        refused++;
      }
    }

    private void checkGrowing(String path, byte[] content, int available) {
      try (ObjectLease lease = driver.lease(path)) {
        byte[] seen = StoreDriver.available(lease);
        assertArrayEquals(java.util.Arrays.copyOf(content, available), seen);
        reads++;
      }
    }

    private void checkWhole(byte[] read) {
      long whose = Content.numberOf(read);
      assertArrayEquals(Content.of(whose, read.length), read, "bytes of another object");
      reads++;
    }
  }
}
