// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.hosts.RawHttp2.Frame;
import dev.mediastore.http.netty.NettyLimits;
import dev.mediastore.http.netty.NettyServer;
import io.netty.handler.codec.http2.Http2Error;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 by prior knowledge: streams, windows, and what floods and broken frames do. */
@Timeout(30)
class Http2HostTest {
  private final ScriptedHandler handler = new ScriptedHandler();
  private NettyServer server;

  @BeforeEach
  void start() throws IOException {
    server = NettyServer.builder(handler).start();
  }

  @AfterEach
  void stop() {
    server.close();
    assertEquals(0, handler.openBodies.get());
    assertTrue(handler.offences.isEmpty(), handler.offences.toString());
  }

  private void restart(Duration patience) throws IOException {
    server.close();
    NettyLimits.Times times =
        new NettyLimits.Times(patience, patience, patience, patience, patience, patience);
    server = NettyServer.builder(handler).limits(NettyLimits.defaults().withTimes(times)).start();
  }

  private RawHttp2 connect() throws IOException {
    return RawHttp2.connect(server.port());
  }

  private String nextEnded() throws InterruptedException {
    return handler.ended.poll(20, TimeUnit.SECONDS);
  }

  private static String[] request(String method, String target, String... more) {
    String[] fields =
        Arrays.copyOf(
            new String[] {":method", method, ":scheme", "http", ":authority", "h", ":path", target},
            8 + more.length);
    System.arraycopy(more, 0, fields, 8, more.length);
    return fields;
  }

  // Streams.

  @Test
  void manyStreams_areAnsweredEach() throws Exception {
    try (RawHttp2 client = connect()) {
      int[] streams = new int[50];
      for (int i = 0; i < streams.length; i++) {
        streams[i] = client.get("/big/" + 10_000 * i);
      }
      for (int i = 0; i < streams.length; i++) {
        assertEquals(10_000 * i, client.answer(streams[i]).body().length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void upload_isStoredAndRead(boolean blocking) throws Exception {
    if (blocking) {
      server.close();
      handler.blocking = true;
      server = NettyServer.builder(handler).start();
    }
    byte[] body = HostContract.bytes(3_000_000);
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/store/a"));
      client.await(RawHttp2.SETTINGS);
      int ofStream = 1 << 20;
      int ofConnection = 65_535;
      for (int sent = 0; sent < body.length; ) {
        int size = Math.min(Math.min(16_384, body.length - sent), Math.min(ofStream, ofConnection));
        if (size == 0) {
          Frame update = client.await(RawHttp2.WINDOW_UPDATE);
          ofStream += update.stream() == put ? update.number(0) : 0;
          ofConnection += update.stream() == 0 ? update.number(0) : 0;
          continue;
        }
        client.frame(RawHttp2.DATA, 0, put, Arrays.copyOfRange(body, sent, sent + size));
        sent += size;
        ofStream -= size;
        ofConnection -= size;
      }
      client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, put, new byte[0]);
      assertEquals(200, client.answer(put).status());
      assertArrayEquals(body, client.answer(client.get("/store/a")).body());
      assertEquals(200, client.answer(client.open(true, request("HEAD", "/store/a"))).status());
    }
  }

  @Test
  void growingBody_isReadWhileItArrives() throws Exception {
    try (RawHttp2 client = connect()) {
      int stream = client.get("/growing/a");
      client.await(RawHttp2.HEADERS);
      GrowingObject object = handler.growing.get("a");
      object.append("first".getBytes(StandardCharsets.US_ASCII));
      assertEquals("first", new String(client.bytes(stream, 5), StandardCharsets.US_ASCII));
      object.append("second".getBytes(StandardCharsets.US_ASCII));
      client.bytes(stream, 11);
      object.finish();
      assertEquals("firstsecond", client.answer(stream).text());
      assertEquals("sent /growing/a", nextEnded());
    }
  }

  @Test
  void answerThatCannotGoOn_resetsItsStreamOnly() throws Exception {
    try (RawHttp2 client = connect()) {
      int cut = client.get("/cut/100000");
      assertThrows(EOFException.class, () -> client.answer(cut));
      assertEquals("unsent /cut/100000", nextEnded());
      assertEquals(200, client.answer(client.get("/echo/")).status());
    }
  }

  @Test
  void defect_isAnsweredWith500AndNothingElseHurt() throws Exception {
    try (RawHttp2 client = connect()) {
      assertEquals(500, client.answer(client.get("/fail")).status());
      int put = client.open(false, request("PUT", "/fail-in-body"));
      client.frame(RawHttp2.DATA, 0, put, new byte[1]);
      assertEquals(500, client.answer(put).status());
      assertEquals(200, client.answer(client.get("/echo/")).status());
    }
  }

  @Test
  void refusedUpload_isAnsweredAndTheRestNotWanted() throws Exception {
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/refuse/a"));
      assertEquals(403, client.answer(put).status());
      Frame reset = client.await(RawHttp2.RST_STREAM);
      assertEquals(Http2Error.NO_ERROR.code(), reset.number(0));
      assertEquals(200, client.answer(client.get("/echo/")).status());
    }
  }

  @Test
  void uploadThatIsReset_isLost() throws Exception {
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/store/a"));
      client.frame(RawHttp2.DATA, 0, put, new byte[10]).reset(put);
      assertEquals("lost /store/a", nextEnded());
      assertEquals(200, client.answer(client.get("/echo/")).status());
    }
  }

