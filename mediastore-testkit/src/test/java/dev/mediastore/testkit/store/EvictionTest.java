// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.spi.ContainerId;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** J06: a memory store that was told to lets its oldest objects go when it is full. */
@Timeout(60)
class EvictionTest {
  private static final int EXTENT = 64;
  private static final int CAPACITY = 100 * EXTENT;

  private final SegmentStore store =
      OffHeapStores.memory(
          new OffHeapOptions(CAPACITY, 16 * EXTENT, EXTENT, true).withEvictOldest(true));
  private final StoreDriver live = new StoreDriver(store, new ContainerId("idlive"));
  private final StoreDriver other = new StoreDriver(store, new ContainerId("idother"));

  @BeforeEach
  void create() {
    store.catalogue().create(StoreFixture.record("live", "idlive"));
    store.catalogue().create(StoreFixture.record("other", "idother"));
  }

  @AfterEach
  void close() {
    assertEquals(0, store.usage().openLeases());
    store.close();
  }

  private static byte[] content(int length, int value) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) value);
    return content;
  }

  /** Fills the store with ten objects of ten extents, in both containers by turns. */
  private void fill() {
    for (int i = 0; i < 10; i++) {
      (i % 2 == 0 ? live : other).put("o" + i, content(10 * EXTENT, i));
    }
    assertEquals(CAPACITY, store.usage().bytesInUse());
  }

  private List<Integer> present() {
    List<Integer> present = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      if ((i % 2 == 0 ? live : other).head("o" + i).isPresent()) {
        present.add(i);
      }
    }
    return present;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10 * EXTENT, 10 * EXTENT + 1, 35 * EXTENT, CAPACITY})
  void full_newObject_takesThePlaceOfTheOldestOfAllContainers(int length) {
    fill();
    live.put("new", content(length, 77));
    int gone = (length + 10 * EXTENT - 1) / (10 * EXTENT);
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).subList(gone, 10), present());
    assertArrayEquals(content(length, 77), live.get("new").orElseThrow());
  }

  @Test
  void full_overwrittenObject_isAsYoungAsItsNewestVersion() {
    fill();
    live.put("o0", content(10 * EXTENT, 50)); // Its own former version is the oldest.
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), present());
    other.put("new", content(10 * EXTENT, 51));
    assertEquals(List.of(0, 2, 3, 4, 5, 6, 7, 8, 9), present());
  }

  @Test
  void full_objectThatExpires_goesByItsAgeToo() {
    live.put("brief", content(10 * EXTENT, 1), Instant.MAX);
    live.put("rest", content(90 * EXTENT, 2));
    live.put("new", content(1, 3));
    assertTrue(live.head("brief").isEmpty() && live.head("rest").isPresent());
    assertEquals(0, store.reclaimExpired(Instant.MAX, 10), "it is due no more");
  }

  @Test
  void full_objectLargerThanTheStore_isRefusedAndNothingGoes() {
    fill();
    MediaStoreException e =
        assertThrows(MediaStoreException.class, () -> live.put("large", content(CAPACITY + 1, 1)));
    assertEquals(ErrorCode.STORE_FULL, e.code());
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), present());
  }

  @Test
  void full_ofUploadsInProgress_refusesAndNothingGoes() {
    try (ObjectWriter running = live.writer("running")) {
      running.append(ByteBuffer.wrap(content(60 * EXTENT, 1)));
      live.put("done", content(20 * EXTENT, 2));
      assertThrows(MediaStoreException.class, () -> live.put("large", content(50 * EXTENT, 3)));
      assertTrue(live.head("done").isPresent(), "its room would not have been enough");
      running.append(ByteBuffer.wrap(content(30 * EXTENT, 1)));
      assertTrue(live.head("done").isEmpty(), "a growing upload makes room as well");
      running.commit(StoreDriver.seal(null));
    }
    assertArrayEquals(content(90 * EXTENT, 1), live.get("running").orElseThrow());
  }

  @Test
  void evicted_readersKeepTheirBytes_andTheRoomComesBackWithTheLast() {
    fill();
    try (ObjectLease lease = live.lease("o0")) {
      live.put("new", content(10 * EXTENT, 77));
      assertEquals(List.of(2, 3, 4, 5, 6, 7, 8, 9), present(), "the room of the first is held");
      assertArrayEquals(content(10 * EXTENT, 0), StoreDriver.available(lease));
    }
    assertEquals(90 * EXTENT, store.usage().bytesInUse());
  }

  @Test
  void full_containersThatAreDropped_leaveNothingToEvict() {
    fill();
    store.dropWithContent(new ContainerId("idother"));
    live.put("new", content(50 * EXTENT, 1));
    assertEquals(List.of(0, 2, 4, 6, 8), present());
    live.put("newer", content(10 * EXTENT, 1));
    assertEquals(List.of(2, 4, 6, 8), present());
  }

  /** What is there is at any time the newest that fits. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anySequence_leavesTheNewestThatFit(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Integer> expected = new LinkedHashMap<>();
    int free = 100;
    for (int i = 0; i < 2000; i++) {
      String path = "a/" + random.nextInt(30);
      if (random.nextInt(4) == 0) {
        assertEquals(expected.containsKey(path), live.delete(path));
        free += extents(expected.remove(path));
      } else {
        int length = random.nextInt(30 * EXTENT);
        // What is overwritten goes when the new one is there, unless it was the oldest before.
        while (free < extents(length)) {
          free += extents(expected.remove(expected.keySet().iterator().next()));
        }
        live.put(path, content(length, i));
        free += extents(expected.remove(path)) - extents(length);
        expected.put(path, length);
      }
    }
    assertEquals((100L - free) * EXTENT, store.usage().bytesInUse());
    assertEquals(expected.keySet().stream().sorted().toList(), live.walk(7));
  }

  private static int extents(@Nullable Integer length) {
    return length == null ? 0 : (length + EXTENT - 1) / EXTENT;
  }

  @Test
  void full_manyWritersAndReaders_noneIsRefusedAndEveryBodyIsWhole() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> clients = new ArrayList<>();
      for (int client = 0; client < 4; client++) {
        int own = client;
        clients.add(() -> putAndRead(own));
      }
      for (Future<Integer> each : threads.invokeAll(clients)) {
        assertEquals(3000, each.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue(store.usage().bytesInUse() <= CAPACITY);
  }

  private int putAndRead(int client) {
    SplittableRandom random = new SplittableRandom(client);
    int done = 0;
    for (int i = 0; i < 3000; i++) {
      // Four uploads at once, and four reads, need less than the store holds.
      live.put("c" + client + "/" + i, content(1 + random.nextInt(8 * EXTENT), client));
      byte[] found = live.get("c" + random.nextInt(4) + "/" + i).orElse(new byte[0]);
      for (byte each : found) {
        assertEquals(found[0], each);
      }
      done++;
    }
    return done;
  }
}
