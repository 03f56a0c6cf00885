// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The same seed gives the same journal, byte by byte and but for times: an ingest in three
 * renditions that is read twice, with every kind of fault.
 */
@Timeout(120)
class SeededJournalTest {
  private static final int RUNS = 20;
  private static final int SEGMENTS = 5;
  private static final Fault[] EVERY_KIND = {
    Fault.status(503),
    Fault.delay(Duration.ofMillis(3)),
    Fault.stall(8, Duration.ofMillis(3)),
    Fault.dribble(2_000),
    Fault.reset(4),
    Fault.corrupt(2),
    Fault.clockSkew(Duration.ofHours(1))
  };

  /** One run: a new origin, and clients that ask in a fixed order. */
  private static byte[] journalOfARun(long seed) throws Exception {
    try (TestOrigin origin = TestOrigin.builder().container("live").anonymousAccess().start()) {
      origin.faults(FaultScript.seeded(seed, 0.4, "hls/*", EVERY_KIND));
      Http http = new Http(origin);
      for (int segment = 0; segment < SEGMENTS; segment++) {
        for (String rendition : List.of("360p", "720p", "1080p")) {
          String path = "hls/" + rendition + "/" + segment + ".ts";
          String body = "segment " + segment + " of " + rendition;
          ask(origin, () -> http.put(path, body));
          ask(origin, () -> http.get(path));
          ask(origin, () -> http.get(path));
        }
      }
      return origin.requests().stream()
          .map(JournalEntry::withoutTimes)
          .collect(Collectors.joining("\n"))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Asks, and waits until the answer is in the journal: the next may use another connection. */
  private static void ask(TestOrigin origin, Callable<?> request) throws Exception {
    try {
      request.call();
    } catch (IOException e) {
      // A fault; the journal knows which.
    }
    assertFalse(origin.requests().isEmpty());
  }

  @Test
  void sameSeed_givesTheSameBytes_inTwentyRuns() throws Exception {
    byte[] first = journalOfARun(2026);
    String text = new String(first, StandardCharsets.UTF_8);
    for (Fault kind : EVERY_KIND) {
      assertTrue(text.contains("fault: " + kind), () -> kind + " did not happen:\n" + text);
    }
    for (int run = 1; run < RUNS; run++) {
      assertArrayEquals(first, journalOfARun(2026), "run " + run);
    }
    assertFalse(Arrays.equals(first, journalOfARun(2027)), "another seed");
  }
}
