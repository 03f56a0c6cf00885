// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.StoreLimits;
import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PutObject (contract section 7.3 and 10). */
class UploadsTest {
  private final Fixture origin =
      new Fixture(
          store ->
              store.memory(4 << 20).limits(StoreLimits.defaults().withObjectBytes(10_000, 5_000)),
          settings -> settings);

  @AfterEach
  void close() {
    origin.close();
  }

  @Test
  void answer_isADocumentAndAnEntityTag() {
    Answer answer = origin.call("PUT", "/a.ts").send("content");
    assertEquals(200, answer.status());
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals(
        "{\"ContentSHA256\":\""
            + TestSigner.sha256(Fixture.bytes("content"))
            + "\",\"ETag\":\""
            + answer.header("ETag")
            + "\",\"StorageClass\":\"TEMPORAL\"}",
        answer.text());
    assertEquals(answer.header("ETag"), origin.get("/a.ts").header("ETag"));
  }

  @Test
  void sameUpload_hasTheSameTag_andAnotherTypeAnotherOne() { // D08
    String first = origin.call("PUT", "/a.ts").send("content").header("ETag");
    assertEquals(first, origin.call("PUT", "/a.ts").send("content").header("ETag"));
    assertFalse(
        first.equals(
            origin
                .call("PUT", "/a.ts")
                .header("Content-Type", "text/plain")
                .send("content")
                .header("ETag")));
  }

  @Test
  void connectionLost_leavesTheOldVersion() { // D01
    origin.object("a.ts", "old");
    for (int sent = 0; sent <= 7; sent++) {
      Call call = origin.call("PUT", "/a.ts").header("Content-Length", "7");
      Exchange exchange = call.begin();
      exchange.body(ByteBuffer.wrap(Fixture.bytes("content"), 0, sent));
      exchange.connectionLost("test");
      assertEquals("old", origin.content("a.ts"), "after " + sent);
      assertFalse(call.answered());
    }
    assertEquals(0, origin.deadlines.waiting());
  }

  @Test
  void bodyShorterThanDeclared_isNotStored() { // D02
    Answer answer =
        origin.call("PUT", "/a.ts").header("Content-Length", "7").sendPieces(Fixture.bytes("cont"));
    assertEquals(400, answer.status());
    assertEquals("404", origin.content("a.ts"));
  }

  @ParameterizedTest
  @CsvSource({"10000, 200", "10001, 413", "1099511627776, 413", "99999999999999999999, 413"})
  void declaredLength_isCheckedBeforeTheBodyIsRead(String length, int status) { // D04
    Call call = origin.call("PUT", "/a.ts").header("Content-Length", length);
    Exchange exchange = call.begin();
    assertEquals(status == 200, exchange.wantsBody());
    if (status == 200) {
      exchange.body(ByteBuffer.wrap(new byte[10_000]));
      exchange.end();
    } else {
      assertTrue(call.response().close());
      assertEquals("ValidationException", call.response().headers().first("x-amzn-ErrorType"));
    }
    assertEquals(status, call.answer().status());
  }

  @Test
  void streamedLength_isCountedWhileItArrives() { // D05
    origin.object("a.ts", "old");
    assertEquals(200, origin.call("PUT", "/b.ts").sendChunked(new byte[10_000]).status());
    Answer answer = origin.call("PUT", "/a.ts").sendChunked(new byte[10_001]);
    assertEquals(413, answer.status());
    assertTrue(answer.close());
    assertEquals("old", origin.content("a.ts"));
  }

  @Test
  void streamingObject_hasALimitOfItsOwn() {
    assertEquals(200, streaming("/a.ts").send(new byte[5_000]).status());
    assertEquals(413, streaming("/a.ts").send(new byte[5_001]).status());
  }

  @Test
  void emptyObject_isAnObject() { // D06
    assertEquals(200, origin.call("PUT", "/a").send(new byte[0]).status());
    assertEquals(200, origin.call("PUT", "/b").sendChunked(new byte[0]).status());
    Answer answer = origin.get("/a");
    assertEquals(200, answer.status());
    assertEquals(0, answer.body().length);
    assertEquals("0", origin.call("HEAD", "/b").send().header("Content-Length"));
    assertTrue(origin.get("/").text().contains("\"ContentLength\":0"));
  }

