// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.testkit.Fault;
import dev.mediastore.testkit.FaultRule;
import dev.mediastore.testkit.FaultScript;
import dev.mediastore.testkit.Ingest;
import dev.mediastore.testkit.JournalEntry;
import dev.mediastore.testkit.MediaStoreExtension;
import dev.mediastore.testkit.TestClock;
import dev.mediastore.testkit.TestOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What an encoder does when its origin misbehaves. Time is the test's: an hour of live television
 * takes as long as its requests.
 */
@Timeout(60)
class EncoderWithFaultsTest {
  private static final String SEGMENTS = "hls/*.ts";
  private static final FaultRule THIRD_SEGMENT = FaultRule.uploads(SEGMENTS).object(3);

  private final TestClock clock = TestClock.at(Instant.parse("2026-03-01T12:00:00Z"));

  @RegisterExtension
  final MediaStoreExtension origins =
      MediaStoreExtension.of(TestOrigin.builder().container("live").anonymousAccess().clock(clock));

  private void encode(TestOrigin origin, int segments) throws Exception {
    LiveEncoder encoder = new LiveEncoder(origin.endpoint("live"));
    for (int i = 0; i < segments; i++) {
      encoder.encodeOne();
      clock.advance(LiveEncoder.SEGMENT);
    }
  }

  /** The answers to the uploads of an object, and what the script did, in order. */
  private static List<String> answers(TestOrigin origin, String path) {
    return origin.requests().stream()
        .filter(entry -> path.equals(entry.path()))
        .map(entry -> entry.status() + (entry.fault() == null ? "" : " " + entry.fault()))
        .toList();
  }

  @Test
  void segment_refused_twice_is_tried_again_and_nobody_notices(TestOrigin origin) throws Exception {
    FaultScript script = FaultScript.of(THIRD_SEGMENT.then(Fault.status(503), Fault.status(500)));
    origin.faults(script);

    encode(origin, 6);

    script.assertUsedUp();
    assertEquals(List.of("503 status 503", "500 status 500", "200"), answers(origin, "hls/002.ts"));
    Ingest ingest = origin.ingest("live");
    ingest.assertPlaylistsConsistent();
    ingest.assertNoGaps(SEGMENTS);
    ingest.assertNoLateSegments(SEGMENTS, LiveEncoder.SEGMENT);
  }

  @Test
  void segment_refused_for_good_is_left_out_of_every_playlist(TestOrigin origin) throws Exception {
    FaultScript script =
        FaultScript.of(THIRD_SEGMENT.then(Fault.status(503), Fault.status(503), Fault.status(503)));
    origin.faults(script);

    encode(origin, 6);

    script.assertUsedUp();
    Ingest ingest = origin.ingest("live");
    ingest.assertPlaylistsConsistent();
    AssertionError gap = assertThrows(AssertionError.class, () -> ingest.assertNoGaps(SEGMENTS));
    assertEquals("missing in hls/*.ts: 2, between hls/001.ts and hls/003.ts", gap.getMessage());
  }

  @Test
  void lost_answer_makes_the_encoder_upload_the_same_bytes_again(TestOrigin origin)
      throws Exception {
    FaultScript script = FaultScript.of(THIRD_SEGMENT.then(Fault.lostAnswer()));
    origin.faults(script);

    encode(origin, 4);

    script.assertUsedUp();
    Ingest ingest = origin.ingest("live");
    ingest.assertPlaylistsConsistent();
    assertEquals(
        List.of("hls/000.ts", "hls/001.ts", "hls/002.ts", "hls/002.ts", "hls/003.ts"),
        ingest.uploads(SEGMENTS));
  }

  @Test
  void an_hour_of_faults_by_chance_is_survived(TestOrigin origin) throws Exception {
    // One upload in ten goes wrong; the seed makes it the same ones each time.
    origin.faults(FaultScript.seeded(2026, 0.1, SEGMENTS, Fault.status(503), Fault.reset(0)));

    encode(origin, (int) Duration.ofHours(1).dividedBy(LiveEncoder.SEGMENT));

    Ingest ingest = origin.ingest("live");
    ingest.assertPlaylistsConsistent();
    ingest.assertNoLateSegments(SEGMENTS, LiveEncoder.SEGMENT.multipliedBy(2));
    long met = origin.requests().stream().map(JournalEntry::fault).filter(f -> f != null).count();
    assertTrue(met > 100, () -> "faults met: " + met);
  }
}
