// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process whose writers wait for a disk that answers when a line comes in. It says when they wait
 * and how many of them were stored in the end.
 */
final class FrozenWriters {
  static final int WRITERS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private FrozenWriters() {}

  public static void main(String[] arguments) throws Exception {
    SlowSync folder = new SlowSync(SimulatedFolder.empty(1));
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try (FolderStore store =
        FolderStore.open(folder, DirectoryEngine.TINY.withPatience(PATIENCE), new Random(1))) {
      store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
      StoreDriver driver = new StoreDriver(store, Script.MAIN);
      folder.slow();
      List<Future<Boolean>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String path = "x" + i;
        writers.add(threads.submit(() -> driver.put(path, new byte[10]).lengthBytes() == 10));
      }
      folder.awaitBegun();
      System.out.println("waiting");
      System.in.read();
      folder.release();
      int stored = 0;
      for (Future<Boolean> one : writers) {
        stored += one.get() ? 1 : 0;
      }
      System.out.println("stored " + stored);
    } finally {
      threads.shutdown();
    }
  }
}
