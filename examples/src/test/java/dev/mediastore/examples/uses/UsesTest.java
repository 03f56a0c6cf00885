// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Every worked use, run. */
class UsesTest {
  private static final String CONTAINER_LIST = "{}";

  @Test
  void objects_are_stored_and_read_in_process() {
    byte[] segment = new byte[188 * 7];
    segment[0] = 0x47;
    assertEquals(0x47, InProcess.storeAndRead(segment));
  }

  @Test
  void servlet_server_answers_as_before_and_as_an_origin() throws Exception {
    try (ServletUse server = new ServletUse("key", "secret")) {
      assertEquals("hello", get(server.port(), "/hello").body());
      assertIsAnOrigin(server.port());
    }
  }

  @Test
  void netty_server_answers_as_an_origin() throws Exception {
    try (NettyUse server = new NettyUse("key", "secret")) {
      assertIsAnOrigin(server.port());
    }
  }

  /**
   * An unknown container and an unsigned control call are answered in the words of the contract.
   */
  private static void assertIsAnOrigin(int port) throws Exception {
    HttpResponse<String> missing = get(port, "/c/nowhere/a.ts");
    assertEquals(404, missing.statusCode());
    assertEquals(
        "ContainerNotFoundException", missing.headers().firstValue("x-amzn-ErrorType").orElse(""));
    HttpRequest unsigned =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "MediaStore_20170901.ListContainers")
            .POST(HttpRequest.BodyPublishers.ofString(CONTAINER_LIST))
            .build();
    assertEquals(400, send(unsigned).statusCode());
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
