// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.LossModel;
import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills disks of every size. When there is no room the store says so, shows what it has, deletes
 * what it is told to, and goes on by itself as soon as there is room again; a restart, full or not,
 * changes nothing of that.
 */
final class DiskFull {
  private static final int MOST_OBJECTS = 2000;

  private final Engine engine;
  private long levels;
  private long openedNever;
  private long refusals;
  private long deletedWhileFull;

  DiskFull(Engine engine) {
    this.engine = engine;
  }

  Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("levels", levels);
    counts.put("tooSmallToBegin", openedNever);
    counts.put("refusals", refusals);
    counts.put("deletedWhileFull", deletedWhileFull);
    return counts;
  }

  /** Fills a disk of so many blocks of 4 KiB. */
  void level(long blocks) {
    levels++;
    try {
      fill(blocks);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("disk of " + blocks + " blocks: " + e.getMessage(), e);
    }
  }

  private void fill(long blocks) throws IOException {
    SimulatedFolder folder = SimulatedFolder.empty(blocks).capacity(blocks);
    Map<String, Long> there = new TreeMap<>();
    try (SegmentStore store = engine.open(folder)) {
      fill(store, folder, blocks, there);
    } catch (IOException e) {
      openedNever++;
      engine.open(folder.fork().capacity(blocks + 1000)).close();
      return;
    }
    restartFull(folder, there);
  }

  private void fill(
      SegmentStore store, SimulatedFolder folder, long blocks, Map<String, Long> there)
      throws IOException {
    if (!create(store)) {
      openedNever++;
      folder.capacity(blocks + 1000);
      check(create(store), "the container cannot be made when there is room");
      return;
    }
    StoreDriver driver = new StoreDriver(store, Script.MAIN);
    putUntilFull(driver, there, 0);
    checkAll(driver, there);
    for (String path : there.keySet().stream().limit(3).toList()) {
      check(driver.delete(path), "not deleted while full: " + path);
      there.remove(path);
      deletedWhileFull++;
    }
    checkAll(driver, there);
    restartFull(folder, there);
    folder.capacity(blocks + 64);
    long number = MOST_OBJECTS + 1L;
    driver.put("later", Content.of(number));
    there.put("later", number);
    checkAll(driver, there);
    putUntilFull(driver, there, 2 * MOST_OBJECTS);
    checkAll(driver, there);
  }

  private boolean create(SegmentStore store) {
    try {
      return store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
    } catch (MediaStoreException e) {
      check(e.code() == ErrorCode.STORE_FULL, "refused with " + e.code());
      refusals++;
      return false;
    }
  }

  private void putUntilFull(StoreDriver driver, Map<String, Long> there, long first) {
    for (long number = first + 1; number < first + MOST_OBJECTS; number++) {
      String path = "object" + number;
      try {
        driver.put(path, Content.of(number));
        there.put(path, number);
      } catch (MediaStoreException e) {
        check(e.code() == ErrorCode.STORE_FULL, "refused with " + e.code());
        refusals++;
        return;
      }
    }
    throw new AssertionError("never full");
  }

  /** A power cut with the disk full: the store opens, shows all, and deletes. */
  private void restartFull(SimulatedFolder folder, Map<String, Long> there) throws IOException {
    try (SegmentStore store = engine.open(folder.crash(LossModel.ALL_LOST, 1))) {
      StoreDriver driver = new StoreDriver(store, Script.MAIN);
      checkAll(driver, there);
      for (String path : there.keySet()) {
        check(driver.delete(path), "not deleted after a restart: " + path);
      }
    }
  }

  private static void checkAll(StoreDriver driver, Map<String, Long> there) {
    there.forEach(
        (path, number) ->
            check(
                Arrays.equals(Content.of(number), driver.get(path).orElse(null)),
                path + " is not what was acknowledged"));
    check(driver.walk(100).size() == there.size(), "more is there than was acknowledged");
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
