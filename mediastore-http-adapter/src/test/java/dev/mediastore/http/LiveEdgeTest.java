// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.PathPattern;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for what is about to come: objects, states of a playlist, what a playlist names. */
class LiveEdgeTest {
  private static final int WAITERS = 5_000;

  private final Fixture origin =
      new Fixture(
          settings ->
              settings
                  .limits(HttpLimits.defaults().withWaiters(WAITERS))
                  .edgeRules(
                      EdgeRules.of(
                          EdgeRule.of(PathPattern.prefix("held/"))
                              .withStreaming()
                              .withPublishBarrier(Duration.ofSeconds(4)),
                          EdgeRule.of(PathPattern.prefix("live/"))
                              .withStreaming()
                              .withWait(Duration.ofSeconds(5), Duration.ofSeconds(1))
                              .withBlockingReload())));

  @AfterEach
  void close() {
    assertEquals(0, origin.deadlines.waiting());
    origin.close();
  }

  private Call begin(String method, String target) {
    Call call = origin.call(method, target);
    call.begin().end();
    return call;
  }

  private static void assertWaits(Call call) {
    assertFalse(call.answered());
  }

  private void playlist(String text) {
    origin.container.put(
        ObjectPath.of("live/a.m3u8"),
        UploadOptions.builder().contentType("application/vnd.apple.mpegurl").build(),
        Fixture.bytes(text));
  }

  /** Segments 10 to 12, two parts of 13, each part half a second long. */
  private static String partsOf13(int parts) {
    return "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-PART-INF:PART-TARGET=0.5\n"
        + "#EXT-X-MEDIA-SEQUENCE:10\n#EXTINF:4,\n10.m4s\n#EXTINF:4,\n11.m4s\n"
        + "#EXT-X-PART:DURATION=0.5,URI=\"12.0.m4s\"\n#EXTINF:4,\n12.m4s\n"
        + "#EXT-X-PART:DURATION=0.5,URI=\"13.x.m4s\"\n".repeat(parts)
        + "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"13.next.m4s\"\n";
  }

  @Test
  void earlyRead_isAnsweredWhenTheObjectArrives() {
    Call get = begin("GET", "/live/1.m4s");
    Call head = begin("HEAD", "/live/1.m4s");
    assertWaits(get);
    assertWaits(head);
    origin.object("live/other.m4s", "other");
    assertWaits(get);
    origin.object("live/1.m4s", "first");
    assertEquals("first", get.answer().text());
    assertEquals("5", head.answer().header("Content-Length"));
  }

  @Test
  void growingObject_endsTheWaitWithItsFirstBytes() {
    Call get = begin("GET", "/live/2.m4s");
    Call put = origin.call("PUT", "/live/2.m4s").header("Transfer-Encoding", "chunked");
    Exchange upload = put.begin();
    assertWaits(get);
    upload.body(ByteBuffer.wrap(Fixture.bytes("so far")));
    assertTrue(get.answered());
    assertEquals(-1, get.response().body().length());
    upload.end();
    assertEquals("so far", get.answer().text());
    assertEquals(200, put.answer().status());
  }

  @Test
  void waitInVain_endsWithA404ThatMayBeCachedAsTheRuleSays() {
    Call get = begin("GET", "/live/never.m4s");
    origin.deadlines.pass(Duration.ofMillis(4_999));
    assertWaits(get);
    origin.deadlines.pass(Duration.ofMillis(1));
    Answer answer = get.answer();
    assertEquals(404, answer.status());
    assertEquals("max-age=1", answer.header("Cache-Control"));
    assertEquals("no-store", origin.get("/vod/never.m4s").header("Cache-Control"));
  }

  @Test
  void whoMayNotRead_isToldAtOnce() {
    origin.withoutPolicy();
    assertEquals(403, origin.get("/live/never.m4s").status());
  }

  @Test
  void containerThatGoes_endsTheWaits() {
    Call get = begin("GET", "/live/never.m4s");
    origin.store.deleteContainerWithContent(origin.container.arn());
    Answer answer = get.answer();
    assertEquals(404, answer.status());
    assertEquals("ContainerNotFoundException", answer.error());
  }

