// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.internal.offheap.OffHeapStore;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.Durability;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A process with little memory: fills its store, reads all of it, lists it, replaces a part, and
 * says how much it took. It ends with status 0 only if nothing was refused but for want of room.
 */
final class FullStore {
  private final SegmentStore store;
  private final StoreDriver driver;
  private final int objects;
  private final int length;
  private int stored;

  private FullStore(SegmentStore store, int objects, int length) {
    this.store = store;
    this.objects = objects;
    this.length = length;
    store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
    this.driver = new StoreDriver(store, Script.MAIN);
  }

  /** Arguments: folder or "memory", bytes of memory for content, objects, their length. */
  public static void main(String[] arguments) throws IOException {
    long bytes = Long.parseLong(arguments[1]);
    try (SegmentStore store = open(arguments[0], bytes)) {
      new FullStore(store, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3])).run();
    }
  }

  private static SegmentStore open(String where, long bytes) {
    return where.equals("memory")
        ? OffHeapStore.memory(OffHeapOptions.ofCapacity(bytes).withGeometry(16 << 20, 64))
        : OffHeapStores.directory(
            Path.of(where),
            DirectoryOptions.defaults()
                .withDurability(Durability.OS)
                .withUploadMemory(bytes)
                .withGeometry(4 << 20, 64 << 10, 64 << 10));
  }

  private static String path(int number) {
    return String.format("channel/%04d/hls/1080p/seg_%010d.m4s", number / 2500, number);
  }

  private void run() throws IOException {
    boolean full = false;
    while (stored < objects && !full) {
      full = !put(stored);
      stored += full ? 0 : 1;
    }
    for (int i = 0; i < stored; i++) {
      check(i);
    }
    require(driver.list("channel", 1000).size() == (stored + 2499) / 2500, "folders are missing");
    for (int i = 0; i < stored; i += 10) {
      require(driver.delete(path(i)) && put(i), "no room where there was some");
      check(i);
    }
    long index =
        store instanceof FolderStore folder
            ? folder.stats().indexBytes()
            : ((OffHeapStore) store).indexBytes();
    System.out.printf(
        "served objects=%d full=%b index=%d resident=%d%n",
        stored, full, index, residentKilobytes());
  }

  private boolean put(int number) {
    try {
      driver.put(path(number), Content.of(number, length));
      return true;
    } catch (MediaStoreException e) {
      require(e.code() == ErrorCode.STORE_FULL, e.toString());
      return false;
    }
  }

  private void check(int number) {
    byte[] read = driver.get(path(number)).orElseThrow();
    require(Arrays.equals(Content.of(number, length), read), "other bytes at " + path(number));
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  /** The most memory this process had at a time, without pages of files; 0 where unknown. */
  private static long residentKilobytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    }
  }
}
