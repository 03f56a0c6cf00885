// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Stands for an encoder under test: pushes segments of two seconds and a sliding playlist over
 * plain HTTP, tries a refused segment again, and lists what the origin has confirmed and nothing
 * else. Used by one thread at a time.
 */
final class LiveEncoder {
  static final Duration SEGMENT = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 3;
  private static final int LISTED_AT_ONCE = 3;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String folder;
  private final Deque<String> window = new ArrayDeque<>();
  private int mediaSequence;
  private int next;
  private boolean left = false;

  LiveEncoder(URI container) {
    this.folder = container + "/hls/";
  }

  /** Encodes one segment: uploads it and, if that went well, the playlist that lists it. */
  void encodeOne() throws IOException, InterruptedException {
    String name = "%03d.ts".formatted(next++);
    if (!upload(name, "picture and sound of " + name)) {
      left = true;
      return;
    }
    window.addLast((left ? "#EXT-X-DISCONTINUITY\n" : "") + "#EXTINF:2.0,\n" + name + "\n");
    left = false;
    if (window.size() > LISTED_AT_ONCE) {
      window.removeFirst();
      mediaSequence++;
    }
    upload("live.m3u8", playlist());
  }

  private String playlist() {
    return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:%d\n%s"
        .formatted(mediaSequence, String.join("", window));
  }

  private boolean upload(String name, String content) throws InterruptedException {
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(folder + name))
            .PUT(HttpRequest.BodyPublishers.ofString(content))
            .build();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        if (http.send(put, BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
      } catch (IOException answerLost) {
        // The origin may have stored it or not: the same upload again is right in both cases.
      }
    }
    return false;
  }
}
