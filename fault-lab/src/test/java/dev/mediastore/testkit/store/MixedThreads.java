// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreUsage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * A process whose virtual threads share one carrier: they and platform threads upload, follow
 * growing objects, delete, list, make and remove containers, all in one store. Needs JDK 21 and is
 * compiled for 17.
 */
final class MixedThreads {
  private static final int VIRTUAL = 24;
  private static final int PLATFORM = 4;
  private static final int PATHS = 5;
  private static final int PIECES = 6;

  private final SegmentStore store;
  private final StoreDriver driver;
  private final int rounds;
  private final Set<String> carriers = ConcurrentHashMap.newKeySet();

  private MixedThreads(SegmentStore store, int rounds) {
    this.store = store;
    this.driver = new StoreDriver(store, Script.MAIN);
    this.rounds = rounds;
  }

  /** Arguments: kind, folder, rounds of each thread. */
  public static void main(String[] arguments) throws Exception {
    try (SegmentStore store =
        arguments[0].equals("MEMORY")
            ? OffHeapStores.memory(64 << 20)
            : OffHeapStores.directory(
                Path.of(arguments[1]),
                DirectoryEngine.TINY
                    .withMaintenance(true)
                    .withUploadMemory(16 << 20)
                    .withGeometry(1 << 18, 4096, 4096))) {
      store.catalogue().create(StoreFixture.record("main", Script.MAIN.value()));
      new MixedThreads(store, Integer.parseInt(arguments[2])).run();
    }
  }

  private void run() throws Exception {
    ExecutorService virtual =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    ExecutorService platform = Executors.newFixedThreadPool(PLATFORM);
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < VIRTUAL + PLATFORM; i++) {
      int number = i;
      Callable<Boolean> work = () -> work(number);
      all.add((i < VIRTUAL ? virtual : platform).submit(work));
    }
    for (Future<Boolean> one : all) {
      one.get();
    }
    virtual.shutdown();
    platform.shutdown();
    StoreUsage usage = store.usage();
    if (usage.openLeases() + usage.openWriters() != 0) {
      throw new AssertionError("left open: " + usage);
    }
    System.out.println("everything ended, on " + carriers.size() + " carrier");
  }

  private boolean work(int number) throws InterruptedException {
    for (int round = 0; round < rounds; round++) {
      // VirtualThread[#22]/runnable@ForkJoinPool-1-worker-1: what is behind the sign carries it.
      String thread = Thread.currentThread().toString();
      if (thread.startsWith("VirtualThread")) {
        carriers.add(thread.substring(thread.indexOf('@') + 1));
      }
      String path = "object" + (number + round) % PATHS;
      try {
        step((number + round) % 6, path, number, round);
      } catch (MediaStoreException e) {
        if (e.code() != ErrorCode.CONFLICT) {
          throw e;
        }
      }
    }
    return true;
  }

  private void step(int kind, String path, int number, int round) throws InterruptedException {
    switch (kind) {
      case 0 -> driver.put(path, Content.of(number * 1000L + round));
      case 1, 2 -> upload(path);
      case 3 -> follow(path);
      case 4 -> driver.delete(path);
      default -> {
        driver.list("", 3);
        container("c" + number);
      }
    }
  }

  private void upload(String path) {
    try (ObjectWriter writer = driver.streaming(path)) {
      for (int i = 0; i < PIECES; i++) {
        writer.append(ByteBuffer.allocate(500));
        LockSupport.parkNanos(1); // lets another thread have the carrier
      }
      writer.commit(StoreDriver.seal(null));
    }
  }

  private void follow(String path) throws InterruptedException {
    Optional<ObjectLease> lease = store.open(Script.MAIN, ObjectPath.of(path));
    if (lease.isPresent()) {
      new Follower(lease.get()).toEnd();
    }
  }

  private void container(String name) {
    var record = StoreFixture.record(name, "id" + name);
    store.catalogue().create(record);
    store.catalogue().remove(record);
  }
}
