// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.spi.ObjectLease;
import dev.mediastore.core.spi.OffHeapOptions;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Things that end in exactly one way when they meet. */
class RacesTest {
  private static final ObjectPath PATH = ObjectPath.of("live/seg1.ts");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SegmentStore segments =
      OffHeapStores.memory(new OffHeapOptions(1 << 20, 1 << 16, 64, true));
  private final MediaStore store =
      MediaStore.builder()
          .store(segments)
          .limits(StoreLimits.defaults().withContainersPerRegion(10))
          .build();

  @AfterEach
  void close() {
    store.close();
    threads.shutdownNow();
  }

  /** Starts all calls at one instant and returns what became of each. */
  private <T> List<T> race(List<? extends Callable<T>> calls)
      throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    List<Future<T>> running = new ArrayList<>();
    for (Callable<T> call : calls) {
      running.add(
          threads.submit(
              () -> {
                start.await(30, TimeUnit.SECONDS);
                return call.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> result : running) {
      results.add(result.get());
    }
    return results;
  }

  /** Runs a call and returns the code it was refused with, if it was. */
  private static Optional<ErrorCode> outcome(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (MediaStoreException e) {
      return Optional.of(e.code());
    }
  }

  private static Callable<Optional<ErrorCode>> attempt(Runnable call) {
    return () -> outcome(call);
  }

  @Test
  void uploadCommitAndAbort_atOnce_haveExactlyOneOutcome() throws Exception {
    Container container = store.createContainer("live");
    for (int round = 0; round < 300; round++) {
      ObjectUpload upload = container.beginUpload(PATH, UploadOptions.none());
      upload.append(ByteBuffer.allocate(100));
      List<Optional<ErrorCode>> results =
          race(List.of(attempt(upload::commit), attempt(upload::abort), attempt(upload::close)));

      boolean committed = results.get(0).isEmpty();
      assertTrue(committed || results.get(0).equals(Optional.of(ErrorCode.CLOSED)));
      assertEquals(committed, container.delete(PATH));
      assertEquals(0, segments.usage().bytesInUse());
      assertEquals(0, segments.usage().openWriters());
    }
  }

  @Test
  void abort_duringAppends_endsTheUpload() throws Exception {
    Container container = store.createContainer("live");
    for (int round = 0; round < 200; round++) {
      ObjectUpload upload = container.beginUpload(PATH, UploadOptions.none());
      Runnable appends =
          () -> {
            for (int i = 0; i < 50; i++) {
              upload.append(ByteBuffer.allocate(500));
            }
          };
      List<Optional<ErrorCode>> results = race(List.of(attempt(appends), attempt(upload::abort)));

      assertTrue(results.get(0).isEmpty() || results.get(0).equals(Optional.of(ErrorCode.CLOSED)));
      assertEquals(0, segments.usage().bytesInUse());
    }
  }

  @Test
  void leaseClosed_duringReads_neverShowsAnotherObjectsBytes() throws Exception {
    Container container = store.createContainer("live");
    byte[] content = new byte[60_000];
    Arrays.fill(content, (byte) 7);
    for (int round = 0; round < 300; round++) {
      container.put(PATH, UploadOptions.none(), content);
      ObjectLease lease = container.open(PATH).orElseThrow();
      container.delete(PATH);
      Runnable reads =
          () -> {
            ByteBuffer target = ByteBuffer.allocate(content.length);
            while (true) {
              assertEquals(content.length, lease.read(0, target.clear()));
              assertTrue(Arrays.equals(content, target.array()), "bytes of something else");
            }
          };
      List<Optional<ErrorCode>> results =
          race(List.of(attempt(reads), attempt(reads), attempt(lease::close)));

      assertEquals(Optional.of(ErrorCode.CLOSED), results.get(0));
      assertEquals(0, segments.usage().bytesInUse());
      assertEquals(0, segments.usage().openLeases());
    }
  }

  @Test
  void deleteContainerAndPut_atOnce_eitherWinsWhole() throws Exception {
    Set<ErrorCode> gone = EnumSet.of(ErrorCode.CONTAINER_NOT_FOUND, ErrorCode.CONTAINER_IN_USE);
    for (int round = 0; round < 200; round++) {
      Container container = store.createContainer("live");
      container.requireActive();
      List<Optional<ErrorCode>> results =
          race(
              List.of(
                  attempt(() -> store.deleteContainer(container.arn())),
                  attempt(() -> container.put(PATH, UploadOptions.none(), new byte[10]))));

      if (results.get(0).isEmpty()) {
        assertTrue(results.get(1).isPresent() && gone.contains(results.get(1).get()));
        assertEquals(Optional.empty(), store.container("live"));
      } else {
        assertEquals(Optional.of(ErrorCode.CONTAINER_IN_USE), results.get(0));
        assertEquals(Optional.empty(), results.get(1), "the put that kept the container alive");
        assertTrue(container.delete(PATH));
        store.deleteContainer(container.arn());
      }
      assertEquals(0, segments.usage().bytesInUse());
    }
  }

  @Test
  void deleteContainer_twiceAtOnce_happensOnce() throws Exception {
    for (int round = 0; round < 100; round++) {
      Container container = store.createContainer("live");
      container.requireActive();
      Callable<Optional<ErrorCode>> delete = attempt(() -> store.deleteContainer(container.arn()));
      List<Optional<ErrorCode>> results = race(Collections.nCopies(3, delete));

      assertEquals(1, Collections.frequency(results, Optional.empty()), results.toString());
    }
  }

  @Test
  void createContainer_sameNameAtOnce_succeedsOnce() throws Exception {
    for (int round = 0; round < 50; round++) {
      Callable<Optional<ErrorCode>> create = attempt(() -> store.createContainer("live"));
      List<Optional<ErrorCode>> results = race(Collections.nCopies(6, create));

      assertEquals(1, Collections.frequency(results, Optional.empty()));
      assertEquals(5, Collections.frequency(results, Optional.of(ErrorCode.CONTAINER_IN_USE)));
      store.deleteContainer(store.arn("live"));
    }
  }

  @Test
  void createContainer_manyAtOnce_keepsTheQuotaExact() throws Exception {
    List<Callable<Optional<ErrorCode>>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String name = "c" + i;
      calls.add(attempt(() -> store.createContainer(store.arn(name), Map.of())));
    }
    List<Optional<ErrorCode>> results = race(calls);

    assertEquals(10, Collections.frequency(results, Optional.empty()));
    assertEquals(10, store.containers("111122223333", "us-east-1").size());
  }

  @Test
  void close_duringEverything_refusesCleanly() throws Exception {
    for (int round = 0; round < 30; round++) {
      MediaStore doomed = MediaStore.builder().memory(1 << 18).build();
      Container container = doomed.createContainer("live");
      container.put(PATH, UploadOptions.none(), new byte[1000]);
      AtomicBoolean done = new AtomicBoolean();
      Runnable traffic =
          () -> {
            while (!done.get()) {
              container.put(PATH, UploadOptions.none(), new byte[1000]);
              try (ObjectLease lease = container.open(PATH).orElseThrow()) {
                assertEquals(1000, lease.read(0, ByteBuffer.allocate(2000)));
              }
              container.list(FolderPath.ROOT, null, 10);
            }
          };
      List<Optional<ErrorCode>> results =
          race(List.of(attempt(traffic), attempt(traffic), attempt(doomed::close)));
      done.set(true);

      assertEquals(Optional.of(ErrorCode.CLOSED), results.get(0));
      assertEquals(Optional.of(ErrorCode.CLOSED), results.get(1));
      assertEquals(Optional.empty(), results.get(2));
    }
  }
}
