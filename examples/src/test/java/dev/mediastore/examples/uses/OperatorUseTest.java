// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of three reads and a refused call. */
@Timeout(60)
class OperatorUseTest {
  private final HttpClient client = HttpClient.newHttpClient();

  private static void fill(Container container) {
    container.accessLogging(true);
    container.putDocument(
        DocumentKind.CONTAINER_POLICY,
        """
        {"Version":"2012-10-17","Statement":[{"Sid":"PublicRead","Effect":"Allow","Principal":"*",
        "Action":["mediastore:GetObject","mediastore:DescribeObject"],"Resource":"%s/*"}]}"""
            .formatted(container.arn()));
    container.put(ObjectPath.of("hls/0.ts"), UploadOptions.none(), new byte[188 * 7]);
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        BodyHandlers.ofString());
  }

  /**
   * What Prometheus gets, once it tells of as many requests: an answer may have been read before it
   * is counted.
   */
  private List<String> scrapeOnceCounted(OperatorUse operator, int requests) throws Exception {
    while (true) {
      List<String> lines = get(operator.metricsPort(), "/metrics").body().lines().toList();
      double counted =
          lines.stream()
              .filter(line -> line.startsWith("mediastore_requests_seconds_count{"))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
              .sum();
      if (counted >= requests) {
        return lines;
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void operator_sees_meters_health_and_access_log(@TempDir Path folder) throws Exception {
    Path accessLog = folder.resolve("access.log");
    try (OperatorUse operator = new OperatorUse("key", "secret", accessLog)) {
      fill(operator.store().createContainer("live"));
      assertEquals(200, get(operator.port(), "/c/live/hls/0.ts").statusCode());
      assertEquals(200, get(operator.port(), "/c/live/hls/0.ts").statusCode());
      assertEquals(404, get(operator.port(), "/c/live/hls/1.ts").statusCode());
      assertEquals(200, get(operator.port(), "/health").statusCode());

      List<String> told = scrapeOnceCounted(operator, 3);
      String answered = "{container=\"live\",operation=\"GetObject\",outcome=\"2xx\"}";
      String refused = "{container=\"live\",operation=\"GetObject\",outcome=\"4xx\"}";
      assertContains("mediastore_requests_seconds_count" + answered + " 2", told);
      assertContains("mediastore_requests_seconds_count" + refused + " 1", told);
      assertContains("mediastore_bytes_sent_total" + answered + " 2632.0", told);
      assertContains("mediastore_store_writable 1.0", told);
      assertTrue(told.stream().anyMatch(line -> line.startsWith("jvm_memory_used_bytes{")));
      assertFalse(told.toString().contains("hls/0.ts"), "no path is a tag");
    }
    List<String> lines = Files.readAllLines(accessLog);
    assertEquals(3, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("\"Path\":\"/hls/0.ts\""), lines::toString);
  }

  private static void assertContains(String line, List<String> lines) {
    assertTrue(lines.contains(line), () -> line + " is not in " + String.join("\n", lines));
  }
}
