// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.StoreLimits;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.Endpoints;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.netty.NettyServer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the meters of an origin say after some requests. */
class MediaStoreMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private static String open(Container container) {
    return """
    {"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*",
    "Action":"mediastore:*","Resource":"%s/*"}]}"""
        .formatted(container.arn());
  }

  private static void send(NettyServer server, String method, String path, String body)
      throws Exception {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/c/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private double count(String operation, String container, String outcome) {
    var timer =
        registry
            .find("mediastore.requests")
            .tags("operation", operation, "container", container, "outcome", outcome)
            .timer();
    return timer == null ? 0 : timer.count();
  }

  @Test
  void requestsAreTimedByOperationContainerAndOutcome_andNeverByPath() throws Exception {
    try (MediaStore store =
            MediaStore.builder()
                .memory(16 << 20)
                .eagerActivation(true)
                .limits(StoreLimits.defaults().withContainersPerRegion(200))
                .build();
        MediaStoreHttp http =
            MediaStoreHttp.builder(store)
                .allowInsecurePut(true)
                .endpoints(Endpoints.defaults())
                .listener(MediaStoreMeters.of(store, registry))
                .build()) {
      for (int i = 0; i < 101; i++) {
        Container container = store.createContainer(store.arn("c" + i), Map.of(), Map.of());
        container.putDocument(DocumentKind.CONTAINER_POLICY, open(container));
      }
      try (NettyServer server = NettyServer.builder(http).port(0).start()) {
        for (int i = 0; i < 101; i++) {
          send(server, "PUT", "c" + i + "/secret/path.ts", "12345");
        }
        send(server, "GET", "c0/secret/path.ts", "");
        send(server, "GET", "c0/none.ts", "");
        send(server, "GET", "nowhere/none.ts", "");
      }
      assertEquals(1, count("PutObject", "c0", "2xx"));
      assertEquals(1, count("PutObject", "others", "2xx"));
      assertEquals(1, count("GetObject", "c0", "2xx"));
      assertEquals(1, count("GetObject", "c0", "4xx"));
      assertEquals(1, count("none", "none", "4xx"));
      assertEquals(
          505,
          registry
              .find("mediastore.bytes.received")
              .tag("operation", "PutObject")
              .counters()
              .stream()
              .mapToDouble(counter -> counter.count())
              .sum());
      assertTrue(registry.get("mediastore.store.bytes").gauge().value() >= 505);
      assertEquals(1, registry.get("mediastore.store.writable").gauge().value());
      assertTrue(
          registry.getMeters().stream()
              .noneMatch(meter -> meter.getId().toString().contains("path")));
    }
  }

  private double held(String... tags) {
    return registry.get("mediastore.store.bytes").tags(tags).gauge().value();
  }

  private static double bytes(MediaStore store) {
    return (double) store.usage().bytesInUse();
  }

  private static MediaStore holding(int bytes) {
    MediaStore store = MediaStore.builder().memory(1 << 20).eagerActivation(true).build();
    store.createContainer("live").put(ObjectPath.of("a"), UploadOptions.none(), new byte[bytes]);
    return store;
  }

  @Test
  void originThatIsStartedAnew_hasGaugesOfItsOwn() {
    try (MediaStore first = holding(10)) {
      MediaStoreMeters meters = MediaStoreMeters.of(first, registry);
      assertEquals(bytes(first), held());
      meters.close();
      meters.close();
    }
    assertTrue(registry.getMeters().isEmpty());
    try (MediaStore second = holding(100_000)) {
      MediaStoreMeters.of(second, registry);
      assertEquals(bytes(second), held());
    }
  }

  @Test
  void originsOfOneRegistry_areToldApartByATag() {
    try (MediaStore one = holding(10);
        MediaStore other = holding(100_000)) {
      MediaStoreMeters meters = MediaStoreMeters.of(one, registry, Tags.of("origin", "one"));
      MediaStoreMeters.of(other, registry, Tags.of("origin", "two"));
      assertEquals(bytes(one), held("origin", "one"));
      assertEquals(bytes(other), held("origin", "two"));
      meters.close();
      assertEquals(bytes(other), held("origin", "two"));
    }
  }
}
