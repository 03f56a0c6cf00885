// SPDX-License-Identifier: Apache-2.0
package stranger.testkit;

import dev.mediastore.testkit.TestOrigin;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Uploads to the test double, on the module path, with what it brings and no JUnit. */
public final class Main {
  private Main() {}

  /**
   * Prints the status of an upload, and what arrived.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (TestOrigin origin = TestOrigin.builder().container("live").anonymousAccess().start()) {
      HttpRequest upload =
          HttpRequest.newBuilder(origin.uri("live", "hls/0.ts"))
              .PUT(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      int status =
          HttpClient.newHttpClient()
              .send(upload, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      System.out.println(status + " " + origin.uploads("live"));
    }
  }
}
