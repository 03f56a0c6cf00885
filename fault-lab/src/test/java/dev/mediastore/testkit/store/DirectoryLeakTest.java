// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.Durability;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** J01, J02: nothing stays behind of millions of operations, a tenth of them given up. */
class DirectoryLeakTest {
  private static final int THREADS = 2;
  private static final int PATHS = 400;
  private static final int LONGEST = 4_000;

  /** Log files of a MiB, of which the newest and what waits for the compactor may be left. */
  private static final long LEFT_BYTES = 8L << 20;

  @TempDir Path folder;
  @RegisterExtension final Leakless leakless = new Leakless();

  /** Where the bytes lie. */
  enum Kind {
    MEMORY,
    DIRECTORY
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void mixedOperations_leaveNothing(Kind kind) throws Exception {
    int operations = Scale.of(30_000, 5_000_000);
    try (SegmentStore store = leakless.watch(open(kind))) {
      store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
      long aborts = work(store, operations);
      assertTrue(aborts >= operations / 12, aborts + " aborts");
      StoreUsage usage = store.usage();
      assertEquals(0, usage.openLeases() + usage.openWriters(), usage.toString());
      store.dropWithContent(Script.MAIN);
      assertEquals(0, store.walk(Script.MAIN, null, 1).size());
      Scale.report("leaks " + kind, Map.of("operations", operations, "aborts", aborts));
    }
    if (kind == Kind.DIRECTORY) {
      assertTrue(diskBytes() <= LEFT_BYTES + 2L * PATHS * LONGEST, diskBytes() + " bytes on disk");
    }
  }

  private SegmentStore open(Kind kind) {
    return kind == Kind.MEMORY
        ? OffHeapStores.memory(16 << 20)
        : OffHeapStores.directory(
            folder,
            DirectoryOptions.defaults()
                .withDurability(Durability.OS)
                .withUploadMemory(8 << 20)
                .withGeometry(1 << 20, 4096, 4096));
  }

  private static long work(SegmentStore store, int operations)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Long>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Worker worker = new Worker(new StoreDriver(store, Script.MAIN), thread);
        all.add(threads.submit(() -> worker.run(operations / THREADS)));
      }
      long aborts = 0;
      for (Future<Long> one : all) {
        aborts += one.get();
      }
      return aborts;
    } finally {
      threads.shutdown();
    }
  }

  private static final class Worker {
    private final StoreDriver driver;
    private final SplittableRandom random;

    Worker(StoreDriver driver, long seed) {
      this.driver = driver;
      this.random = new SplittableRandom(seed);
    }

    long run(int operations) {
      long aborts = 0;
      for (int i = 0; i < operations; i++) {
        String path = "folder/object" + random.nextInt(PATHS);
        int dice = random.nextInt(100);
        if (dice < 10) {
          giveUp(path, dice < 5);
          aborts++;
        } else if (dice < 45) {
          write(path, dice < 25);
        } else if (dice < 80) {
          read(path);
        } else if (dice < 90) {
          driver.delete(path);
        } else {
          driver.list("folder/", 20);
        }
      }
      return aborts;
    }

    private ObjectWriter begun(String path, boolean streaming) {
      return streaming ? driver.streaming(path) : driver.writer(path);
    }

    private ByteBuffer bytes() {
      return ByteBuffer.allocate(1 + random.nextInt(LONGEST));
    }

    private void write(String path, boolean streaming) {
      orConflict(
          () -> {
            try (ObjectWriter writer = begun(path, streaming)) {
              writer.append(bytes());
              writer.commit(StoreDriver.seal(null));
            }
          });
    }

    private void giveUp(String path, boolean streaming) {
      orConflict(
          () -> {
            try (ObjectWriter writer = begun(path, streaming)) {
              writer.append(bytes());
              writer.abort();
            }
          });
    }

    private void read(String path) {
      orConflict(() -> assertTrue(driver.get(path).map(bytes -> bytes.length).orElse(1) > 0));
    }

    /** A growing object may be deleted or withdrawn by another thread at any time. */
    private static void orConflict(Runnable use) {
      try {
        use.run();
      } catch (MediaStoreException e) {
        assertEquals(ErrorCode.CONFLICT, e.code());
      }
    }
  }

  private long diskBytes() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
