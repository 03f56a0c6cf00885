// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagePoolTest {

  @ParameterizedTest
  @ValueSource(ints = {256, 4096, 32_768})
  void pages_ofManySlabs_overlapNowhere(int pageBytes) {
    PagePool pool = new PagePool(pageBytes, Long.MAX_VALUE);
    int count = 40 * 1024 * 1024 / pageBytes;
    int[] pages = new int[count];
    pool.take(count, pages);
    for (int page : pages) {
      pool.memory(page).putInt(pool.offset(page), page);
      pool.memory(page).putInt(pool.offset(page) + pageBytes - 4, ~page);
    }
    Set<Integer> distinct = new HashSet<>();
    for (int page : pages) {
      assertTrue(distinct.add(page));
      assertEquals(page, pool.memory(page).getInt(pool.offset(page)));
      assertEquals(~page, pool.memory(page).getInt(pool.offset(page) + pageBytes - 4));
    }
    assertEquals((long) count * pageBytes, pool.bytesInUse());
    assertTrue(pool.bytesTaken() < pool.bytesInUse() + (16 << 20));
  }

  @Test
  void smallPool_takesLittle() {
    PagePool pool = new PagePool();
    assertEquals(0, pool.bytesTaken());
    pool.take(1, new int[1]);
    assertEquals(256 * 1024, pool.bytesTaken());
  }

  @Test
  void pagesGivenBack_areUsedBeforeNewOnes() {
    PagePool pool = new PagePool(4096, Long.MAX_VALUE);
    int[] pages = new int[1000];
    for (int round = 0; round < 100; round++) {
      pool.take(1000, pages);
      pool.giveBack(1000, pages);
    }
    assertEquals(0, pool.bytesInUse());
    assertTrue(pool.bytesTaken() <= 4 << 20);
  }

  @Test
  void limit_isExact() {
    PagePool pool = new PagePool(4096, 10 * 4096 + 4095);
    int[] pages = new int[11];
    pool.take(8, pages);
    MediaStoreException refusal =
        assertThrows(MediaStoreException.class, () -> pool.take(3, new int[3]));
    assertEquals(ErrorCode.STORE_FULL, refusal.code());
    assertEquals(8 * 4096, pool.bytesInUse());
    pool.take(2, new int[2]);
    pool.giveBack(pages[0]);
    pool.take(1, pages);
  }

  /** The system has 3 MiB: slabs of 1/4, 1/4, 1/2 and 1 MiB, then what halving still finds. */
  @Test
  void systemThatRefuses_isUsedUpAndThenAskedNoMore() {
    AtomicInteger left = new AtomicInteger(3 << 20);
    AtomicInteger refusals = new AtomicInteger();
    PagePool pool =
        new PagePool(
            4096,
            Long.MAX_VALUE,
            size -> {
              if (size > left.get()) {
                refusals.incrementAndGet();
                throw new OutOfMemoryError("none left");
              }
              left.addAndGet(-size);
              return ByteBuffer.allocateDirect(size);
            });
    int pages = 0;
    int[] page = new int[1];
    while (refusals.get() < 10 && pages < 1000) {
      try {
        pool.take(1, page);
        pages++;
      } catch (MediaStoreException e) {
        assertEquals(ErrorCode.STORE_FULL, e.code());
        break;
      }
    }
    assertTrue(left.get() < 256 * 1024 + 4096, "less than the smallest slab is left");
    assertEquals(pool.bytesTaken(), pages * 4096L);
    int asked = refusals.get();
    assertThrows(MediaStoreException.class, () -> pool.take(1, page));
    assertEquals(asked, refusals.get());
    pool.giveBack(page[0]);
    pool.take(1, page);
  }

  @Test
  void sizes_thatMakeNoPage_areRefused() {
    for (int size : new int[] {0, 128, 300, 65_536}) {
      assertThrows(IllegalArgumentException.class, () -> new PagePool(size, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> new PagePool(4096, -1));
  }

  @Test
  void anyThread_pagesAreNeverGivenOutTwice() throws Exception {
    PagePool pool = new PagePool(256, Long.MAX_VALUE);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Future<?>[] all = new Future<?>[4];
      for (int t = 0; t < 4; t++) {
        int mark = t;
        all[t] = threads.submit(() -> takeAndMark(pool, mark));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(0, pool.bytesInUse());
  }

  private static void takeAndMark(PagePool pool, int mark) {
    int[] pages = new int[64];
    for (int round = 0; round < 2000; round++) {
      int count = 1 + round % 64;
      pool.take(count, pages);
      for (int i = 0; i < count; i++) {
        pool.memory(pages[i]).putInt(pool.offset(pages[i]) + 4, mark * 100 + i);
      }
      for (int i = 0; i < count; i++) {
        assertEquals(mark * 100 + i, pool.memory(pages[i]).getInt(pool.offset(pages[i]) + 4));
      }
      pool.giveBack(count, pages);
    }
  }
}
