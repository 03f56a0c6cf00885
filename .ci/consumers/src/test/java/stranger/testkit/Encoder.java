// SPDX-License-Identifier: Apache-2.0
package stranger.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Stands for the stranger's encoder: uploads without signing, and never looks at the answer. */
final class Encoder {
  private final HttpClient http = HttpClient.newHttpClient();

  void encode(URI container, int segments) throws IOException, InterruptedException {
    StringBuilder playlist = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:2\n");
    for (int i = 0; i < segments; i++) {
      put(container, i + ".ts", "segment " + i);
      put(container, "live.m3u8", playlist.append("#EXTINF:2.0,\n" + i + ".ts\n").toString());
    }
  }

  private void put(URI container, String name, String body)
      throws IOException, InterruptedException {
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(container + "/hls/" + name))
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    http.send(put, BodyHandlers.discarding());
  }
}
