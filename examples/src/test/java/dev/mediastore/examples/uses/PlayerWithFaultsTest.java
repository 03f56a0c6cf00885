// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.testkit.Fault;
import dev.mediastore.testkit.FaultScript;
import dev.mediastore.testkit.JournalEntry;
import dev.mediastore.testkit.MediaStoreExtension;
import dev.mediastore.testkit.TestOrigin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * hls.js in a real browser plays to the end although half of its requests for segments go wrong:
 * refused, or stalled until it gives up and asks again.
 */
@NeedsProgram("chromium")
@Timeout(180)
class PlayerWithFaultsTest {
  private static final Path LADDER = Path.of("src/main/resources/ladder/hls/360p");
  private static final List<String> SEGMENTS = List.of("seg000.ts", "seg001.ts", "seg002.ts");
  private static final double STREAM_SECONDS = 12;
  private static final long SEED = 52;

  @RegisterExtension
  static final MediaStoreExtension ORIGIN =
      MediaStoreExtension.of(TestOrigin.builder().container("vod").anonymousAccess());

  @TempDir Path browserFiles;

  /** What a play came to. */
  private record Played(JsonNode seen, List<String> errors, Map<String, List<String>> reads) {}

  @Test
  void player_recovers_from_what_a_seed_makes_go_wrong_the_same_twice(TestOrigin origin)
      throws Exception {
    Played first = play(origin);

    assertTrue(first.seen().path("ended").asBoolean(), first::toString);
    assertTrue(first.seen().path("seconds").asDouble() > STREAM_SECONDS - 0.5, first::toString);
    assertTrue(first.seen().path("fatal").isNull(), first::toString);
    assertEquals(SEGMENTS, List.copyOf(first.reads().keySet()));
    assertTrue(first.errors().size() >= 3, () -> "this seed does too little: " + first);

    origin.reset();
    Played second = play(origin);
    assertEquals(first.errors(), second.errors());
    assertEquals(first.reads(), second.reads());
  }

  private Played play(TestOrigin origin) throws Exception {
    fill(origin.container("vod"));
    origin.faults(
        FaultScript.seeded(
            SEED,
            0.5,
            "hls/*.ts",
            Fault.status(503),
            Fault.stall(4096, Duration.ofSeconds(30)),
            Fault.dribble(500_000)));
    try (BrowserPlayer player = new BrowserPlayer(browserFiles)) {
      String corsPolicy =
          """
          [{"AllowedOrigins":["%s"],"AllowedMethods":["GET"],"AllowedHeaders":["*"]}]"""
              .formatted(player.requestOrigin());
      origin.container("vod").putDocument(DocumentKind.CORS_POLICY, corsPolicy);
      JsonNode seen = player.play(origin.uri("vod", "hls/playlist.m3u8"));
      List<String> errors = new ArrayList<>();
      seen.path("recovered").forEach(error -> errors.add(error.asText()));
      errors.sort(null); // The order of its attempts is the player's choice.
      return new Played(seen, errors, segmentReads(origin));
    }
  }

  private static void fill(Container container) throws Exception {
    UploadOptions.Builder options = UploadOptions.builder();
    // Each attempt is to reach the origin; a browser would go on where its cache ends.
    options.cacheControl("no-store");
    for (String segment : SEGMENTS) {
      byte[] content = Files.readAllBytes(LADDER.resolve(segment));
      container.put(
          ObjectPath.of("hls/" + segment), options.contentType("video/mp2t").build(), content);
    }
    container.put(
        ObjectPath.of("hls/playlist.m3u8"),
        options.contentType("application/vnd.apple.mpegurl").build(),
        Files.readAllBytes(LADDER.resolve("playlist.m3u8")));
  }

  /** By segment what became of the reads of it, in order. */
  private static Map<String, List<String>> segmentReads(TestOrigin origin) {
    Map<String, List<String>> reads = new TreeMap<>();
    for (JournalEntry entry : origin.requests()) {
      String path = String.valueOf(entry.path());
      if (path.endsWith(".ts")) {
        reads
            .computeIfAbsent(path.substring("hls/".length()), segment -> new ArrayList<>())
            .add(entry.status() + ", fault: " + entry.fault());
      }
    }
    return reads;
  }
}
