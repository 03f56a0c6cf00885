// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is refused while too many answers are being sent, and what never is. */
class LoadSheddingTest {
  private final Fixture origin =
      new Fixture(settings -> settings.loadShedding(2, Duration.ofSeconds(30)));

  @AfterEach
  void close() {
    origin.close();
  }

  /** Reads that have begun and are not sent to their end. */
  private List<Call> underWay(int count) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Call call = origin.call("GET", "/old.ts");
      call.begin().end();
      assertEquals(200, call.response().status());
      calls.add(call);
    }
    return calls;
  }

  private void twoReadsOfAnOldObject() {
    origin.object("old.ts", "old");
    origin.clock.pass(Duration.ofSeconds(31));
    origin.object("new.ts", "new");
  }

  @Test
  void oldObject_isRefused_whileTwoAnswersAreBeingSent_andServedAfterwards() {
    twoReadsOfAnOldObject();
    List<Call> calls = underWay(2);
    Answer refused = origin.get("/old.ts");
    assertEquals(503, refused.status());
    assertEquals("1", refused.header("Retry-After"));
    assertEquals("no-store", refused.header("Cache-Control"));
    calls.get(0).answer();
    assertEquals("old", origin.get("/old.ts").text());
    calls.get(1).answer();
  }

  @Test
  void liveEdgeAndUploads_goOn() {
    twoReadsOfAnOldObject();
    List<Call> calls = underWay(2);
    assertEquals("new", origin.get("/new.ts").text());
    assertEquals(200, origin.call("PUT", "/x.ts").send("x").status());
    assertEquals(200, origin.call("HEAD", "/old.ts").send().status());
    assertEquals(200, origin.get("/").status());
    calls.forEach(Call::answer);
  }

  @Test
  void clientThatLeaves_countsNoLonger() {
    twoReadsOfAnOldObject();
    underWay(1);
    Call left = origin.call("GET", "/old.ts");
    Exchange exchange = left.begin();
    exchange.end();
    left.response().body().close();
    exchange.sent(0, false);
    assertEquals(200, origin.get("/old.ts").status());
  }

  @Test
  void N06_health_isAnsweredUnderOverload() {
    try (Fixture busy =
        new Fixture(
            settings ->
                settings.loadShedding(1, Duration.ofSeconds(30)).healthEndpoint("/health"))) {
      busy.object("old.ts", "old");
      busy.clock.pass(Duration.ofSeconds(31));
      Call call = busy.call("GET", "/old.ts");
      call.begin().end();
      assertEquals(503, busy.get("/old.ts").status());
      assertEquals(200, busy.get("/health").status());
      assertEquals(200, busy.get("/health/live").status());
      call.answer();
    }
  }

  @Test
  void numbers_areSensible() {
    MediaStoreHttpBuilder builder = MediaStoreHttp.builder(origin.store);
    Duration zero = Duration.ZERO;
    assertThrows(IllegalArgumentException.class, () -> builder.loadShedding(0, zero));
    assertThrows(
        IllegalArgumentException.class, () -> builder.loadShedding(1, Duration.ofSeconds(-1)));
  }
}
