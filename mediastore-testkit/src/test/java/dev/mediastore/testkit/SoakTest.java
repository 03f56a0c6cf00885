// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.LifecyclePolicy;
import dev.mediastore.core.LifecycleRule;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.PathPattern;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.netty.NettyServer;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that put, overwrite, read, delete and give up for as long as asked, on both stores, with
 * expiry going on: every body is right, and in the end nothing is held that was not at the
 * beginning. {@code -Dmediastore.soak.seconds=7200} for two hours.
 */
class SoakTest {
  private static final int SECONDS = Integer.getInteger("mediastore.soak.seconds", 5);
  private static final int CLIENTS = 4;

  /** More than there are threads that work for connections. */
  private static final int CONNECTIONS = 64;

  @TempDir Path folder;

  /** What the process holds. Immutable. */
  private record Held(int threads, long descriptors, long direct) {
    static Held now() {
      System.gc();
      long descriptors =
          ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
              ? unix.getOpenFileDescriptorCount()
              : 0;
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              // Mapped files of a folder are data, and go with the collector when they are retired.
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new Held(Thread.activeCount(), descriptors, direct);
    }
  }

  @Test
  void memoryStore_staysRightAndFlat() throws Exception {
    try (MediaStore store =
        MediaStore.builder().memory(64 << 20).sweepEvery(Duration.ofSeconds(1)).build()) {
      soak("memory", store);
    }
  }

  @Test
  void directoryStore_staysRightAndFlat() throws Exception {
    try (MediaStore store =
        MediaStore.builder().directory(folder).sweepEvery(Duration.ofSeconds(1)).build()) {
      soak("directory", store);
    }
  }

  private static void soak(String name, MediaStore store) throws Exception {
    Container live = store.createContainer("live");
    live.requireActive();
    live.putDocument(
        DocumentKind.CONTAINER_POLICY,
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*",
        "Action":"mediastore:*","Resource":"%s/*"}]}"""
            .formatted(live.arn()));
    LifecycleRule second =
        new LifecycleRule(
            List.of(PathPattern.wildcard("brief/*")),
            LifecycleRule.AgeUnit.SECONDS,
            LifecycleRule.Comparison.GREATER_OR_EQUAL,
            1,
            LifecycleRule.Action.EXPIRE);
    live.putLifecyclePolicy(new LifecyclePolicy("{}", List.of(second)));
    try (MediaStoreHttp http = MediaStoreHttp.builder(store).allowInsecurePut(true).build();
        NettyServer server = NettyServer.builder(http).port(0).start()) {
      URI endpoint = URI.create("http://127.0.0.1:" + server.port() + "/c/live");
      warmUp(endpoint);
      Held before = Held.now();
      long[] counts = run(endpoint, SECONDS);
      awaitQuiet(store);
      Held after = Held.now();
      System.out.printf(
          "{\"soak\": \"%s\", \"seconds\": %d, \"requests\": %d, \"bodiesVerified\": %d, "
              + "\"aborts\": %d, \"before\": \"%s\", \"after\": \"%s\"}%n",
          name, SECONDS, counts[0], counts[1], counts[2], before, after);
      assertTrue(counts[1] > 0 && counts[2] > 0);
      assertTrue(after.threads() <= before.threads() + 8, before + " became " + after);
      assertTrue(after.descriptors() <= before.descriptors() + 8, before + " became " + after);
      assertTrue(after.direct() <= before.direct() + (64L << 20), before + " became " + after);
    }
  }

  /**
   * What is made once is made now, each thread of the server too: connections get them by turns.
   */
  private static void warmUp(URI endpoint) throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      try (SoakClient client = new SoakClient(endpoint, i)) {
        client.step();
      }
    }
    run(endpoint, 1);
  }

  private static void awaitQuiet(MediaStore store) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (store.usage().openLeases() + store.usage().openWriters() > 0
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertEquals(0, store.usage().openLeases());
    assertEquals(0, store.usage().openWriters());
  }

  /** Returns requests, bodies verified, uploads given up. */
  private static long[] run(URI endpoint, int seconds) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Callable<long[]>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      long seed = i + seconds * 1000L;
      clients.add(
          () -> {
            try (SoakClient client = new SoakClient(endpoint, seed)) {
              while (System.nanoTime() < end) {
                client.step();
              }
              return new long[] {client.requests(), client.bodies(), client.aborts()};
            }
          });
    }
    long[] sum = new long[3];
    try {
      for (Future<long[]> client : threads.invokeAll(clients)) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += client.get()[i];
        }
      }
    } finally {
      threads.shutdownNow();
    }
    return sum;
  }
}
