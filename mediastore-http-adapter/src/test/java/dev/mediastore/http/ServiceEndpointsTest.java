// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.core.spi.ForwardingSegmentStore;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.http.TestHost.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an origin answers about itself. */
class ServiceEndpointsTest {
  private static MediaStoreHttpBuilder both(MediaStoreHttpBuilder settings) {
    return settings.timeEndpoint("/time").healthEndpoint("/health");
  }

  @Test
  void time_isThatOfTheOrigin_forAnyPage() {
    try (Fixture origin = new Fixture(ServiceEndpointsTest::both)) {
      Answer get = origin.call("GET", "/time?x=1").header("Origin", "https://player.test").send();
      assertEquals("2026-03-01T12:00:00.250Z", get.text());
      assertEquals("no-store", get.header("Cache-Control"));
      assertEquals("*", get.header("Access-Control-Allow-Origin"));
      Answer head = origin.call("HEAD", "/time").send();
      assertEquals("24", head.header("Content-Length"));
      assertEquals("Sun, 01 Mar 2026 12:00:00 GMT", head.header("Date"));
      assertEquals("", head.text());
    }
  }

  @Test
  void health_isUpUntilTheServiceStops() {
    Fixture origin = new Fixture(ServiceEndpointsTest::both);
    Answer up = origin.get("/health");
    assertEquals(200, up.status());
    assertEquals("{\"status\":\"UP\"}", up.text());
    origin.close();
    assertEquals(503, origin.get("/health").status());
  }

  @Test
  void health_tellsOfAStoreThatTakesNoWrites() {
    ForwardingSegmentStore broken =
        new ForwardingSegmentStore(OffHeapStores.memory(4 << 20)) {
          @Override
          public boolean isWritable() {
            return false;
          }
        };
    try (Fixture origin =
        new Fixture(settings -> settings.store(broken), ServiceEndpointsTest::both)) {
      Answer answer = origin.get("/health");
      assertEquals(503, answer.status());
      assertEquals("{\"status\":\"READ_ONLY\"}", answer.text());
      Answer live = origin.get("/health/live");
      assertEquals(200, live.status(), "N06: nothing to start again for");
      assertEquals("{\"status\":\"UP\"}", live.text());
    }
  }

  @Test
  void N06_fullStore_isUp_sinceItIsReadFrom() {
    try (Fixture origin =
        new Fixture(settings -> settings.memory(1 << 20), ServiceEndpointsTest::both)) {
      int status = 200;
      for (int i = 0; i < 64 && status == 200; i++) {
        status = origin.call("PUT", "/" + i).send("x".repeat(100_000)).status();
      }
      assertEquals(503, status);
      assertEquals(200, origin.get("/health").status());
      assertEquals(200, origin.get("/health/live").status());
    }
  }

  @Test
  void N06_liveService_isAskedBelowTheHealthPathOnly() {
    try (Fixture origin = new Fixture(settings -> settings.timeEndpoint("/time"))) {
      assertEquals(404, origin.get("/time/live").status());
      assertEquals(404, origin.get("/live").status());
      assertEquals(404, origin.get("/null/live").status());
    }
  }

  @Test
  void N01_onePathForTwoThings_isRefused() {
    try (Fixture origin = new Fixture()) {
      MediaStoreHttpBuilder builder = MediaStoreHttp.builder(origin.store).timeEndpoint("/x");
      String message =
          assertThrows(IllegalArgumentException.class, () -> builder.healthEndpoint("/x"))
              .getMessage();
      assertEquals("timeEndpoint and healthEndpoint must differ, were /x", message);
    }
  }

  @Test
  void withoutPaths_theyAreObjectsAsAllOthers() {
    try (Fixture origin = new Fixture().object("time", "mine").object("health", "mine")) {
      assertEquals("mine", origin.get("/time").text());
      assertEquals("mine", origin.get("/health").text());
    }
    try (Fixture origin = new Fixture(ServiceEndpointsTest::both)) {
      assertEquals(200, origin.call("PUT", "/time").send("mine").status());
      assertEquals(404, origin.get("/time/x").status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "time", "/a?b", "/a%20b", "/a b"})
  void path_isAPlainOne(String path) {
    try (Fixture origin = new Fixture()) {
      MediaStoreHttpBuilder builder = MediaStoreHttp.builder(origin.store);
      assertThrows(IllegalArgumentException.class, () -> builder.timeEndpoint(path));
      assertThrows(IllegalArgumentException.class, () -> builder.healthEndpoint(path));
    }
  }
}
