// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.netty.ConnectionLimits;
import dev.mediastore.http.netty.NettyLimits;
import dev.mediastore.http.netty.NettyServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server of this library does beyond the contract of hosts. */
@Timeout(60)
class NettyServerTest {
  private final ScriptedHandler handler = new ScriptedHandler();

  @AfterEach
  void nothingIsLeftOpen() {
    assertEquals("[]", handler.offences.toString());
    assertEquals(0, handler.openBodies.get());
    handler.growing.forEach((name, object) -> assertEquals(0, object.readers.get(), name));
  }

  private NettyServer start() throws IOException {
    return NettyServer.builder(handler).start();
  }

  private static String put(String key, String text) {
    return HostContract.request("PUT /store/" + key + " HTTP/1.1", "Transfer-Encoding: chunked")
        + Integer.toHexString(text.length())
        + "\r\n"
        + text
        + "\r\n0\r\n\r\n";
  }

  private String nextEnded() throws InterruptedException {
    String next = handler.ended.poll(20, TimeUnit.SECONDS);
    assertNotNull(next);
    return next;
  }

  // Clients that hang up.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void upload_fromAClientThatHangsUpWithoutReading_isStored(boolean blocking) throws Exception {
    handler.blocking = blocking;
    try (NettyServer server = start()) {
      for (int i = 0; i < 200; i++) {
        RawClient client = RawClient.connect(server.port());
        client.send(put("first" + i, "one"));
        assertTrue(nextEnded().endsWith("sent /store/first" + i));
        // An unread answer makes the system reset the connection at the close.
        client.send(put("second" + i, "two") + put("third" + i, "three"));
        client.close();
        assertTrue(nextEnded().endsWith("sent /store/second" + i));
        assertTrue(nextEnded().endsWith("sent /store/third" + i));
      }
    }
    assertEquals(600, handler.stored.size());
  }

  @Test
  void uploads_pipelinedBehindAnAnswerThatCannotBeSent_areStored() throws Exception {
    try (NettyServer server = start()) {
      RawClient client = RawClient.connectWithSmallWindow(server.port());
      client.send(HostContract.request("GET /big/50000000 HTTP/1.1"));
      client.head();
      client.send(put("a", "one") + put("b", "two"));
      client.close();
      assertEquals("unsent /big/50000000", nextEnded());
      assertEquals("unsent /store/a", nextEnded());
      assertEquals("unsent /store/b", nextEnded());
    }
    assertEquals(2, handler.stored.size());
  }

  @Test
  void upload_waitingForItsAnswer_isNotLostWithTheConnection() throws Exception {
    try (NettyServer server = start()) {
      RawClient client = RawClient.connect(server.port());
      client.send(HostContract.request("GET /deferred/ HTTP/1.1") + put("a", "one"));
      Runnable answer = handler.deferred.take();
      client.close();
      answer.run();
      assertTrue(nextEnded().endsWith("sent /deferred/"));
      assertTrue(nextEnded().endsWith("sent /store/a"));
    }
    assertEquals(1, handler.stored.size());
  }

  // Refused input.

  @ParameterizedTest
  @CsvSource({
    "GET  / HTTP/1.1, 400, ValidationException",
    "GET / HTTP/2.0, 400, ValidationException",
    "nonsense, 400, ValidationException"
  })
  void malformedRequest_isRefusedInTheWordsOfTheHandler(String line, int status, String error)
      throws Exception {
    try (NettyServer server = start();
        RawClient client = RawClient.connect(server.port())) {
      Answer answer = client.send(line + "\r\nHost: h\r\n\r\n").answer();
      assertEquals(status, answer.status());
      assertEquals(error, answer.field("x-amzn-errortype"));
      assertEquals("close", answer.field("connection"));
      assertTrue(answer.text().contains("\"__type\":\"" + error), answer.text());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void overlongHead_isRefusedWithoutReadingOn() throws Exception {
    try (NettyServer server = start()) {
      try (RawClient client = RawClient.connect(server.port())) {
        assertEquals(414, client.send("GET /" + "a".repeat(9000)).answer().status());
      }
      try (RawClient client = RawClient.connect(server.port())) {
        client.send("GET / HTTP/1.1\r\nX: " + "a".repeat(9000));
        assertEquals(431, client.answer().status());
      }
    }
  }

  @Test
  void errorInAPipeline_isTheLastThingServed() throws Exception {
    try (NettyServer server = start();
        RawClient client = RawClient.connect(server.port())) {
      client.send(
          HostContract.request("GET /echo/1 HTTP/1.1")
              + HostContract.request("GET  /echo/2 HTTP/1.1")
              + put("a", "x"));
      assertEquals(200, client.answer().status());
      assertEquals(400, client.answer().status());
      assertTrue(client.isClosedByServer());
    }
    assertTrue(handler.stored.isEmpty());
  }

  @Test
  void brokenTransferCoding_losesTheUpload() throws Exception {
    try (NettyServer server = start();
        RawClient client = RawClient.connect(server.port())) {
      client.send(
          HostContract.request("PUT /store/a HTTP/1.1", "Transfer-Encoding: chunked")
              + "3\r\nabcX\r\n0\r\n\r\n");
      Answer answer = client.answer();
      assertEquals(400, answer.status());
      assertEquals("lost /store/a", nextEnded());
      assertTrue(client.isClosedByServer());
    }
    assertTrue(handler.stored.isEmpty());
  }

  @Test
  void clientThatGoesOnSendingAfterARefusal_isCutOff() throws Exception {
    try (NettyServer server = start();
        RawClient client = RawClient.connect(server.port())) {
      client.send(HostContract.request("PUT /refuse/ HTTP/1.1", "Content-Length: 1000000000"));
      byte[] much = new byte[64 * 1024];
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 10_000; i++) {
              client.send(much);
            }
          });
    }
  }

  // Closing.

  @Test
  void close_letsAnAnswerInProgressFinish() throws Exception {
    GrowingObject object = new GrowingObject();
    handler.growing.put("g", object);
    NettyServer server = NettyServer.builder(handler).grace(Duration.ofSeconds(30)).start();
    try (RawClient busy = RawClient.connect(server.port());
        RawClient idle = RawClient.connect(server.port())) {
      assertEquals(200, idle.send(HostContract.request("GET /echo/ HTTP/1.1")).answer().status());
      busy.send(HostContract.request("GET /growing/g HTTP/1.1"));
      busy.head();
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      assertTrue(idle.isClosedByServer());
      assertFalse(closing.isDone());
      object.append(HostContract.bytes(10));
      assertEquals(10, busy.chunk().length);
      object.finish();
      assertEquals(0, busy.chunk().length);
      assertTrue(busy.isClosedByServer());
      closing.get(20, TimeUnit.SECONDS);
      assertEquals(0, server.connectionCount());
    }
  }

  @Test
  void close_breaksOffWhatDoesNotFinishInTime() throws Exception {
    handler.growing.put("g", new GrowingObject());
    NettyServer server = NettyServer.builder(handler).grace(Duration.ofMillis(100)).start();
    try (RawClient reader = RawClient.connect(server.port());
        RawClient writer = RawClient.connect(server.port())) {
      reader.send(HostContract.request("GET /growing/g HTTP/1.1"));
      reader.head();
      writer.send(HostContract.request("PUT /store/a HTTP/1.1", "Content-Length: 100") + "part");
      while (handler.bodyBytesSeen.get() < 4) {
        Thread.onSpinWait();
      }
      server.close();
      assertThrows(IOException.class, reader::chunk);
      assertTrue(writer.isClosedByServer());
      assertTrue(handler.ended.contains("unsent /growing/g"), "" + handler.ended);
      assertTrue(handler.ended.contains("lost /store/a"), "" + handler.ended);
      server.close();
    }
  }

  @Test
  void start_onATakenPort_failsAndLeavesNoThreads() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThrows(
          IOException.class,
          () -> NettyServer.builder(handler).name("unlucky").port(taken.getLocalPort()).start());
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("unlucky")) {
        thread.join(20_000);
        assertFalse(thread.isAlive(), thread.getName());
      }
    }
  }

  // Time and limits, with real connections; the rules themselves are tested without.

  @Test
  void stalledUpload_isAnsweredWith408() throws Exception {
    try (NettyServer server = withTimes(Duration.ofMillis(200));
        RawClient client = RawClient.connect(server.port())) {
      client.send(HostContract.request("PUT /store/a HTTP/1.1", "Content-Length: 100") + "part");
      Answer answer = client.answer();
      assertEquals(408, answer.status());
      assertEquals("RequestTimeoutException", answer.field("x-amzn-errortype"));
      assertTrue(client.isClosedByServer());
      assertEquals("lost /store/a", nextEnded());
    }
  }

  @Test
  void drippingHead_isAnsweredWith408() throws Exception {
    try (NettyServer server = withTimes(Duration.ofMillis(200));
        RawClient client = RawClient.connect(server.port())) {
      assertEquals(408, client.send("GET / HT").answer().status());
    }
  }

  @Test
  void readerThatTakesNothing_isCut() throws Exception {
    try (NettyServer server = withTimes(Duration.ofMillis(200));
        RawClient client = RawClient.connectWithSmallWindow(server.port())) {
      client.send(HostContract.request("GET /big/500000000 HTTP/1.1"));
      assertEquals("unsent /big/500000000", nextEnded());
      assertTrue(client.countToEnd() < 500_000_000);
    }
  }

  @Test
  void idleConnection_isClosed() throws Exception {
    try (NettyServer server = withTimes(Duration.ofMillis(200));
        RawClient silent = RawClient.connect(server.port());
        RawClient client = RawClient.connect(server.port())) {
      assertEquals(200, client.send(HostContract.request("GET /echo/ HTTP/1.1")).answer().status());
      assertTrue(client.isClosedByServer());
      assertTrue(silent.isClosedByServer());
    }
  }

  private NettyServer withTimes(Duration each) throws IOException {
    NettyLimits.Times times =
        new NettyLimits.Times(each, each, each, each, each, Duration.ofSeconds(2));
    return NettyServer.builder(handler).limits(NettyLimits.defaults().withTimes(times)).start();
  }

  @Test
  void connection_isClosedAfterItsLastRequest() throws Exception {
    NettyLimits two =
        new NettyLimits(NettyLimits.Syntax.defaults(), NettyLimits.Times.defaults(), 0, 2);
    try (NettyServer server = NettyServer.builder(handler).limits(two).start();
        RawClient client = RawClient.connect(server.port())) {
      assertFalse(
          client
              .send(HostContract.request("GET /echo/ HTTP/1.1"))
              .answer()
              .has("connection", "close"));
      assertTrue(
          client
              .send(HostContract.request("GET /echo/ HTTP/1.1"))
              .answer()
              .has("connection", "close"));
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void J04_connectionBeyondTheLimit_isReset_untilThereIsRoom() throws Exception {
    String request = HostContract.request("GET /echo/ HTTP/1.1");
    try (NettyServer server =
            NettyServer.builder(handler).connectionLimits(new ConnectionLimits(2, 1)).start();
        RawClient first = RawClient.connect(server.port());
        RawClient second = RawClient.connect(server.port())) {
      assertEquals(200, first.send(request).answer().status());
      assertEquals(200, second.send(request).answer().status());
      for (int refused = 1; refused <= 20; refused++) {
        try (RawClient third = RawClient.connect(server.port())) {
          assertTrue(third.isClosedByServer());
        }
        assertEquals(refused, server.refusedConnectionCount());
      }
      assertEquals(2, server.connectionCount());
      assertEquals(200, first.send(request).answer().status());
      second.close();
      HostContract.assertEventually(() -> server.connectionCount() == 1, "it is still counted");
      try (RawClient next = RawClient.connect(server.port())) {
        assertEquals(200, next.send(request).answer().status());
      }
    }
  }

  /** What it sent can still be read, but policies may ask where it came from. */
  @Test
  void requestOfAClientThatWasGoneBeforeItWasAccepted_hasItsAddress_orIsNone() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    List<InetSocketAddress> peers = Collections.synchronizedList(new ArrayList<>());
    RequestHandler waiting =
        new RequestHandler() {
          @Override
          public Exchange begin(RequestHead head, ResponseSink sink) {
            peers.add(head.peer());
            busy.countDown();
            awaitUninterruptibly(free);
            return handler.begin(head, sink);
          }

          @Override
          public boolean mayBlock() {
            return false;
          }
        };
    String request = HostContract.request("GET /echo/ HTTP/1.1");
    try (NettyServer server = NettyServer.builder(waiting).threads(1).start();
        RawClient first = RawClient.connect(server.port())) {
      first.send(request);
      busy.await();
      for (int i = 0; i < 8; i++) {
        RawClient.connect(server.port()).send(request).reset();
      }
      free.countDown();
      assertEquals(200, first.answer().status());
      try (RawClient last = RawClient.connect(server.port())) {
        assertEquals(200, last.send(request).answer().status());
      }
      HostContract.assertEventually(() -> server.connectionCount() <= 1, "they are still there");
    }
    assertTrue(
        peers.stream().allMatch(peer -> peer.getAddress().isLoopbackAddress()), peers::toString);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // TLS.

  @Test
  void tls_isSeenByTheHandlerAndServesUploadsAndAnswers() throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    try (NettyServer server = NettyServer.builder(handler).tls(serverTls()).start()) {
      try (RawClient client =
          RawClient.over(
              trusting
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), server.port()))) {
        Answer echo = client.send(HostContract.request("GET /echo/ HTTP/1.1")).answer();
        assertTrue(echo.text().contains("HTTP_1_1 secure"), echo.text());
        byte[] body = HostContract.bytes(300_000);
        client.send(HostContract.request("PUT /store/a HTTP/1.1", "Content-Length: 300000"));
        assertEquals("stored 300000", client.send(body).answer().text());
        assertArrayEquals(
            body, client.send(HostContract.request("GET /store/a HTTP/1.1")).answer().body());
        Answer last =
            client.send(HostContract.request("GET /echo/ HTTP/1.1", "Connection: close")).answer();
        assertEquals(200, last.status());
        assertTrue(client.isClosedByServer());
      }
      try (RawClient plain = RawClient.connect(server.port())) {
        plain.send(HostContract.request("GET /echo/ HTTP/1.1"));
        assertTrue(plain.countToEnd() < 100);
      }
    }
  }

  private static SslContext serverTls() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = NettyServerTest.class.getResourceAsStream("localhost.p12")) {
      store.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    return SslContextBuilder.forServer(keys).build();
  }
}
