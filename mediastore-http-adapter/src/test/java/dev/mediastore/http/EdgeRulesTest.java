// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.core.PathPattern;
import dev.mediastore.http.TestHost.Call;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules for paths do to uploads that say nothing themselves, and to no others. */
class EdgeRulesTest {
  private static final EdgeRule LIVE = EdgeRule.of(PathPattern.prefix("live/"));

  private final Fixture origin =
      new Fixture(
          settings ->
              settings.edgeRules(
                  EdgeRules.of(
                      EdgeRule.of(PathPattern.wildcard("live/slow/*"))
                          .withMediaCaching(Duration.ZERO, Duration.ofSeconds(9)),
                      LIVE.withStreaming()
                          .withMediaCaching(Duration.ofDays(1), Duration.ofSeconds(1)))));

  @AfterEach
  void close() {
    origin.close();
  }

  /** Status of a GET while the upload that these fields begin has sent three bytes. */
  private int statusMeanwhile(Fixture where, String target, String... fields) {
    Call call = where.call("PUT", target).header("Transfer-Encoding", "chunked");
    for (int i = 0; i < fields.length; i += 2) {
      call.header(fields[i], fields[i + 1]);
    }
    Exchange exchange = call.begin();
    exchange.body(ByteBuffer.wrap(Fixture.bytes("one")));
    Call reader = where.call("GET", target);
    reader.begin();
    int status = reader.response().status();
    exchange.end();
    assertEquals(200, call.answer().status());
    return status;
  }

  @Test
  void matchingUpload_isReadableWhileItArrives_withoutAskingForIt() {
    assertEquals(200, statusMeanwhile(origin, "/live/a.m4s"));
  }

  @Test
  void uploaderWhoSaysStandard_getsStandard() {
    assertEquals(
        404, statusMeanwhile(origin, "/live/a.m4s", "x-amz-upload-availability", "STANDARD"));
  }

  @Test
  void otherPath_isReadableAfterItsEndOnly() {
    assertEquals(404, statusMeanwhile(origin, "/vod/a.m4s"));
    assertEquals(404, statusMeanwhile(origin, "/Live/a.m4s"));
  }

  @Test
  void withoutRules_nothingChanges() {
    try (Fixture plain = new Fixture()) {
      assertEquals(404, statusMeanwhile(plain, "/live/a.m4s"));
      assertNull(plain.get("/live/a.m4s").maybe("Cache-Control"));
    }
    try (Fixture idle = new Fixture(settings -> settings.edgeRules(EdgeRules.of(LIVE)))) {
      assertEquals(404, statusMeanwhile(idle, "/live/a.m4s"));
      assertNull(idle.get("/live/a.m4s").maybe("Cache-Control"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "/live/a.m4s      | none                          | max-age=86400, immutable",
        "/live/a.cmft     | none                          | max-age=86400, immutable",
        "/live/a.m3u8     | none                          | max-age=1",
        "/live/a.mpd      | none                          | max-age=1",
        "/live/x          | Audio/MPEGURL; charset=utf-8  | max-age=1",
        "/live/x          | audio/aac;x=1                 | max-age=86400, immutable",
        "/live/x          | none                          | none",
        "/live/a.json     | none                          | none",
        "/live/a.m4s      | text/plain                    | none",
        "/live/slow/a.mpd | none                          | max-age=9",
        "/live/slow/a.ts  | none                          | 'max-age=0, immutable'",
        "/vod/a.m4s       | none                          | none",
      })
  void cacheTime_followsTheMediaType(String target, String type, String expected) {
    statusMeanwhile(
        origin, target, type == null ? new String[0] : new String[] {"Content-Type", type});
    assertEquals(expected, origin.get(target).maybe("Cache-Control"));
  }

  @Test
  void uploaderWhoSetsCacheControl_keepsIt() {
    statusMeanwhile(origin, "/live/a.m4s", "Cache-Control", "no-cache");
    assertEquals("no-cache", origin.get("/live/a.m4s").maybe("Cache-Control"));
  }

  @Test
  void age_isWholeSecondsFromZero() {
    Duration second = Duration.ofSeconds(1);
    assertThrows(
        IllegalArgumentException.class,
        () -> LIVE.withMediaCaching(Duration.ofMillis(1500), second));
    assertThrows(
        IllegalArgumentException.class,
        () -> LIVE.withMediaCaching(second, Duration.ofSeconds(-1)));
  }
}
