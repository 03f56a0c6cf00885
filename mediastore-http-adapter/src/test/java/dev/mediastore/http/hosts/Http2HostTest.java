// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.hosts.RawHttp2.Frame;
import dev.mediastore.http.netty.NettyLimits;
import dev.mediastore.http.netty.NettyServer;
import io.netty.handler.codec.http2.Http2Error;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
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
      assertEquals(500, client.answer(client.get("/error")).status());
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

  @Test
  void longTarget_isRefused() throws Exception {
    try (RawHttp2 client = connect()) {
      assertEquals(414, client.answer(client.get("/echo/" + "a".repeat(8200))).status());
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
}
