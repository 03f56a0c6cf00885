// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two versions of a playlist, and what is said of the second. Segments stand for their names and
 * last two seconds; a bar stands for a discontinuity, {@code end} for the end.
 */
class PlaylistVersionsTest {
  private static final String AT = " (2026-03-01T12:00:00Z)";

  private static String playlist(long sequence, String discontinuities, String segments) {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:2\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(sequence).append('\n');
    if (!discontinuities.equals("-")) {
      text.append("#EXT-X-DISCONTINUITY-SEQUENCE:").append(discontinuities).append('\n');
    }
    for (String segment : segments.split(" ", -1)) {
      text.append(
          switch (segment) {
            case "|" -> "#EXT-X-DISCONTINUITY\n";
            case "end" -> "#EXT-X-ENDLIST\n";
            default -> "#EXTINF:2.0,\n" + segment + "\n";
          });
    }
    return text.toString();
  }

  private static String said(String... versions) throws Exception {
    try (TestOrigin origin =
        TestOrigin.builder()
            .container("live")
            .anonymousAccess()
            .clock(TestClock.at(Instant.parse("2026-03-01T12:00:00Z")))
            .start()) {
      Http http = new Http(origin);
      for (String name : List.of("a", "b", "c", "d", "e")) {
        http.put(name, "x");
      }
      for (String version : versions) {
        http.put("p.m3u8", version);
      }
      try {
        origin.ingest("live").assertPlaylistsConsistent();
        return "";
      } catch (AssertionError e) {
        String found = String.valueOf(e.getMessage()).replace(AT, "");
        return found.substring(found.indexOf('\n') + 1).strip();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "good",
      value = {
        "0, -, a b c,         1, -, b c d,         good",
        "0, -, a b c,         0, -, a b c,         good",
        "0, -, a b c,         5, -, d e,           good",
        "0, -, a b c,         0, -, a b c d e end, good",
        "0, -, a b end,       0, -, a b end,       good",
        "0, -, a b end,       1, -, b end,         good",
        "0, -, a b c,         0, -, b c d,         "
            + "'p.m3u8 version 2 lists b as segment 0, which was a in version 1'",
        "0, -, a b c,         2, -, b c d,         "
            + "'p.m3u8 version 2 lists b as segment 2, which was c in version 1'",
        "0, -, a b c,         0, -, a d c,         "
            + "'p.m3u8 version 2 lists d as segment 1, which was b in version 1'",
        "3, -, a b c,         2, -, b c d,         "
            + "'p.m3u8 version 2 begins with media sequence 2 after 3 in version 1'",
        "0, -, a b end,       0, -, a b c end,     "
            + "'p.m3u8 version 2 goes on after version 1 was said to be the end'",
        "0, -, a b end,       0, -, a b,           "
            + "'p.m3u8 version 2 goes on after version 1 was said to be the end'",
        // The discontinuity leaves with its segment, or stays in front of the first one.
        "0, 0, a | b c,       1, 0, | b c d,       good",
        "0, 0, a | b c,       1, 1, b c d,         good",
        "0, 0, a | b c,       2, 1, c d e,         good",
        "0, 4, a | b c,       2, 5, c | d e,       good",
        "0, -, a | b c,       2, -, c d e,         good",
        "0, -, a | b c,       2, 1, c d e,         good",
        "0, 4, a | b c,       2, 4, c d e,         "
            + "'p.m3u8 version 2 counts 4 discontinuities up to segment 2, which were 5 in version 1'",
        "0, 1, a b c,         1, 2, b c d,         "
            + "'p.m3u8 version 2 counts 2 discontinuities up to segment 1, which were 1 in version 1'",
        "0, 1, a b c,         1, 1, b | c d,       "
            + "'p.m3u8 version 2 counts 2 discontinuities up to segment 2, which were 1 in version 1'",
      })
  void secondVersion(
      long sequence,
      String discontinuities,
      String segments,
      long nextSequence,
      String nextDiscontinuities,
      String nextSegments,
      String expected)
      throws Exception {
    assertEquals(
        expected == null ? "" : expected,
        said(
            playlist(sequence, discontinuities, segments),
            playlist(nextSequence, nextDiscontinuities, nextSegments)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "good",
      value = {
        "#EXT-X-PART-INF:PART-TARGET=0.5, PART-HOLD-BACK=1.5,                 0.5,   good",
        "#EXT-X-PART-INF:PART-TARGET=0.5, PART-HOLD-BACK=1.0,                 0.25,  good",
        "#EXT-X-PART-INF:PART-TARGET=0.5, 'HOLD-BACK=9,PART-HOLD-BACK=1.001', 0.501, good",
        "#EXT-X-PART-INF:PART-TARGET=0.5, PART-HOLD-BACK=1.5,                 0.6,   "
            + "'p.m3u8 version 1 lists part b of 0.6 s beyond its part target of 0.5 s'",
        "#EXT-X-PART-INF:PART-TARGET=0.5, PART-HOLD-BACK=0.9,                 0.5,   'p.m3u8 version"
            + " 1 has a part hold-back of 0.9 s, less than twice its part target of 0.5 s'",
        "#EXT-X-PART-INF:PART-TARGET=0.5, HOLD-BACK=9,                        0.5,   'p.m3u8 version"
            + " 1 has a part hold-back of 0.0 s, less than twice its part target of 0.5 s'",
        "#EXT-X-VERSION:9,                PART-HOLD-BACK=1.5,                 0.5,   "
            + "'p.m3u8 version 1 lists parts and has no part target'",
      })
  void parts(String information, String control, String seconds, String expected) throws Exception {
    String text =
        """
        #EXTM3U
        #EXT-X-TARGETDURATION:2
        %s
        #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,%s
        #EXTINF:2.0,
        a
        #EXT-X-PART:DURATION=%s,URI="b"
        """;
    assertEquals(
        expected == null ? "" : expected, said(text.formatted(information, control, seconds)));
  }
}