  @Test
  void uploadWithoutLength_isRefused() { // A28
    Answer answer = origin.call("PUT", "/a.ts").send();
    assertEquals(411, answer.status());
    assertTrue(answer.close());
    assertEquals(
        200,
        origin.call("PUT", "/a.ts").version(HttpVersion.HTTP_2).sendPieces(new byte[3]).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"+5", "-1", "0x5", "5,5", "5;", "5.0", "", "१"})
  void lengthThatIsNoNumber_closesTheConnection(String length) { // A15
    for (String method : List.of("PUT", "GET", "DELETE", "OPTIONS")) {
      Answer answer = origin.call(method, "/a.ts").header("Content-Length", length).send();
      assertEquals(400, answer.status(), method);
      assertTrue(answer.close(), method);
    }
  }

  @Test
  void uploadThatTakesTooLong_isCancelled() { // D07
    origin.object("a.ts", "old");
    Call call = origin.call("PUT", "/a.ts").header("Content-Length", "7");
    Exchange exchange = call.begin();
    exchange.body(ByteBuffer.wrap(Fixture.bytes("conten")));
    origin.deadlines.pass(Duration.ofSeconds(29));
    assertFalse(call.answered());
    origin.deadlines.pass(Duration.ofSeconds(1));
    Answer answer = call.answer();
    assertEquals(408, answer.status());
    assertEquals("RequestTimeoutException", answer.error());
    assertTrue(answer.close());
    assertFalse(exchange.wantsBody());
    exchange.body(ByteBuffer.wrap(Fixture.bytes("t")));
    exchange.end();
    assertEquals("old", origin.content("a.ts"));
  }

  @Test
  void uploadInTime_leavesNoDeadlineBehind() {
    origin.call("PUT", "/a.ts").send("content");
    origin.call("PUT", "/a.ts").sendChunked(new byte[20_000]);
    assertEquals(0, origin.deadlines.waiting());
  }

  @Test
  void storeThatIsFull_asksToComeBack() { // D21
    try (Fixture small = new Fixture(store -> store.memory(16 * 4096), settings -> settings)) {
      small.object("a.ts", "old");
      Answer answer = small.call("PUT", "/a.ts").sendChunked(new byte[100_000]);
      assertEquals(503, answer.status(), answer::toString);
      assertEquals("1", answer.header("Retry-After"));
      assertEquals("old", small.content("a.ts"));
      assertEquals(200, small.call("DELETE", "/a.ts").send().status());
      assertEquals(200, small.call("PUT", "/a.ts").send(new byte[1000]).status());
    }
  }

