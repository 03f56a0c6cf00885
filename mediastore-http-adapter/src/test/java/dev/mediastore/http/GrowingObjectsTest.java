// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects that are read while they are being uploaded (contract section 10). */
class GrowingObjectsTest {
  private final Fixture origin = new Fixture();

  @AfterEach
  void close() {
    origin.close();
  }

  private final class Upload {
    private final Call call =
        origin
            .call("PUT", "/live/seg.m4s")
            .header("x-amz-upload-availability", "STREAMING")
            .header("Transfer-Encoding", "chunked");
    private final Exchange exchange = call.begin();

    Upload send(String piece) {
      exchange.body(ByteBuffer.wrap(Fixture.bytes(piece)));
      return this;
    }
  }

  private Call read() {
    Call call = origin.call("GET", "/live/seg.m4s");
    call.begin();
    return call;
  }

  private static String next(Call reader) throws BodyCutException {
    ByteBuffer piece = reader.response().body().next(1024);
    return piece == null ? "END" : StandardCharsets.UTF_8.decode(piece).toString();
  }

  @Test
  void object_isReadableFromItsFirstByteOn() throws Exception { // D10
    Upload upload = new Upload();
    assertEquals("404", origin.content("live/seg.m4s"));
    upload.send("one");
    Call reader = read();
    Response response = reader.response();
    assertEquals(200, response.status());
    assertEquals(-1, response.body().length());
    assertFalse(response.headers().contains("Content-Length"));
    assertNotNull(response.headers().first("ETag"));
    assertEquals("one", next(reader));
    assertEquals("", next(reader));
    AtomicInteger woken = new AtomicInteger();
    response.body().onReadable(woken::incrementAndGet);
    assertEquals(0, woken.get());
    upload.send("two");
    assertEquals(1, woken.get());
    assertEquals("two", next(reader));
    upload.exchange.end();
    assertEquals("END", next(reader));
    assertEquals(200, upload.call.answer().status());
    Answer complete = origin.get("/live/seg.m4s");
    assertEquals("onetwo", complete.text());
    assertEquals(response.headers().first("ETag"), complete.header("ETag"));
  }

  @Test
  void range_isIgnoredUntilTheUploadEnds() throws Exception { // C11
    Upload upload = new Upload().send("one");
    Call reader = origin.call("GET", "/live/seg.m4s").header("Range", "bytes=1-1");
    reader.begin();
    assertEquals(200, reader.response().status());
    assertEquals("one", next(reader));
    upload.exchange.end();
    assertEquals(
        "n", origin.call("GET", "/live/seg.m4s").header("Range", "bytes=1-1").send().text());
  }

  @Test
  void lengthIsUnknown_toHeadAndListings() {
    Upload upload = new Upload().send("one");
    Answer head = origin.call("HEAD", "/live/seg.m4s").send();
    assertEquals(200, head.status());
    assertNull(head.maybe("Content-Length"));
    assertFalse(origin.get("/?Path=live").text().contains("seg.m4s"));
    upload.exchange.end();
    assertTrue(origin.get("/?Path=live").text().contains("seg.m4s"));
  }

  @Test
  void abortedUpload_cutsItsReaders_andTheOldVersionIsBack() throws Exception { // D11
    origin.object("live/seg.m4s", "old");
    Upload upload = new Upload().send("new");
    Call reader = read();
    assertEquals("new", next(reader));
    AtomicInteger woken = new AtomicInteger();
    reader.response().body().onReadable(woken::incrementAndGet);
    upload.exchange.connectionLost("test");
    assertEquals(1, woken.get());
    assertThrows(BodyCutException.class, () -> next(reader));
    assertEquals("old", origin.content("live/seg.m4s"));
  }

  @Test
  void deletedUpload_isAnsweredWithAConflict() throws Exception { // D14
    Upload upload = new Upload().send("one");
    Call reader = read();
    assertEquals("one", next(reader));
    assertEquals(200, origin.call("DELETE", "/live/seg.m4s").send().status());
    assertEquals("404", origin.content("live/seg.m4s"));
    upload.send("two");
    upload.exchange.end();
    Answer answer = upload.call.answer();
    assertEquals(409, answer.status());
    assertEquals("ConflictException", answer.error());
    assertThrows(BodyCutException.class, () -> next(reader));
  }

  @Test
  void uploadThatTakesTooLong_isWithdrawn() throws Exception {
    Upload upload = new Upload().send("one");
    Call reader = read();
    assertEquals("one", next(reader));
    origin.deadlines.pass(Duration.ofSeconds(30));
    assertEquals(408, upload.call.answer().status());
    assertThrows(BodyCutException.class, () -> next(reader));
    assertEquals("404", origin.content("live/seg.m4s"));
  }

  @Test
  void overwrite_isSeenByNewReadersOnly() throws Exception { // D12
    Upload first = new Upload().send("first");
    Call reader = read();
    Upload second = new Upload().send("second");
    Call newReader = read();
    assertEquals("first", next(reader));
    assertEquals("second", next(newReader));
    first.send("!");
    assertEquals("!", next(reader));
    first.exchange.end();
    second.exchange.end();
    assertEquals("END", next(reader));
    assertEquals("second", origin.content("live/seg.m4s"));
  }
}
