// SPDX-License-Identifier: Apache-2.0
package stranger.httpadapter;

import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Headers;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.RequestHead;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sends one request through the pipeline, on the module path, without Netty or servlets. */
public final class Main {
  private Main() {}

  /**
   * Prints the status of an unsigned read of a container with the default policy.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (MediaStore store = MediaStore.builder().memory(16 << 20).build();
        MediaStoreHttp http = MediaStoreHttp.builder(store).build()) {
      store.createContainer("live");
      RequestHead head =
          new RequestHead(
              "GET",
              "/c/live/a.ts",
              HttpVersion.HTTP_1_1,
              Headers.of("Host", "localhost"),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
              false);
      http.begin(head, response -> System.out.println(response.status())).end();
    }
  }
}
