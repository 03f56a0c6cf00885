// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.ObjectWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Very many objects that expire within one second, some that stay, and readers meanwhile.
 *
 * <p>That reads go on is no matter of luck: some of the objects that go have a growing upload
 * before them, which is withdrawn with them, and whose reader is woken by the sweep itself. In the
 * middle of the sweep another thread then reads, and the sweep waits for it.
 */
final class ExpiringCrowd implements AutoCloseable {
  private static final int WITNESSES = 20;
  private static final int SAMPLES = 1 << 20;

  private final StoreDriver driver;
  private final int lasting;
  private final ExecutorService reader = Executors.newSingleThreadExecutor();
  private final List<ObjectWriter> growing = new ArrayList<>();
  private final List<ObjectLease> leases = new ArrayList<>();
  private final AtomicInteger readsWithin = new AtomicInteger();
  private int objects;
  private long[] before = {};
  private long[] during = {};

  ExpiringCrowd(StoreDriver driver, int lasting) {
    this.driver = driver;
    this.lasting = lasting;
  }

  /** Stores what stays. */
  void lasting() {
    for (int i = 0; i < lasting; i++) {
      driver.put("lasting/" + i, Content.of(i, 20));
    }
  }

  /** Stores so many objects that expire in the second before an instant. */
  void come(int count, Instant end) {
    objects = count;
    for (int i = 0; i < count; i++) {
      String path = "live/seg" + i;
      if (i % (count / WITNESSES) == count / WITNESSES / 2) {
        witness(path);
      }
      driver.put(path, new byte[] {(byte) i}, end.minusMillis(999 - i % 1000));
    }
    assertEquals(0, driver.store().reclaimExpired(end.minusSeconds(1), 10), "too early");
  }

  private void witness(String path) {
    ObjectWriter writer = driver.streaming(path);
    writer.append(ByteBuffer.allocate(1));
    ObjectLease lease = driver.lease(path);
    growing.add(writer);
    leases.add(lease);
    lease.onGrowth(1, () -> await(reader.submit(this::readAll)));
  }

  private void readAll() {
    for (int i = 0; i < lasting; i++) {
      assertArrayEquals(Content.of(i, 20), driver.get("lasting/" + i).orElseThrow());
    }
    readsWithin.incrementAndGet();
  }

  private static void await(Future<?> read) {
    try {
      read.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reclaims slice by slice, while another thread reads as fast as it can. */
  void sweep(Instant end, int slice) throws Exception {
    before = readsWhile(() -> readTimes(200));
    readsWithin.set(0);
    during =
        readsWhile(
            () -> {
              int removed = 0;
              for (int last = slice; last == slice; removed += last) {
                last = driver.store().reclaimExpired(end, slice);
                readAll();
                assertTrue(last == Math.min(slice, objects - removed), last + " in a slice");
              }
              assertEquals(objects, removed);
            });
    assertEquals(WITNESSES + readsBetween(slice), readsWithin.get(), "reads within the sweep");
    leases.forEach(lease -> assertEquals(LeaseState.WITHDRAWN, lease.state()));
    close();
  }

  private int readsBetween(int slice) {
    return objects / slice + 1;
  }

  private void readTimes(int times) {
    for (int i = 0; i < times; i++) {
      readAll();
    }
  }

  /** Reads on a thread beside until something is done; returns how long the reads took. */
  private long[] readsWhile(Runnable work) throws Exception {
    ExecutorService beside = Executors.newSingleThreadExecutor();
    AtomicInteger done = new AtomicInteger();
    try {
      Future<long[]> reading = beside.submit(() -> nanosOfReads(done));
      work.run();
      done.set(1);
      return reading.get();
    } finally {
      done.set(1);
      beside.shutdown();
    }
  }

  private long[] nanosOfReads(AtomicInteger done) {
    long[] nanos = new long[SAMPLES];
    int count = 0;
    while (done.get() == 0) {
      long start = System.nanoTime();
      assertTrue(driver.get("lasting/" + count % lasting).isPresent());
      nanos[count++ & SAMPLES - 1] = System.nanoTime() - start;
    }
    return Arrays.copyOf(nanos, Math.min(count, SAMPLES));
  }

  private static double p99Micros(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[sorted.length * 99 / 100] / 1e3;
  }

  void report(String test) {
    Scale.report(
        test,
        Map.of(
            "objects",
            objects,
            "readsDuring",
            during.length,
            "p99MicrosBefore",
            p99Micros(before),
            "p99MicrosDuring",
            p99Micros(during)));
  }

  @Override
  public void close() {
    leases.forEach(ObjectLease::close);
    growing.forEach(ObjectWriter::close);
    reader.shutdown();
  }
}
