// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.http.TestHost.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenPathTest {
  private static final String PUBLIC =
      """
      {"Version":"2012-10-17","Statement":{"Sid":"Open","Effect":"Allow","Principal":"*",
       "Action":"mediastore:*","Resource":"*"}}""";

  private MediaStore store;
  private MediaStoreHttp http;
  private TestHost host;

  @BeforeEach
  void start() {
    store = MediaStore.builder().memory(1 << 20).build();
    store.createContainer(
        store.arn("live"), Map.of(), Map.of(DocumentKind.CONTAINER_POLICY, PUBLIC));
    http =
        MediaStoreHttp.builder(store)
            .allowInsecurePut(true)
            .endpoints(Endpoints.builder().host("media.test", "live").build())
            .build();
    host = new TestHost(http);
  }

  @AfterEach
  void stop() {
    http.close();
    store.close();
  }

  @Test
  void object_putAnonymously_isReadBack() {
    byte[] content = "#EXTM3U".getBytes(StandardCharsets.US_ASCII);
    Answer put = host.call("PUT", "/hls/index.m3u8").send(content);
    assertEquals(200, put.status(), put::toString);
    Answer get = host.call("GET", "/hls/index.m3u8").send();
    assertEquals(200, get.status(), get::toString);
    assertArrayEquals(content, get.body());
    assertEquals("application/vnd.apple.mpegurl", get.header("Content-Type"));
    Answer list = host.call("GET", "/?Path=hls").send();
    assertTrue(list.text().contains("\"Name\":\"index.m3u8\""), list::toString);
    assertEquals(200, host.call("DELETE", "/hls/index.m3u8").send().status());
    assertEquals(404, host.call("GET", "/hls/index.m3u8").send().status());
  }
}
