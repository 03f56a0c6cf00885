// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.netty.NettyLimits;
import dev.mediastore.http.netty.NettyServer;
import io.netty.handler.codec.http2.Http2Error;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
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

/**
 * Cases A39 and A40 of the threat catalogue: floods of frames, each ended by the server while
 * another client is served, and frames that make no request. Only the server of this library speaks
 * HTTP/2.
 */
@Timeout(30)
class Http2ThreatsTest {
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

  // Floods.

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
  void A39_readerThatOpensNoWindow_isReset() throws Exception {
    Duration patience = Duration.ofMillis(400);
    NettyLimits.Times times =
        new NettyLimits.Times(patience, patience, patience, patience, patience, patience);
    server.close();
    server = NettyServer.builder(handler).limits(NettyLimits.defaults().withTimes(times)).start();
    try (RawHttp2 client = RawHttp2.connect(server.port(), 0)) {
      int stream = client.get("/big/100000");
      assertThrows(EOFException.class, () -> client.answer(stream));
      assertEquals("unsent /big/100000", nextEnded());
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

  @Test
  void A39_settingsThatAreNeverAcknowledged_holdNothingUp() throws Exception {
    try (RawHttp2 client = connect().withoutAcknowledging()) {
      for (int i = 0; i < 300; i++) {
        assertEquals(200, client.answer(client.get("/echo/")).status());
      }
      for (int i = 0; i < 101; i++) {
        client.get("/deferred/");
      }
      assertEquals(Http2Error.REFUSED_STREAM.code(), client.await(RawHttp2.RST_STREAM).number(0));
      for (int i = 0; i < 100; i++) {
        handler.deferred.take().run();
      }
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

  // Heads and bodies.

  /** The status of an answer; a stream that is reset counts as 400. */
  private static int statusOrReset(RawHttp2 client, int stream) throws Exception {
    try {
      return client.answer(stream).status();
    } catch (EOFException e) {
      return e.getMessage().startsWith("stream reset") ? 400 : 0;
    }
  }

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
      assertEquals(400, statusOrReset(client, stream), why);
      assertEquals(200, client.answer(client.get("/echo/")).status());
      assertTrue(handler.ended.stream().noneMatch(ended -> !ended.endsWith("/echo/")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", " a", "a "})
  void A40_controlsInAField_areRefused(String value) throws Exception {
    try (RawHttp2 client = connect()) {
      int stream = client.open(true, request("GET", "/echo/", "x", value));
      assertEquals(400, statusOrReset(client, stream));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo/\ra", "/echo/\na", "/echo/\r\nx: y", "/echo/\u0000", "/echo/\ta"})
  void A40_controlsInThePath_areRefused(String path) throws Exception {
    try (RawHttp2 client = connect()) {
      assertEquals(400, statusOrReset(client, client.get(path)));
      assertEquals(200, client.answer(client.get("/echo/")).status());
      assertEquals("sent /echo/", nextEnded());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void A40_bodyOfAnotherLengthThanAnnounced_isNoRequest(int sent) throws Exception {
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/store/a", "content-length", "5"));
      client.data(put, new byte[sent]);
      assertThrows(EOFException.class, () -> client.answer(put));
      assertEquals("lost /store/a", nextEnded());
      assertTrue(handler.stored.isEmpty());
      assertEquals(200, client.answer(client.get("/echo/")).status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "x", "-1", "18446744073709551617"})
  void A40_lengthWithoutABody_orThatIsNone_isNoRequest(String length) throws Exception {
    try (RawHttp2 client = connect()) {
      int put = client.open(true, request("PUT", "/store/a", "content-length", length));
      assertEquals(400, statusOrReset(client, put));
      assertTrue(handler.stored.isEmpty());
      assertEquals(200, client.answer(client.get("/echo/")).status());
    }
  }

  @Test
  void A40_trailersWithPseudoFields_areNoRequest() throws Exception {
    try (RawHttp2 client = connect()) {
      int put = client.open(false, request("PUT", "/store/a"));
      client.frame(RawHttp2.DATA, 0, put, new byte[3]);
      byte[] trailers = client.block(":path", "/store/b", "x", "y");
      client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, put, trailers);
      assertEquals(400, statusOrReset(client, put));
      assertTrue(handler.stored.isEmpty());
      assertEquals(200, client.answer(client.get("/echo/")).status());
    }
  }
}
