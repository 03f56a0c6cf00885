// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** L04: a lease that an embedder keeps, or forgets, is found with the place where it was opened. */
class LeakDetectingStoreTest {
  private static final ObjectPath PATH = ObjectPath.of("live/seg1.ts");
  private static final int COLLECTIONS = 200;

  private final List<LeakDetectingStore.Leak> leaks = new ArrayList<>();
  private final MediaStore store =
      MediaStore.builder()
          .store(LeakDetectingStore.of(OffHeapStores.memory(1 << 20), leaks::add))
          .build();
  private final Container container = store.createContainer("live");

  @BeforeEach
  void put() {
    container.put(PATH, UploadOptions.none(), new byte[] {1, 2, 3});
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void openAndForget() {
    assertEquals(3, container.open(PATH).orElseThrow().availableBytes());
  }

  /** Opens and closes leases until a leak is told or the collector has had its chances. */
  private void waitForLeaks() {
    for (int i = 0; i < COLLECTIONS && leaks.isEmpty(); i++) {
      System.gc();
      container.open(PATH).orElseThrow().close();
    }
  }

  private static boolean names(LeakDetectingStore.Leak leak, String method) {
    for (StackTraceElement line : leak.openedAt().getStackTrace()) {
      if (line.getClassName().equals(LeakDetectingStoreTest.class.getName())
          && line.getMethodName().equals(method)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void L04_leaseForgotten_isReportedOnceWithThePlaceWhereItWasOpened() {
    openAndForget();
    waitForLeaks();

    assertEquals(1, leaks.size());
    LeakDetectingStore.Leak leak = leaks.get(0);
    assertEquals(PATH, leak.path());
    assertTrue(leak.lost());
    assertTrue(names(leak, "openAndForget"), () -> "opened at " + leak.openedAt());
    store.close();
    assertEquals(1, leaks.size(), "told again");
  }

  @Test
  void L04_leaseStillOpenWhenTheStoreIsClosed_isReported_andCanBeRead() {
    ObjectLease kept = container.open(PATH).orElseThrow();
    store.close();

    assertEquals(1, leaks.size());
    assertFalse(leaks.get(0).lost());
    assertTrue(
        names(leaks.get(0), "L04_leaseStillOpenWhenTheStoreIsClosed_isReported_andCanBeRead"));
    ByteBuffer target = ByteBuffer.allocate(3);
    assertEquals(3, kept.read(0, target));
    kept.close();
    store.close();
    assertEquals(1, leaks.size(), "told again");
  }

  @Test
  void leaseClosed_isNeverReported() {
    for (int i = 0; i < 100; i++) {
      container.open(PATH).orElseThrow().close();
    }
    for (int i = 0; i < 5; i++) {
      System.gc();
      container.open(PATH).orElseThrow().close();
    }
    store.close();

    assertEquals(List.of(), leaks);
    assertEquals(0, store.usage().openLeases());
  }
}