  @Test
  void thousandsWait_andTheNextOneIsToldAtOnce() {
    List<Call> waiting = new ArrayList<>();
    for (int i = 0; i < WAITERS; i++) {
      waiting.add(begin("GET", "/live/" + (i % 50) + ".m4s"));
    }
    waiting.forEach(LiveEdgeTest::assertWaits);
    assertEquals(404, origin.get("/live/0.m4s").status());
    for (int i = 0; i < 50; i++) {
      origin.object("live/" + i + ".m4s", "segment " + i);
    }
    for (int i = 0; i < WAITERS; i++) {
      assertEquals("segment " + (i % 50), waiting.get(i).answer().text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?_HLS_msn=12",
        "?_HLS_msn=3",
        "?_HLS_msn=12&_HLS_part=7",
        "?_HLS_msn=13&_HLS_part=0",
        "?_HLS_msn=13&_HLS_part=1",
        "?_HLS_skip=YES"
      })
  void reloadOfWhatIsThere_isAnsweredAtOnce(String query) {
    playlist(partsOf13(2));
    assertEquals(200, origin.get("/live/a.m3u8" + query).status());
  }

  @ParameterizedTest
  @CsvSource({
    "?_HLS_msn=13&_HLS_part=2, 3",
    "?_HLS_msn=13&_HLS_part=4, 5",
  })
  void reloadOfTheNextPart_waitsForIt(String query, int parts) {
    playlist(partsOf13(2));
    Call get = begin("GET", "/live/a.m3u8" + query);
    assertWaits(get);
    playlist(partsOf13(parts - 1));
    assertWaits(get);
    playlist(partsOf13(parts));
    Answer answer = get.answer();
    assertEquals(200, answer.status());
    assertEquals(partsOf13(parts), answer.text());
    assertEquals("max-age=24", answer.header("Cache-Control"));
  }

  @Test
  void reloadOfTheNextSegment_waitsForAllOfIt() {
    playlist(partsOf13(2));
    Call get = begin("GET", "/live/a.m3u8?_HLS_msn=13");
    playlist(partsOf13(8));
    assertWaits(get);
    playlist(partsOf13(8) + "#EXTINF:4,\n13.m4s\n");
    assertEquals(200, get.answer().status());
  }

  @Test
  void reloadInVain_endsWith503AfterThreeTargetDurations() {
    playlist(partsOf13(2));
    Call get = begin("GET", "/live/a.m3u8?_HLS_msn=14");
    origin.deadlines.pass(Duration.ofMillis(11_999));
    assertWaits(get);
    origin.deadlines.pass(Duration.ofMillis(1));
    Answer answer = get.answer();
    assertEquals(503, answer.status());
    assertEquals("no-store", answer.header("Cache-Control"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?_HLS_part=1",
        "?_HLS_msn=x",
        "?_HLS_msn=-1",
        "?_HLS_msn=1&_HLS_msn=1",
        "?_HLS_msn=15",
        "?_HLS_msn=999999999999999999999",
        "?_HLS_msn=13&_HLS_part=20",
        "?_HLS_msn=13&_HLS_part=",
      })
  void reloadOfWhatWillNotBeThereSoon_isRefused(String query) {
    playlist(partsOf13(2));
    Answer answer = origin.get("/live/a.m3u8" + query);
    assertEquals(400, answer.status(), answer.text());
  }

  @Test
  void endedPlaylist_isServedAsItIs() {
    playlist(partsOf13(0) + "#EXT-X-ENDLIST\n");
    assertEquals(200, origin.get("/live/a.m3u8?_HLS_msn=99").status());
  }

  @Test
  void reloadOfAPlaylistThatIsNotThereYet_waitsForItAsForAnyObject() {
    Call get = begin("GET", "/live/a.m3u8?_HLS_msn=12");
    assertWaits(get);
    playlist(partsOf13(2));
    assertEquals(200, get.answer().status());
  }

  @Test
  void withoutARule_directivesAreIgnored() {
    origin.object("vod/a.m3u8", partsOf13(2));
    assertEquals(200, origin.get("/vod/a.m3u8?_HLS_msn=99&_HLS_part=x").status());
  }

  @Test
  void heldPlaylist_isPublishedWithTheLastThingItNames() {
    origin.object("held/a.m3u8", "#EXTM3U\nbefore");
    origin.object("held/v/0.m4s", "0");
    Call put = origin.call("PUT", "/held/a.m3u8");
    String text =
        """
        #EXTM3U
        #EXT-X-MAP:URI="v/i.mp4"
        #EXTINF:1,
        v/0.m4s
        #EXTINF:1,
        ./v/../v/%31.m4s
        #EXT-X-GAP
        #EXTINF:1,
        v/gap.m4s
        #EXT-X-PRELOAD-HINT:TYPE=PART,URI="v/2.m4s"
        https://elsewhere.test/x.m4s
        /absolute.m4s
        ../../../out.m4s
        """;
    put.header("Content-Length", Integer.toString(text.length()));
    Exchange upload = put.begin();
    upload.body(ByteBuffer.wrap(Fixture.bytes(text)));
    upload.end();
    assertWaits(put);
    origin.object("held/v/1.m4s", "1");
    assertWaits(put);
    assertEquals("#EXTM3U\nbefore", origin.content("held/a.m3u8"));
    origin.object("held/v/i.mp4", "init");
    assertEquals(200, put.answer().status());
    assertEquals(text, origin.content("held/a.m3u8"));
  }

  @Test
  void heldPlaylist_ofWhichSomethingNeverCame_isRefused_andTheFormerOneStays() {
    origin.object("held/a.m3u8", "#EXTM3U\nbefore");
    Call put = origin.call("PUT", "/held/a.m3u8").header("Content-Length", "14");
    Exchange upload = put.begin();
    upload.body(ByteBuffer.wrap(Fixture.bytes("#EXTM3U\nnever\n")));
    upload.end();
    origin.deadlines.pass(Duration.ofSeconds(4));
    assertEquals(503, put.answer().status());
    assertEquals("#EXTM3U\nbefore", origin.content("held/a.m3u8"));
  }

  @Test
  void heldPlaylist_mayNameItselfAndWhatIsGrowing() {
    Call segment = origin.call("PUT", "/live/g.m4s").header("Transfer-Encoding", "chunked");
    Exchange growing = segment.begin();
    growing.body(ByteBuffer.wrap(Fixture.bytes("some")));
    Answer put = origin.call("PUT", "/held/b.m3u8").send("#EXTM3U\n../live/g.m4s\n");
    assertEquals(200, put.status());
    growing.end();
    assertEquals(200, segment.answer().status());
  }

  @Test
  void segmentsBesideAHeldPlaylist_areReadableWhileTheyArrive() {
    Call segment = origin.call("PUT", "/held/g.m4s").header("Transfer-Encoding", "chunked");
    Exchange growing = segment.begin();
    growing.body(ByteBuffer.wrap(Fixture.bytes("some")));
    assertEquals(200, origin.get("/held/g.m4s").status());
    growing.end();
    assertEquals(200, segment.answer().status());
  }

  @Test
  void whatIsNoPlaylist_isNotHeld() {
    assertEquals(200, origin.call("PUT", "/held/a.ts").send("never.m4s\n").status());
    assertEquals("never.m4s\n", origin.content("held/a.ts"));
    assertNull(HlsPlaylist.parse("never.m4s\n"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "a/p.m3u8,   s.ts,            a/s.ts",
        "p.m3u8,     s.ts,            s.ts",
        "a/b/p.m3u8, ../s.ts?x=1#f,   a/s.ts",
        "a/b/p.m3u8, c/./d/../s.ts,   a/b/c/s.ts",
        "a/p.m3u8,   x%20y.ts,        a/x y.ts",
        "a/p.m3u8,   ../../s.ts,      none",
        "a/p.m3u8,   /s.ts,           none",
        "a/p.m3u8,   //h/s.ts,        none",
        "a/p.m3u8,   http://h/s.ts,   none",
        "a/p.m3u8,   '%zz',           none",
        "a/p.m3u8,   '?x',            none",
      })
  void reference_isResolvedInTheContainerOrNotAtAll(String playlist, String uri, String expected) {
    assertEquals(expected, HlsPlaylist.resolve(playlist, uri));
  }

  @Test
  void hostilePlaylists_areReadInLinearTime() {
    String[] hostile = {
      "#EXTM3U\n" + "#EXT-X-PART:".repeat(20_000),
      "#EXTM3U\n#EXT-X-PART:" + "=".repeat(200_000),
      "#EXTM3U\n#EXT-X-PART:" + "A=\"".repeat(100_000),
      "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:1e400\n#EXT-X-TARGETDURATION:NaN\n#EXT-X-PART-INF:PART-TARGET=-1",
      "#EXTM3U\n" + "\n".repeat(200_000),
    };
    for (String text : hostile) {
      HlsPlaylist read = HlsPlaylist.parse(text);
      assertEquals(0, read == null ? -1 : read.nextSequence());
    }
  }

  @Test
  void waitsHaveABound() {
    EdgeRule rule = EdgeRule.of(PathPattern.prefix(""));
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(61))) {
      assertThrows(
          IllegalArgumentException.class, () -> rule.withWait(wrong, Duration.ofSeconds(1)));
      assertThrows(IllegalArgumentException.class, () -> rule.withPublishBarrier(wrong));
    }
  }
}
