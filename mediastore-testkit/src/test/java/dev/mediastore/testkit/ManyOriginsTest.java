// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** That a double for each test is cheap enough for that. */
@Timeout(120)
class ManyOriginsTest {
  private static final int TESTS = 200;

  private static TestOrigin.Builder origin() {
    return TestOrigin.builder().container("live").anonymousAccess();
  }

  /**
   * Not run as it stands: the suite that the test below runs, as a user's would be. Its extension
   * is on an instance field, so each test has a double of its own.
   */
  static class OneDoubleEach {
    private static final Set<URI> NOW = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();

    @RegisterExtension final MediaStoreExtension origins = MediaStoreExtension.of(origin());

    @RepeatedTest(TESTS)
    void ingest_is_seen_by_its_own_double_alone(TestOrigin own, RepetitionInfo info)
        throws Exception {
      NOW.add(own.controlEndpoint());
      MOST_AT_ONCE.accumulateAndGet(NOW.size(), Math::max);
      String path = "hls/" + info.getCurrentRepetition() + ".ts";
      own.faults(FaultScript.of(FaultRule.uploads(path).then(Fault.status(503))));
      Http http = new Http(own);
      assertEquals(503, http.put(path, "x"));
      assertEquals(200, http.put(path, "x"));
      assertEquals(List.of(path), own.uploads("live"));
      assertEquals(2, own.requests().size());
      NOW.remove(own.controlEndpoint());
    }
  }

  @Test
  void suiteOfTwoHundredTests_aDoubleEach_twoAtATime_takesHalfAMinuteAtMost() {
    String parallel = "junit.jupiter.execution.parallel.";
    LauncherDiscoveryRequest suite =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(OneDoubleEach.class))
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .configurationParameter(parallel + "enabled", "true")
            .configurationParameter(parallel + "mode.default", "concurrent")
            .configurationParameter(parallel + "config.strategy", "fixed")
            .configurationParameter(parallel + "config.fixed.parallelism", "2")
            .configurationParameter(parallel + "config.fixed.max-pool-size", "2")
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    long begin = System.nanoTime();
    LauncherFactory.create().execute(suite, listener);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    TestExecutionSummary summary = listener.getSummary();
    StringWriter failures = new StringWriter();
    summary.printFailuresTo(new PrintWriter(failures));
    assertEquals(TESTS, summary.getTestsSucceededCount(), failures::toString);
    assertEquals(2, OneDoubleEach.MOST_AT_ONCE.get(), "tests at the same time");
    System.out.printf(
        "{\"testkit\": \"suite in parallel\", \"tests\": %d, \"seconds\": %.1f}%n",
        TESTS, took.toMillis() / 1000.0);
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
