// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That a double for each test is cheap enough for that. */
@Timeout(120)
class ManyOriginsTest {
  private static final int ORIGINS = 200;

  private static TestOrigin.Builder origin() {
    return TestOrigin.builder().container("live").anonymousAccess();
  }

  @Test
  void twoHundredTestsWithAnOriginEach_inParallel_takeHalfAMinuteAtMost() throws Exception {
    long begin = System.nanoTime();
    ExecutorService two = Executors.newFixedThreadPool(2);
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < ORIGINS; i++) {
      String path = "hls/" + i + ".ts";
      results.add(
          two.submit(
              () -> {
                try (TestOrigin own = origin().start()) {
                  int status = new Http(own).put(path, "x");
                  assertEquals(List.of(path), own.uploads("live"));
                  return status;
                }
              }));
    }
    for (Future<Integer> result : results) {
      assertEquals(200, result.get());
    }
    two.shutdown();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    System.out.printf(
        "{\"testkit\": \"origins in parallel\", \"origins\": %d, \"seconds\": %.1f}%n",
        ORIGINS, took.toMillis() / 1000.0);
    assertTrue(took.toSeconds() <= 30, took.toString());
  }

  @Test
  void startAndReset_areQuick() throws Exception {
    List<Long> starts = new ArrayList<>();
    List<Long> resets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long begin = System.nanoTime();
      try (TestOrigin own = origin().start()) {
        starts.add(System.nanoTime() - begin);
        new Http(own).put("a.ts", "x");
        begin = System.nanoTime();
        own.reset();
        resets.add(System.nanoTime() - begin);
      }
    }
    double start = medianMillis(starts);
    double reset = medianMillis(resets);
    System.out.printf(
        "{\"testkit\": \"start and reset\", \"startMillis\": %.2f, \"resetMillis\": %.3f}%n",
        start, reset);
    assertTrue(start <= 150, start + " ms to start");
    double best = resets.get(0) / 1e6; // Others may be using the machine.
    assertTrue(best <= 1, best + " ms to reset");
  }

  private static double medianMillis(List<Long> nanos) {
    Collections.sort(nanos);
    return nanos.get(nanos.size() / 2) / 1e6;
  }
}
