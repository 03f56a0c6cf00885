// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.testkit.Fault;
import dev.mediastore.testkit.FaultRule;
import dev.mediastore.testkit.FaultScript;
import dev.mediastore.testkit.Ingest;
import dev.mediastore.testkit.MediaStoreExtension;
import dev.mediastore.testkit.TestOrigin;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A real encoder hides a failure: ffmpeg goes on after a segment was refused, lists it in every
 * playlist until it has left the window, and exits with success. Only the origin can tell.
 */
@NeedsProgram("ffmpeg")
@Timeout(120)
class FfmpegWithFailedSegmentTest {
  private static final int SEGMENTS = 6;
  private static final int LISTED_AT_ONCE = 3;

  @RegisterExtension
  static final MediaStoreExtension ORIGIN =
      MediaStoreExtension.of(TestOrigin.builder().container("live").anonymousAccess());

  @Test
  void segment_that_was_refused_is_named_with_every_playlist_that_listed_it(TestOrigin origin)
      throws Exception {
    FaultScript script =
        FaultScript.of(FaultRule.uploads("hls/seg*.ts").object(3).then(Fault.status(503)));
    origin.faults(script);

    assertEquals(0, encode(origin.endpoint("live")), "ffmpeg should say that all is well");

    Ingest ingest = origin.ingest("live");
    ingest.awaitSegment("hls/seg*.ts", SEGMENTS - 1, Duration.ofSeconds(10));
    script.assertUsedUp();
    AssertionError failure = assertThrows(AssertionError.class, ingest::assertPlaylistsConsistent);
    assertEquals(
        "hls/seg002.ts could not be read when it was listed in "
            + "hls/live.m3u8 version 3, hls/live.m3u8 version 4, hls/live.m3u8 version 5; "
            + "its uploads: [503 (fault: status 503)]",
        withoutTimes(lineAbout("hls/seg002.ts", failure)));
    AssertionError gap =
        assertThrows(AssertionError.class, () -> ingest.assertNoGaps("hls/seg*.ts"));
    assertEquals(
        "missing in hls/seg*.ts: 2, between hls/seg001.ts and hls/seg003.ts", gap.getMessage());
  }

  @Test
  void ingest_without_faults_passes(TestOrigin origin) throws Exception {
    assertEquals(0, encode(origin.endpoint("live")));
    Ingest ingest = origin.ingest("live");
    ingest.awaitSegment("hls/seg*.ts", SEGMENTS, Duration.ofSeconds(10));
    ingest.assertNoGaps("hls/seg*.ts");
    ingest.assertContentType("hls/seg*.ts", "video/mp2t");
  }

  /** Six seconds of picture in segments of one second, at the speed of the clock. */
  private static int encode(URI endpoint) throws Exception {
    return Programs.run(
        Duration.ofSeconds(60),
        List.of(
            "ffmpeg -nostdin -v error -re -f lavfi -i testsrc2=size=320x180:rate=25:duration="
                + SEGMENTS,
            "-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p",
            "-g 25 -keyint_min 25 -sc_threshold 0",
            "-f hls -method PUT -hls_time 1 -hls_list_size " + LISTED_AT_ONCE,
            "-hls_segment_filename "
                + endpoint
                + "/hls/seg%03d.ts "
                + endpoint
                + "/hls/live.m3u8"));
  }

  private static String lineAbout(String segment, AssertionError failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(segment))
        .findFirst()
        .orElseThrow(() -> failure);
  }

  /** Times are of the real clock here, since ffmpeg's is. */
  private static String withoutTimes(String text) {
    Matcher times = Pattern.compile(" (at |\\()\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\)?").matcher(text);
    return times.replaceAll("");
  }
}
