// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which uploads belong together, and that no number of paths fills the memory. */
class TimelineTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Timeline timeline = new Timeline();

  private void add(String path) {
    timeline.add("live", path, NOW, NOW.plusMillis(5), 7, 200);
  }

  @ParameterizedTest
  @CsvSource({
    "hls/720p/seg001.ts, hls/720p/seg#.ts, 1",
    "v/chunk-stream0-00017.m4s, v/chunk-stream0-#.m4s, 17",
    "720p.m3u8, 720p.m3u8, -1",
    "v1/init.mp4, v1/init.mp4, -1",
    "17, #, 17",
    "index.m3u8, index.m3u8, -1",
    "a/12345678901234567890.ts, a/12345#.ts, 678901234567890",
  })
  void rendition_isAPathWithoutTheNumberAtItsEnd(String path, String rendition, long number) {
    add(path);
    Timeline.Rendition only = timeline.of("live").get(0);
    assertEquals(rendition, only.name());
    assertEquals(number, only.uploads().get(0).number());
  }

  @Test
  void uploadsOfARendition_areInOrder_andTheLatestOnly() {
    for (int i = 0; i < Timeline.MOST_UPLOADS + 10; i++) {
      add("seg" + i + ".ts");
    }
    List<Timeline.Upload> uploads = timeline.of("live").get(0).uploads();
    assertEquals(Timeline.MOST_UPLOADS, uploads.size());
    assertEquals(10, uploads.get(0).number());
  }

  @Test
  void aMillionPaths_leaveTheLatestRenditions() {
    add("kept-0.ts");
    IntStream.range(0, 1_000_000)
        .forEach(
            i -> {
              add("x" + i + "x");
              if (i % 50 == 0) {
                add("kept-" + i + ".ts");
              }
            });
    // Letters, so that each is a rendition of its own.
    IntStream.range(0, 100_000).forEach(i -> add("p" + Integer.toString(i, 36) + "/name"));
    assertEquals(Timeline.MOST_RENDITIONS, timeline.of("live").size());
    assertEquals(List.of(), timeline.of("other"));
  }

  @Test
  void token_isNotShort() {
    assertThrows(IllegalArgumentException.class, () -> ConsoleAccess.token("0123456789abcde"));
  }
}