  @Test
  void requestWhoseClientLeft_isCarriedOut() throws Exception {
    try (RawHttp2 client = connect()) {
      client.data(client.open(false, request("PUT", "/store/a")), new byte[10]);
      assertEquals("sent /store/a", nextEnded());
    }
    assertEquals(10, handler.stored.get("a").length);
  }

  @Test
  void expectation_isAnsweredWith100() throws Exception {
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/store/a", "expect", "100-continue"));
      client.await(RawHttp2.HEADERS);
      client.data(put, new byte[1]);
      assertEquals(200, client.answer(put).status());
    }
  }

  @Test
  void server_closesWhenRequestsInProgressAreDone() throws Exception {
    try (RawHttp2 client = connect()) {
      int stream = client.get("/deferred/");
      Runnable answer = handler.deferred.take();
      Thread closing = new Thread(server::close);
      closing.start();
      client.await(RawHttp2.GO_AWAY);
      answer.run();
      assertEquals("later", client.answer(stream).text());
      assertEquals(-1, client.goAwayOrClosed());
      closing.join();
    }
  }

  // Windows.

  @Test
  void smallWindow_isNeverExceeded() throws Exception {
    try (RawHttp2 client = RawHttp2.connect(server.port(), 1000)) {
      int stream = client.get("/big/100000");
      assertEquals(1000, client.bytes(stream, 1000).length);
      assertEquals(200, client.answer(client.open(true, request("HEAD", "/echo/"))).status());
      assertEquals(1000, client.bytes(stream, 1000).length);
      assertTrue(handler.bodyBytesGiven.get() <= 100_000);
      client.windowUpdate(stream, 99_000).windowUpdate(0, 99_000);
      assertEquals(100_000, client.answer(stream).body().length);
    }
  }

  @Test
  void A39_readerThatOpensNoWindow_isReset() throws Exception {
    restart(Duration.ofMillis(400));
    try (RawHttp2 client = RawHttp2.connect(server.port(), 0)) {
      int stream = client.get("/big/100000");
      assertThrows(EOFException.class, () -> client.answer(stream));
      assertEquals("unsent /big/100000", nextEnded());
    }
  }

  @Test
  void uploadThatStalls_isReset() throws Exception {
    restart(Duration.ofMillis(400));
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/store/a"));
      assertThrows(EOFException.class, () -> client.answer(put));
      assertEquals("lost /store/a", nextEnded());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void idleConnection_isClosed(boolean afterRequest) throws Exception {
    restart(Duration.ofMillis(400));
    try (RawHttp2 client = connect()) {
      if (afterRequest) {
        client.answer(client.get("/echo/"));
      }
      assertEquals(0, client.goAwayOrClosed());
    }
  }

  @Test
  void prefaceThatNeverEnds_isClosed() throws Exception {
    restart(Duration.ofMillis(400));
    try (RawClient client = RawClient.connect(server.port())) {
      client.send("PRI * HTTP/2.0\r\n");
      assertTrue(client.isClosedByServer());
    }
  }

  // Heads.

  @ParameterizedTest
  @CsvSource({
    "no path, ':method,GET,:scheme,http,:authority,h'",
    "empty path, ':method,GET,:scheme,http,:authority,h,:path,'",
    "no method, ':scheme,http,:authority,h,:path,/echo/'",
    "two paths, ':method,GET,:scheme,http,:path,/echo/,:path,/echo/b'",
    "two methods, ':method,GET,:method,PUT,:scheme,http,:path,/echo/'",
    "unknown scheme, ':method,GET,:scheme,gopher,:authority,h,:path,/echo/'",
    "blank in path, ':method,GET,:scheme,http,:authority,h,:path,/echo/ a'",
    "unknown pseudo field, ':method,GET,:scheme,http,:path,/echo/,:x,y'",
    "response field, ':method,GET,:scheme,http,:path,/echo/,:status,200'",
    "upper case, ':method,GET,:scheme,http,:authority,h,:path,/echo/,Accept,x'",
    "connection field, ':method,GET,:scheme,http,:path,/echo/,connection,close'",
    "transfer coding, ':method,PUT,:scheme,http,:path,/echo/,transfer-encoding,chunked'",
    "te, ':method,GET,:scheme,http,:path,/echo/,te,gzip'",
    "two hosts, ':method,GET,:scheme,http,:authority,h,:path,/echo/,host,i'",
    "blank in a name, ':method,GET,:scheme,http,:authority,h,:path,/echo/,a b,c'"
  })
  void A40_malformedHead_isRefusedAlone(String why, String fields) throws Exception {
    try (RawHttp2 client = connect()) {
      int stream = client.open(true, fields.split(",", -1));
      int status;
      try {
        status = client.answer(stream).status();
      } catch (EOFException e) {
        status = e.getMessage().startsWith("stream reset") ? 400 : 0;
      }
      assertEquals(400, status, why);
      assertEquals(200, client.answer(client.get("/echo/")).status());
      assertTrue(handler.ended.stream().noneMatch(ended -> !ended.endsWith("/echo/")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", " a", "a "})
  void A40_controlsInAField_areRefused(String value) throws Exception {
    try (RawHttp2 client = connect()) {
      int stream = client.open(true, request("GET", "/echo/", "x", value));
      int status;
      try {
        status = client.answer(stream).status();
      } catch (EOFException e) {
        status = e.getMessage().startsWith("stream reset") ? 400 : 0;
      }
      assertEquals(400, status);
    }
  }

  @Test
  void A40_bodyOfAnotherLengthThanAnnounced_isNoRequest() throws Exception {
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/store/a", "content-length", "5"));
      client.data(put, new byte[4]);
      assertThrows(EOFException.class, () -> client.answer(put));
      assertEquals("lost /store/a", nextEnded());
      assertTrue(handler.stored.isEmpty());
    }
  }

  @Test
  void A39_largeHead_isRefused() throws Exception {
    try (RawHttp2 client = connect()) {
      int stream = client.open(true, request("GET", "/echo/", "x", "y".repeat(16_300)));
      assertEquals(431, client.answer(stream).status());
      assertEquals(200, client.answer(client.get("/echo/")).status());
    }
  }

  @Test
  void longTarget_isRefused() throws Exception {
    try (RawHttp2 client = connect()) {
      assertEquals(414, client.answer(client.get("/echo/" + "a".repeat(8200))).status());
    }
  }

  // Floods. Each is ended by the server, and another client is served meanwhile.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rapid reset",
        "resets of our own making",
        "continuation",
        "empty continuation",
        "head of a megabyte",
        "empty data",
        "ping",
        "settings",
        "header bomb"
      })
  void A39_flood_isEnded(String kind) throws Exception {
    try (RawHttp2 attacker = connect();
        RawHttp2 other = connect()) {
      int error = 0;
      try {
        flood(kind, attacker);
      } catch (IOException e) {
        error = -1; // Closed while we were sending.
      }
      Answer answer = other.answer(other.get("/echo/"));
      assertEquals(200, answer.status());
      if (error == 0) {
        error = attacker.goAwayOrClosed();
      }
      assertTrue(
          error == -1
              || error == Http2Error.ENHANCE_YOUR_CALM.code()
              || error == Http2Error.PROTOCOL_ERROR.code()
              || (error == Http2Error.FRAME_SIZE_ERROR.code() && kind.equals("header bomb")),
          kind + ": " + error);
    }
  }

  private void flood(String kind, RawHttp2 attacker) throws Exception {
    switch (kind) {
      case "rapid reset" -> {
        for (int i = 0; i < 2000; i++) {
          attacker.reset(attacker.get("/deferred/" + i));
        }
      }
      case "resets of our own making" -> {
        for (int i = 0; i < 2000; i++) {
          attacker.windowUpdate(attacker.get("/deferred/" + i), 0); // An error of that stream.
        }
      }
      case "empty continuation" -> {
        attacker.frame(RawHttp2.HEADERS, 0, 1, attacker.block(request("GET", "/echo/")));
        for (int i = 0; i < 100_000; i++) {
          attacker.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0]);
        }
      }
      case "head of a megabyte" -> {
        attacker.frame(RawHttp2.HEADERS, 0, 1, attacker.block(request("GET", "/echo/")));
        for (int i = 0; i < 64; i++) {
          byte[] block = attacker.block("x" + i, "\u00ff".repeat(4000));
          attacker.frame(RawHttp2.CONTINUATION, 0, 1, block);
        }
        attacker.frame(RawHttp2.PING, 0, 0, new byte[8]); // Not between these.
      }
      case "continuation" -> {
        int stream = 1;
        attacker.frame(RawHttp2.HEADERS, 0, stream, attacker.block(request("GET", "/echo/")));
        for (int i = 0; i < 100_000; i++) {
          attacker.frame(RawHttp2.CONTINUATION, 0, stream, attacker.block("x" + i, "y"));
        }
      }
      case "empty data" -> {
        int put = attacker.open(false, request("PUT", "/store/a"));
        for (int i = 0; i < 1000; i++) {
          attacker.frame(RawHttp2.DATA, 0, put, new byte[0]);
        }
      }
      case "ping" -> {
        for (int i = 0; i < 3_000_000; i++) {
          attacker.frame(RawHttp2.PING, 0, 0, new byte[8]); // Answers are never read.
        }
      }
      case "settings" -> {
        byte[] window = ByteBuffer.allocate(6).putShort((short) 4).putInt(1000).array();
        for (int i = 0; i < 3_000_000; i++) {
          attacker.frame(RawHttp2.SETTINGS, 0, 0, window);
        }
      }
      default -> {
        // One large field in the table, and then only its number, again and again.
        byte[] first = attacker.block("x", "y".repeat(4000));
        ByteBuffer bomb = ByteBuffer.allocate(first.length + 10_000).put(first);
        while (bomb.hasRemaining()) {
          bomb.put((byte) (0x80 | 62));
        }
        for (int stream = 1; stream < 400; stream += 2) {
          attacker.frame(RawHttp2.HEADERS, 5, stream, bomb.array());
        }
        attacker.frame(99, 0, 0, new byte[70_000]); // Too large for a frame: the end of it all.
      }
    }
  }

  @Test
  void A39_paddedData_countsAgainstTheWindowAndIsNoBody() throws Exception {
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/store/a"));
      byte[] padded = new byte[256];
      padded[0] = (byte) 254; // One byte of data and 254 of padding.
      client.await(RawHttp2.WINDOW_UPDATE); // Of the connection, at its start.
      for (int i = 0; i < 3000; i++) { // 750 KiB on the wire, 3,000 bytes of an object.
        client.frame(RawHttp2.DATA, 8, put, padded);
      }
      client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, put, new byte[0]);
      assertEquals(200, client.answer(put).status());
      assertEquals(3000, handler.stored.get("a").length);
    }
  }

  @Test
  void A33_upgrade_isAnsweredAsHttp1() throws Exception {
    try (RawClient client = RawClient.connect(server.port())) {
      String upgrade =
          HostContract.request(
              "GET /echo/ HTTP/1.1",
              "Connection: Upgrade, HTTP2-Settings",
              "Upgrade: h2c",
              "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA");
      assertTrue(client.send(upgrade).answer().text().contains(" HTTP_1_1 plain"));
      assertTrue(client.send(upgrade).answer().text().contains(" HTTP_1_1 plain"));
    }
  }

  @Test
  void A01_preface_isNoRequestWhereHttp2IsOff() throws Exception {
    server.close();
    server = NettyServer.builder(handler).http2(false).start();
    try (RawClient client = RawClient.connect(server.port())) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      assertEquals(400, client.answer().status());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void A39_moreStreamsThanAllowed_areRefused() throws Exception {
    try (RawHttp2 client = connect()) {
      for (int i = 0; i < 101; i++) {
        client.get("/deferred/");
      }
      assertEquals(Http2Error.REFUSED_STREAM.code(), client.await(RawHttp2.RST_STREAM).number(0));
      for (int i = 0; i < 100; i++) {
        handler.deferred.take().run();
      }
    }
  }
}