  @Test
  void contentRange_isNeverAPartialUpload() { // C15
    origin.object("a.ts", "old");
    Answer answer = origin.call("PUT", "/a.ts").header("Content-Range", "bytes 0-1/9").send("ne");
    assertEquals(400, answer.status());
    assertEquals("old", origin.content("a.ts"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-amz-upload-availability: STREAMINGX | 400",
        "x-amz-upload-availability:            | 400",
        "x-amz-upload-availability: streaming  | 200",
        "x-amz-upload-availability: Standard   | 200",
        "x-amz-storage-class: GLACIER          | 400",
        "x-amz-storage-class: temporal         | 200",
        "Cache-Control:                        | 200",
        "Content-Type:                         | 200",
        "Content-MD5: nonsense                 | 200",
        "x-amz-meta-a: b                       | 200",
      })
  void headerField_isCheckedOrIgnored(String field, int status) { // D15, D18, D20
    String[] parts = field.split(":", 2);
    Call call = origin.call("PUT", "/a.ts").header(parts[0], parts[1].strip());
    assertEquals(status, call.send("content").status());
  }

  @Test
  void repeatedField_thatMayOccurOnce_isRefused() { // D20
    for (String name : new String[] {"x-amz-upload-availability", "x-amz-storage-class"}) {
      String value = name.endsWith("class") ? "TEMPORAL" : "STANDARD";
      Call call = origin.call("PUT", "/a.ts").header(name, value).header(name, value);
      assertEquals(400, call.send("content").status(), name);
    }
  }

  @Test
  void metadata_comesBackAsItWasSent() {
    origin
        .call("PUT", "/a.ts")
        .header("Content-Type", "text/plain; charset=\"utf-8\"")
        .header("Cache-Control", "max-age=6,  s-maxage=2")
        .header("Content-Encoding", "gzip")
        .header("Content-Disposition", "inline")
        .header("Expires", "0")
        .header("ETag", "mine")
        .header("Last-Modified", "mine")
        .header("x-amz-meta-owner", "me")
        .send("content");
    for (String method : new String[] {"GET", "HEAD"}) {
      Answer answer = origin.call(method, "/a.ts").send();
      assertEquals("text/plain; charset=\"utf-8\"", answer.header("Content-Type"));
      assertEquals("max-age=6,  s-maxage=2", answer.header("Cache-Control"));
      assertEquals("gzip", answer.header("Content-Encoding"));
      assertNull(answer.maybe("Content-Disposition"));
      assertNull(answer.maybe("Expires"));
      assertNull(answer.maybe("x-amz-meta-owner"));
      assertFalse("mine".equals(answer.header("ETag")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type", "Cache-Control", "Content-Encoding"})
  void metadata_thatCouldNotComeBack_isRefused(String name) { // D19, A36
    for (String value :
        new String[] {"a\rb", "a\u0000", "a\u007f", "caf\u00e9", "x".repeat(8000)}) {
      Answer answer = origin.call("PUT", "/a.ts").header(name, value).send("content");
      assertEquals(400, answer.status(), name + " " + value.length());
      assertEquals("ValidationException", answer.error());
    }
  }

  @ParameterizedTest
  @CsvSource({"255, 200", "256, 400"})
  void contentType_isLimited(int length, int status) { // D19
    Call call = origin.call("PUT", "/a.ts").header("Content-Type", "t".repeat(length));
    assertEquals(status, call.send("content").status());
  }

  @ParameterizedTest
  @CsvSource({
    "index.m3u8, application/vnd.apple.mpegurl",
    "INDEX.M3U8, application/vnd.apple.mpegurl",
    "manifest.mpd, application/dash+xml",
    "seg.ts, video/mp2t",
    "seg.m4s, video/iso.segment",
    "v.mp4, video/mp4",
    "a.m4a, audio/mp4",
    "a.aac, audio/aac",
    "s.vtt, text/vtt",
    "p.jpg, image/jpeg",
    "p.png, image/png",
    "d.json, application/json",
    "unknown, binary/octet-stream",
    "folder.m3u8/unknown, binary/octet-stream",
  })
  void missingContentType_isInferred_unlessStrict(String path, String type) {
    origin.call("PUT", "/" + path).send("content");
    assertEquals(type, origin.get("/" + path).header("Content-Type"));
    try (Fixture strict = Fixture.strict()) {
      strict.call("PUT", "/" + path).send("content");
      assertEquals("binary/octet-stream", strict.get("/" + path).header("Content-Type"));
    }
  }

  @Test
  void contentTypeWithParameters_isRefusedIfStrict() {
    try (Fixture strict = Fixture.strict()) {
      Call call = strict.call("PUT", "/a").header("Content-Type", "text/plain; charset=utf-8");
      assertEquals(400, call.send("x").status());
      assertEquals(
          200, strict.call("PUT", "/a").header("Content-Type", "text/plain").send("x").status());
    }
  }

  @Test
  void refusedUpload_neverAsksForItsBody() { // A30
    origin.withoutPolicy();
    Call call =
        origin.call("PUT", "/a.ts").header("Content-Length", "7").header("Expect", "100-continue");
    assertFalse(call.begin().wantsBody());
    assertEquals(403, call.response().status());
    assertTrue(call.response().close(), "the client may or may not send the body");
  }

  @Test
  void record_tellsWhatHappened() {
    origin.call("PUT", "/a.ts").send("content");
    ExchangeRecord record = origin.records.get(0);
    assertEquals("PutObject", record.operation());
    assertEquals("a.ts", record.path());
    assertEquals(200, record.status());
    assertEquals(7, record.bodyBytesReceived());
    assertTrue(record.complete());
    origin.get("/missing");
    assertEquals("ObjectNotFoundException", origin.records.get(1).error());
  }

  private Call streaming(String path) {
    return origin.call("PUT", path).header("x-amz-upload-availability", "STREAMING");
  }
}
