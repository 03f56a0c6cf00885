// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.testkit.MediaStoreExtension;
import dev.mediastore.testkit.TestOrigin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The origin as a test double: what an encoder pushed is looked at in process. */
class EncoderTest {
  // snippet: test-double
  @RegisterExtension
  static final MediaStoreExtension ORIGIN =
      MediaStoreExtension.of(TestOrigin.builder().container("live").anonymousAccess());

  @Test
  void encoder_publishes_segments_before_the_playlist(TestOrigin origin) throws Exception {
    startEncoder(origin.endpoint("live"));
    ObjectMetadata playlist = origin.awaitObject("live", "hls/index.m3u8", Duration.ofSeconds(10));
    assertEquals("application/vnd.apple.mpegurl", playlist.contentType());
    assertEquals(List.of("hls/0.ts", "hls/1.ts", "hls/index.m3u8"), origin.uploads("live"));
  }

  // end of snippet

  @Test
  void origin_is_empty_again_for_the_next_method(TestOrigin origin) {
    assertEquals(List.of(), origin.uploads("live"));
  }

  /** Stands for the encoder under test: pushes in the background, unsigned, as encoders do. */
  private static void startEncoder(URI endpoint) {
    HttpClient http = HttpClient.newHttpClient();
    CompletableFuture<?> push = CompletableFuture.completedFuture(null);
    for (String name : List.of("0.ts", "1.ts", "index.m3u8")) {
      HttpRequest put =
          HttpRequest.newBuilder(URI.create(endpoint + "/hls/" + name))
              .PUT(HttpRequest.BodyPublishers.ofString(name))
              .build();
      push = push.thenCompose(before -> http.sendAsync(put, BodyHandlers.discarding()));
    }
  }
}
