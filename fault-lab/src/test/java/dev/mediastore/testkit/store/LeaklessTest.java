// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leak check tells each kind of leak, and that there is none. */
class LeaklessTest {
  @TempDir Path folder;
  private final Leakless leakless = new Leakless();

  @Test
  void tidyTest_leavesNothing() throws Exception {
    leakless.begin();
    useAStore();
    Thread thread = new Thread(() -> {});
    thread.start();
    Files.writeString(folder.resolve("file"), "closed again");
    assertEquals(List.of(), leakless.leaks());
    thread.join();
  }

  /** In a method of its own, so that nothing on the stack refers to the store afterwards. */
  private void useAStore() {
    try (SegmentStore store = leakless.watch(OffHeapStores.memory(1 << 24))) {
      store.catalogue().create(StoreFixture.record("main", "idmain"));
      StoreDriver driver = new StoreDriver(store, Script.MAIN);
      driver.put("x", new byte[100_000]);
      driver.lease("x").close();
    }
  }

  @Test
  void leaseAndWriter_areMissed() {
    try (SegmentStore store = OffHeapStores.memory(1 << 24)) {
      store.catalogue().create(StoreFixture.record("main", "idmain"));
      StoreDriver driver = new StoreDriver(store, Script.MAIN);
      driver.put("x", new byte[1]);
      leakless.begin();
      leakless.watch(store);
      try (ObjectLease lease = driver.lease("x")) {
        assertFalse(leakless.leaks().isEmpty(), "state " + lease.state());
      }
      leakless.begin();
      leakless.watch(store);
      try (ObjectWriter writer = driver.writer("y")) {
        assertFalse(leakless.leaks().isEmpty(), "of " + writer);
      }
      leakless.begin();
      leakless.watch(store);
      assertEquals(List.of(), leakless.leaks());
    }
  }

  @Test
  void memoryOutsideTheHeap_isMissedWhileItIsReferredTo() {
    leakless.begin();
    ByteBuffer kept = ByteBuffer.allocateDirect(1 << 20);
    assertEquals(1, leakless.leaks().size());
    assertEquals(0, kept.get(5));
  }

  @Test
  void descriptor_isMissed() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here");
    Path file = Files.writeString(folder.resolve("file"), "text");
    leakless.begin();
    try (InputStream open = Files.newInputStream(file)) {
      List<String> leaks = leakless.leaks();
      assertEquals(1, leaks.size());
      assertTrue(leaks.get(0).contains("file"), leaks.get(0));
      assertEquals('t', open.read());
    }
    assertEquals(List.of(), leakless.leaks());
  }

  @Test
  void thread_isMissed() throws Exception {
    leakless.begin();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "left behind");
    thread.start();
    Thread.currentThread().interrupt(); // so that the check does not wait for it
    assertEquals(List.of("thread left behind"), leakless.leaks());
    assertTrue(Thread.interrupted());
    end.countDown();
    thread.join();
  }
}
