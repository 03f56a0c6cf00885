// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.Durability;
import dev.mediastore.core.spi.ObjectLease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An origin over a folder. */
class DirectoryOriginTest {
  private static final ObjectPath PATH = ObjectPath.of("hls/seg0.ts");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"FSYNC", "OS"})
  void closedAndBuiltAgain_hasContainersObjectsAndDocuments(Durability durability) {
    DirectoryOptions options = DirectoryOptions.defaults().withDurability(durability);
    String id;
    try (MediaStore store = MediaStore.builder().directory(folder, options).build()) {
      Container live = store.createContainer("live");
      id = live.id();
      live.put(PATH, UploadOptions.builder().contentType("video/MP2T").build(), new byte[100_000]);
    }
    try (MediaStore store = MediaStore.builder().directory(folder, options).build()) {
      Container live = store.container("live").orElseThrow();
      assertEquals(id, live.id());
      try (ObjectLease lease = live.open(PATH).orElseThrow()) {
        assertEquals("video/MP2T", lease.metadata().contentType());
        assertEquals(100_000, lease.availableBytes());
      }
      assertTrue(store.mayBlock());
    }
  }

  @Test
  void secondOriginOverOneFolder_isRefused() {
    try (MediaStore store = MediaStore.builder().directory(folder).build()) {
      MediaStoreException refusal =
          assertThrows(
              MediaStoreException.class, () -> MediaStore.builder().directory(folder).build());
      assertEquals(ErrorCode.STORE_READ_ONLY, refusal.code());
      assertTrue(store.containers("111122223333", "us-east-1").isEmpty());
    }
  }

  @Test
  void folderAndMemoryOrStore_contradictEachOther() {
    assertThrows(
        IllegalStateException.class, () -> MediaStore.builder().memory(1 << 20).directory(folder));
    assertThrows(
        IllegalStateException.class, () -> MediaStore.builder().directory(folder).memory(1 << 20));
  }

  @Test
  void sweepEvery_givesRoomBackUnattended() {
    try (MediaStore store =
        MediaStore.builder().memory(1 << 20).sweepEvery(Duration.ofMillis(1)).build()) {
      Container live = store.createContainer("live");
      LifecycleRule oneSecond =
          new LifecycleRule(
              List.of(PathPattern.wildcard("hls/*")),
              LifecycleRule.AgeUnit.SECONDS,
              LifecycleRule.Comparison.GREATER_OR_EQUAL,
              1,
              LifecycleRule.Action.EXPIRE);
      live.putLifecyclePolicy(new LifecyclePolicy("{}", List.of(oneSecond)));
      live.put(PATH, UploadOptions.none(), new byte[10]);
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (store.usage().bytesInUse() > 0) {
        assertTrue(System.nanoTime() < deadline, "nothing was swept");
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void sweepEvery_ofNoTime_isRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> MediaStore.builder().sweepEvery(Duration.ZERO));
  }
}
