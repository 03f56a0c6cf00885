// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a test is told about an ingest that went wrong, and that a good one passes. */
class IngestTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final TestClock clock = TestClock.at(START);
  private final TestOrigin origin =
      TestOrigin.builder().container("live").anonymousAccess().clock(clock).start();
  private final Http http = new Http(origin);
  private final Ingest ingest = origin.ingest("live");

  @AfterEach
  void stop() {
    origin.close();
  }

  /**
   * Encodes like ffmpeg: a segment that the origin refuses is forgotten, and stands in the playlist
   * all the same; the exit is a success.
   */
  private void encode(int segments, int window) throws Exception {
    List<String> listed = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      http.put("hls/720p/" + i + ".ts", "segment " + i);
      listed.add("720p/" + i + ".ts");
      int first = Math.max(0, listed.size() - window);
      StringBuilder playlist =
          new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:")
              .append(first)
              .append('\n');
      listed
          .subList(first, listed.size())
          .forEach(name -> playlist.append("#EXTINF:2.0,\n").append(name).append('\n'));
      http.put("hls/720p.m3u8", playlist.toString());
      clock.advance(Duration.ofSeconds(2));
    }
  }

  private static String told(Executable assertion) {
    return String.valueOf(assertThrows(AssertionError.class, assertion).getMessage());
  }

  @Test
  void encoderThatSwallowsA503_isFoundOut_withTheSegmentAndEveryPlaylistThatListedIt()
      throws Exception {
    FaultScript script =
        FaultScript.of(FaultRule.uploads("hls/720p/*.ts").object(3).then(Fault.status(503)));
    origin.faults(script);
    encode(6, 3);
    script.assertUsedUp();
    String message = told(ingest::assertPlaylistsConsistent);
    assertEquals(
        """
        playlists of container live:
          hls/720p/2.ts could not be read when it was listed in \
        hls/720p.m3u8 version 3 (2026-03-01T12:00:04Z), \
        hls/720p.m3u8 version 4 (2026-03-01T12:00:06Z), \
        hls/720p.m3u8 version 5 (2026-03-01T12:00:08Z); \
        its uploads: [503 at 2026-03-01T12:00:04Z (fault: status 503)]""",
        message);
    assertEquals(
        "missing in hls/720p/*.ts: 2, between hls/720p/1.ts and hls/720p/3.ts",
        told(() -> ingest.assertNoGaps("hls/720p/*.ts")));
  }

  @Test
  void goodIngest_passesEveryCheck() throws Exception {
    encode(5, 3);
    assertDoesNotThrow(ingest::assertPlaylistsConsistent);
    ingest.assertNoGaps("hls/720p/*.ts");
    ingest.assertUploadsInOrder("hls/720p/0.ts", "hls/720p.m3u8", "hls/720p/4.ts");
    ingest.assertNoLateSegments("hls/720p/*.ts", Duration.ofSeconds(2));
    ingest.assertContentType("hls/720p/*.ts", "video/mp2t");
    ingest.assertBytes("hls/720p/3.ts", "segment 3".getBytes(StandardCharsets.US_ASCII));
    assertEquals(5, ingest.playlists().size());
    assertEquals(
        "hls/720p/1.ts", ingest.awaitSegment("*.ts", 2, Duration.ofSeconds(9)).path().value());
    assertEquals(10, origin.requests().size());
    assertEquals(
        "1 PUT live/hls/720p/0.ts 200 9 in, 143 out",
        origin.requests().get(0).withoutTimes().replaceAll("\\d+ out", "143 out"));
  }

  @Test
  void wrongOrder_isTold() throws Exception {
    encode(2, 3);
    assertTrue(
        told(() -> ingest.assertUploadsInOrder("hls/720p/1.ts", "hls/720p/0.ts"))
            .startsWith("hls/720p/0.ts came before hls/720p/1.ts in "));
    assertTrue(
        told(() -> ingest.assertUploadsInOrder("hls/720p/1.ts", "x"))
            .startsWith("x was not uploaded; uploaded were [hls/720p/0.ts"));
    assertThrows(
        IllegalArgumentException.class, () -> ingest.assertUploadsInOrder("hls/720p/1.ts"));
  }

  @Test
  void gapOfSeveral_isToldAsOne() throws Exception {
    http.put("v/9.ts", "x");
    http.put("v/13.ts", "x");
    assertEquals(
        "missing in v/*: 10 to 12, between v/9.ts and v/13.ts",
        told(() -> ingest.assertNoGaps("v/*")));
  }

  @Test
  void lateSegment_isTold() throws Exception {
    encode(2, 3);
    clock.advance(Duration.ofSeconds(7));
    http.put("hls/720p/2.ts", "late");
    assertEquals(
        "late in *.ts: hls/720p/2.ts at 2026-03-01T12:00:11Z, PT9S after hls/720p/1.ts",
        told(() -> ingest.assertNoLateSegments("*.ts", Duration.ofSeconds(4))));
  }

  @Test
  void playlistThatGoesBack_orListsTooLongASegment_isTold() throws Exception {
    http.put("0.ts", "x");
    http.put(
        "a.m3u8",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:5\n#EXTINF:2.4,\n0.ts\n");
    http.put(
        "a.m3u8",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:4\n#EXTINF:2.6,\n0.ts\n");
    assertEquals(
        """
        playlists of container live:
          a.m3u8 version 2 (2026-03-01T12:00:00Z) begins with media sequence 4 after 5 in version 1
          a.m3u8 version 2 (2026-03-01T12:00:00Z) lists 0.ts of 2.6 s beyond its target duration of 2 s""",
        told(ingest::assertPlaylistsConsistent));
  }

  @Test
  void initializationSectionsPartsAndAbsoluteAddresses_areLookedFor() throws Exception {
    http.put("v/0.m4s", "x");
    String own = origin.endpoint("live").toString();
    http.put(
        "v/a.m3u8",
        """
        #EXTM3U
        #EXT-X-TARGETDURATION:2
        #EXT-X-PART-INF:PART-TARGET=0.5
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5
        #EXT-X-MAP:URI="init.mp4"
        #EXT-X-PART:DURATION=0.5,URI="0.0.m4s",INDEPENDENT=YES
        #EXT-X-PART:DURATION=0.5,URI="gone.m4s",GAP=YES
        #EXTINF:2.0,
        OWN/v/0.m4s
        #EXTINF:2.0,
        /c/live/v/0.m4s
        #EXTINF:2.0,
        OWN/v/1.m4s
        #EXTINF:2.0,
        /c/live/v/2.m4s
        #EXTINF:2.0,
        /c/other/v/0.m4s
        #EXTINF:2.0,
        /elsewhere/0.m4s
        #EXT-X-GAP
        #EXTINF:2.0,
        3.m4s
        #EXTINF:2.0,
        http://cdn.example/4.m4s
        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="5.m4s"
        """
            .replace("OWN", own));
    List<String> missing =
        told(ingest::assertPlaylistsConsistent)
            .lines()
            .skip(1)
            .map(line -> line.strip().split(" ", 2)[0])
            .toList();
    assertEquals(
        List.of(
            "v/init.mp4",
            "v/0.0.m4s",
            "v/1.m4s",
            "v/2.m4s",
            "/c/other/v/0.m4s",
            "/elsewhere/0.m4s"),
        missing);
    assertEquals(
        List.of(0.0, 0.5),
        ingest.playlists().get(0).others().stream()
            .map(PublishedPlaylist.Segment::seconds)
            .toList());
  }

  @Test
  void wrongTypeOrBytes_areTold() throws Exception {
    http.put("a.ts", "stored");
    assertEquals(
        "not video/mp4: {a.ts=video/mp2t}",
        told(() -> ingest.assertContentType("*.ts", "video/mp4")));
    assertEquals(
        "nothing was uploaded to *.mp4", told(() -> ingest.assertContentType("*.mp4", "x")));
    assertEquals(
        "a.ts has 6 bytes of 3 expected, different from byte 1 on",
        told(() -> ingest.assertBytes("a.ts", "sxx".getBytes(StandardCharsets.US_ASCII))));
    assertEquals(
        "nothing with a number was uploaded to *.ts", told(() -> ingest.assertNoGaps("*.ts")));
  }

  @Test
  void segmentThatNeverComes_isToldAfterTheTime() {
    assertEquals(
        "segment 1 of *.ts did not arrive in container live within PT0.01S; uploaded were []",
        told(() -> ingest.awaitSegment("*.ts", 1, Duration.ofMillis(10))));
    assertThrows(
        IllegalArgumentException.class, () -> ingest.awaitSegment("*.ts", 0, Duration.ZERO));
  }

  @Test
  void whatWasRefused_isToldBesideWhatArrived() throws Exception {
    FaultRule rule = FaultRule.uploads("hls/720p/*.ts").object(2).then(Fault.status(503));
    origin.faults(FaultScript.of(rule));
    encode(2, 2);
    String refused =
        "; not stored were " + "[hls/720p/1.ts 503 at 2026-03-01T12:00:02Z (fault: status 503)]";
    assertEquals(
        "segment 2 of *.ts did not arrive in container live within PT0S; uploaded were"
            + " [hls/720p/0.ts]"
            + refused,
        told(() -> ingest.awaitSegment("*.ts", 2, Duration.ZERO)));
    assertEquals(
        "hls/720p/1.ts did not arrive in container live within PT0S; uploaded were"
            + " [hls/720p/0.ts, hls/720p.m3u8, hls/720p.m3u8]"
            + refused,
        told(() -> origin.awaitObject("live", "hls/720p/1.ts", Duration.ZERO)));
  }

  @Test
  void whatTheOriginItselfRefused_isToldWithItsError() throws Exception {
    try (TestOrigin closed = TestOrigin.builder().container("live").clock(clock).start()) {
      for (int i = 0; i < 12; i++) {
        new Http(closed).put(i + ".ts", "x");
      }
      String message = told(() -> closed.awaitObject("live", "0.ts", Duration.ZERO));
      assertTrue(
          message.contains("not stored were [0.ts 403 AccessDeniedException at 2026-03-01T12:"),
          message);
      assertTrue(message.endsWith("] and 2 more"), message);
    }
  }

  @Test
  void nothingToJudge_isNotFit() throws Exception {
    http.put("hls/0.ts", "x");
    http.put("hls/master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n720p.m3u8\n");
    assertEquals(
        "no playlist (.m3u8) was published to container live; uploaded were"
            + " [hls/0.ts, hls/master.m3u8]",
        told(ingest::assertPlaylistsConsistent));
    assertTrue(told(ingest::assertManifestsConsistent).startsWith("no manifest (.mpd) was "));
    assertEquals(
        "nothing was uploaded to dash/*",
        told(() -> ingest.assertNoLateSegments("dash/*", Duration.ofSeconds(1))));
  }

  @Test
  void playlistWithoutSegmentsYet_isJudgedByItsParts() throws Exception {
    http.put(
        "a.m3u8",
        """
        #EXTM3U
        #EXT-X-TARGETDURATION:2
        #EXT-X-PART-INF:PART-TARGET=0.5
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5
        #EXT-X-PART:DURATION=0.5,URI="0.0.m4s"
        """);
    assertEquals(
        """
        playlists of container live:
          0.0.m4s could not be read when it was listed in \
        a.m3u8 version 1 (2026-03-01T12:00:00Z); its uploads: []""",
        told(ingest::assertPlaylistsConsistent));
  }

  @Test
  void missingTargetDuration_isToldOnce() throws Exception {
    http.put("0.ts", "x");
    http.put("a.m3u8", "#EXTM3U\n#EXTINF:2,\n0.ts\n#EXTINF:2,\n0.ts\n");
    assertEquals(
        """
        playlists of container live:
          a.m3u8 version 1 (2026-03-01T12:00:00Z) has no target duration""",
        told(ingest::assertPlaylistsConsistent));
  }

  @Test
  void byteRangesAndKeys_areLookedFor() throws Exception {
    http.put("all.mp4", "0123456789");
    http.put(
        "a.m3u8",
        """
        #EXTM3U
        #EXT-X-TARGETDURATION:2
        #EXT-X-PART-INF:PART-TARGET=0.5
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5
        #EXT-X-KEY:METHOD=AES-128,URI="gone.key"
        #EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://elsewhere"
        #EXT-X-KEY:METHOD=NONE
        #EXT-X-MAP:URI="all.mp4",BYTERANGE="4@0"
        #EXT-X-PART:DURATION=0.5,URI="all.mp4",BYTERANGE="6@4"
        #EXT-X-PART:DURATION=0.5,URI="all.mp4",BYTERANGE="1"
        #EXTINF:2.0,
        #EXT-X-BYTERANGE:5@0
        all.mp4
        #EXTINF:2.0,
        #EXT-X-BYTERANGE:5
        all.mp4
        #EXTINF:2.0,
        #EXT-X-BYTERANGE:2
        all.mp4
        #EXT-X-DISCONTINUITY
        #EXTINF:2.0,
        all.mp4
        """);
    String listed =
        " could not be read when it was listed in a.m3u8 version 1 (2026-03-01T12:00:00Z);"
            + " its uploads: [";
    assertEquals(
        List.of(
            "playlists of container live:",
            "  gone.key" + listed + "]",
            "  all.mp4 up to byte 11" + listed + "200 at 2026-03-01T12:00:00Z]",
            "  all.mp4 up to byte 12" + listed + "200 at 2026-03-01T12:00:00Z]"),
        told(ingest::assertPlaylistsConsistent).lines().toList());
  }

  @Test
  void reset_forgetsEverything() throws Exception {
    encode(1, 1);
    origin.faults(FaultScript.seeded(1, 1, "*", Fault.status(500)));
    origin.reset();
    assertEquals(List.of(), origin.requests());
    assertEquals(List.of(), ingest.playlists());
    assertEquals(200, http.put("x", "y"));
    assertEquals(1, origin.requests().get(0).number());
    assertEquals(0, origin.requestsForgotten());
  }
}
