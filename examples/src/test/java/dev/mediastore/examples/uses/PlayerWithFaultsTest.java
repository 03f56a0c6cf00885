// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.testkit.Fault;
import dev.mediastore.testkit.FaultScript;
import dev.mediastore.testkit.MediaStoreExtension;
import dev.mediastore.testkit.TestOrigin;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** hls.js in a real browser plays to the end although half of its requests for segments fail. */
@NeedsProgram("chromium")
@Timeout(120)
class PlayerWithFaultsTest {
  private static final String PLAYLIST = "hls/360p/playlist.m3u8";
  private static final double STREAM_SECONDS = 12;

  @RegisterExtension
  static final MediaStoreExtension ORIGIN =
      MediaStoreExtension.of(
          TestOrigin.builder()
              .container("vod", Path.of("src/main/resources/ladder"))
              .anonymousAccess());

  @TempDir Path profile;

  private JsonNode play(TestOrigin origin) throws Exception {
    try (BrowserPlayer player = new BrowserPlayer(profile)) {
      String corsPolicy =
          """
          [{"AllowedOrigins":["%s"],"AllowedMethods":["GET"],"AllowedHeaders":["*"]}]"""
              .formatted(player.requestOrigin());
      origin.container("vod").putDocument(DocumentKind.CORS_POLICY, corsPolicy);
      return player.play(origin.uri("vod", PLAYLIST));
    }
  }

  private static FaultScript script() {
    return FaultScript.seeded(
        6,
        0.6,
        "hls/*.ts",
        Fault.status(503),
        Fault.reset(4096),
        Fault.stall(4096, Duration.ofMillis(500)));
  }

  /** What became of each request for a segment, by object, in order. */
  private static Map<String, List<String>> segmentReads(TestOrigin origin) {
    return origin.requests().stream()
        .filter(entry -> String.valueOf(entry.path()).endsWith(".ts"))
        .collect(
            groupingBy(
                entry -> String.valueOf(entry.path()),
                TreeMap::new,
                mapping(entry -> entry.status() + " " + entry.fault(), toList())));
  }

  @Test
  void player_recovers_from_what_a_seed_makes_go_wrong(TestOrigin origin) throws Exception {
    origin.faults(script());

    JsonNode seen = play(origin);

    assertTrue(seen.path("ended").asBoolean(), seen::toString);
    assertTrue(seen.path("seconds").asDouble() > STREAM_SECONDS - 0.5, seen::toString);
    assertTrue(seen.path("fatal").isNull(), seen::toString);
    long failed =
        origin.requests().stream()
            .map(entry -> String.valueOf(entry.fault()))
            .filter(fault -> fault.startsWith("status") || fault.startsWith("reset"))
            .count();
    assertTrue(failed >= 3, () -> "the seed does too little: " + segmentReads(origin));
    assertEquals(failed, seen.path("recovered").size(), seen::toString);
  }

  @Test
  void same_seed_makes_the_same_go_wrong_for_any_client(TestOrigin origin) throws Exception {
    origin.faults(script());
    play(origin);
    Map<String, List<String>> met = segmentReads(origin);

    origin.reset();
    origin.faults(script());
    HttpClient client = HttpClient.newHttpClient();
    for (Map.Entry<String, List<String>> segment : met.entrySet()) {
      HttpRequest get = HttpRequest.newBuilder(origin.uri("vod", segment.getKey())).build();
      for (int i = 0; i < segment.getValue().size(); i++) {
        client.sendAsync(get, BodyHandlers.discarding()).handle((answer, error) -> true).join();
      }
    }
    assertEquals(met, segmentReads(origin));
  }
}
