// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every host owes to a handler and to clients, whatever server it is built on. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostContract {
  private final SwitchedHandler switched = new SwitchedHandler();
  ScriptedHandler handler = new ScriptedHandler();
  Host host;

  /** Starts the host under test. */
  abstract Host start(RequestHandler handler) throws Exception;

  /** Whether the handler says that it may block. */
  boolean blocking() {
    return false;
  }

  /**
   * Most threads of the process while 200 clients read growing objects, those of the test included.
   */
  int mostThreads() {
    return 40;
  }

  /** Whether the host closes the connection after it refused a body that has not ended. */
  boolean isClosedAfterRefusal(RawClient client) throws IOException {
    return client.isClosedByServer();
  }

  @BeforeAll
  void startHost() throws Exception {
    switched.blocking = blocking();
    host = start(switched);
  }

  @AfterAll
  void stopHost() throws Exception {
    host.close();
  }

  @BeforeEach
  void newHandler() {
    handler = new ScriptedHandler();
    switched.current = handler;
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertEventually(() -> handler.openBodies.get() == 0, "bodies left open");
    handler.growing.forEach(
        (name, object) -> assertEventually(() -> object.readers.get() == 0, "readers of " + name));
    assertEquals("[]", handler.offences.toString());
  }

  /** Serves each test with its own handler, so that a host is started once. */
  private static final class SwitchedHandler implements RequestHandler {
    volatile RequestHandler current = new ScriptedHandler();
    volatile boolean blocking;

    @Override
    public Exchange begin(RequestHead head, ResponseSink sink) {
      return current.begin(head, sink);
    }

    @Override
    public boolean mayBlock() {
      return blocking;
    }
  }

  static void assertEventually(BooleanSupplier condition, String otherwise) {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - patience < 0, otherwise);
      Thread.onSpinWait();
    }
  }

  RawClient connect() throws IOException {
    return RawClient.connect(host.port());
  }

  /** The next exchange to end. */
  String nextEnded() throws InterruptedException {
    return handler.ended.poll(20, TimeUnit.SECONDS);
  }

  static String request(String line, String... fields) {
    return line + "\r\nHost: localhost\r\n" + String.join("", withLineEnds(fields)) + "\r\n";
  }

  private static String[] withLineEnds(String... fields) {
    return Arrays.stream(fields).map(field -> field + "\r\n").toArray(String[]::new);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ScriptedHandler.bigByte(i);
    }
    return bytes;
  }

  // Heads.

  @Test
  void head_arrives_as_sent() throws Exception {
    try (RawClient client = connect()) {
      Answer answer =
          client
              .send(
                  """
                  GET /echo/a%2Fb;x=1/..//%7e?b=2&a=%20+&a HTTP/1.1\r
                  Host: Example:81\r
                  X-Twice: one\r
                  x-odd:   a  b \r
                  X-Twice: two\r
                  x-empty:\r
                  \r
                  """)
              .answer();
      assertEquals(200, answer.status());
      assertEquals(
          """
          GET /echo/a%2Fb;x=1/..//%7e?b=2&a=%20+&a HTTP_1_1 plain
          host: Example:81
          x-empty:\s
          x-odd: a  b
          x-twice: one
          x-twice: two
          """,
          answer.text());
    }
  }

  @Test
  void latin1_in_a_value_is_kept() throws Exception {
    try (RawClient client = connect()) {
      Answer answer = client.send(request("GET /echo/ HTTP/1.1", "x-name: \u00e4\u00ff")).answer();
      assertTrue(answer.text().contains("x-name: \u00e4\u00ff"), answer.text());
    }
  }

  /** Each is well known in another form, which a signature over this one does not bear. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-type: text/plain; charset=utf-8",
        "content-type: TEXT/Plain;Charset=Utf-8",
        "content-type: Application/JSON",
        "cache-control: No-Cache",
        "accept-encoding: GZIP, Deflate",
        "accept: TEXT/HTML"
      })
  void value_is_never_rewritten(String field) throws Exception {
    try (RawClient client = connect()) {
      Answer answer = client.send(request("GET /echo/ HTTP/1.1", field)).answer();
      assertTrue(answer.text().contains(field + "\n"), answer.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo/a%20b", "/echo//x/./y", "/echo/%2e%2e/x", "/echo/a%5Cb"})
  void target_is_never_normalised(String target) throws Exception {
    try (RawClient client = connect()) {
      Answer answer = client.send(request("GET " + target + " HTTP/1.1")).answer();
      assertTrue(answer.text().startsWith("GET " + target + " "), answer.text());
    }
  }

  // Bodies.

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 65_536, 300_001})
  void body_with_length_is_stored(int length) throws Exception {
    byte[] body = bytes(length);
    try (RawClient client = connect()) {
      client.send(request("PUT /store/a HTTP/1.1", "Content-Length: " + length)).send(body);
      assertEquals("stored " + length, client.answer().text());
      assertArrayEquals(body, handler.stored.get("a"));
      assertArrayEquals(body, client.send(request("GET /store/a HTTP/1.1")).answer().body());
    }
  }

  @Test
  void body_in_transfer_chunks_is_stored_without_its_framing() throws Exception {
    try (RawClient client = connect()) {
      client.send(
          request("PUT /store/a HTTP/1.1", "Transfer-Encoding: chunked")
              + "5\r\nhello\r\n00A;x=y\r\n 123456789\r\n0\r\nX-Trailer: dropped\r\n\r\n");
      assertEquals("stored 15", client.answer().text());
      assertEquals("hello 123456789", text(handler.stored.get("a")));
      assertEquals(200, client.send(request("GET /echo/ HTTP/1.1")).answer().status());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void delete_with_an_empty_chunked_body_keeps_the_connection() throws Exception {
    handler.stored.put("a", bytes(3));
    try (RawClient client = connect()) {
      client.send(request("DELETE /store/a HTTP/1.1", "Transfer-Encoding: chunked") + "0\r\n\r\n");
      assertEquals(200, client.answer().status());
      assertEquals(404, client.send(request("GET /store/a HTTP/1.1")).answer().status());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, Content-Length: 10",
    "DELETE, Content-Length: 10",
    "OPTIONS, Content-Length: 10"
  })
  void unwanted_body_is_dropped_and_not_taken_for_a_request(String method, String field)
      throws Exception {
    try (RawClient client = connect()) {
      client.send(request(method + " /echo/one HTTP/1.1", field) + "GET /bad  ");
      assertTrue(client.answer().text().contains("/echo/one"));
      assertTrue(
          client.send(request("GET /echo/two HTTP/1.1")).answer().text().contains("/echo/two"));
    }
  }

  @Test
  void unwanted_chunked_body_is_dropped_and_not_taken_for_a_request() throws Exception {
    try (RawClient client = connect()) {
      client.send(
          request("GET /echo/one HTTP/1.1", "Transfer-Encoding: chunked")
              + "3\r\nabc\r\n0\r\n\r\n");
      assertTrue(client.answer().text().contains("/echo/one"));
      assertTrue(
          client.send(request("GET /echo/two HTTP/1.1")).answer().text().contains("/echo/two"));
    }
  }

  // Answers.

  @Test
  void large_answer_arrives_whole() throws Exception {
    int length = 5_000_000;
    try (RawClient client = connect()) {
      Answer answer = client.send(request("GET /big/" + length + " HTTP/1.1")).answer();
      assertEquals("" + length, answer.field("content-length"));
      assertArrayEquals(bytes(length), answer.body());
      assertEquals("sent /big/" + length, nextEnded());
    }
  }

  @Test
  void head_request_gets_the_length_and_no_body() throws Exception {
    handler.stored.put("a", bytes(1234));
    try (RawClient client = connect()) {
      Answer answer = client.send(request("HEAD /store/a HTTP/1.1")).answer("HEAD");
      assertEquals("1234", answer.field("content-length"));
      Answer error = client.send(request("HEAD /store/b HTTP/1.1")).answer("HEAD");
      assertEquals(404, error.status());
      assertEquals("10", error.field("content-length"));
      Answer open = client.send(request("HEAD /growing/g HTTP/1.1")).answer("HEAD");
      assertEquals(200, open.status());
      assertNull(open.field("content-length"));
      assertEquals(200, client.send(request("GET /echo/ HTTP/1.1")).answer().status());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void answer_without_a_body_is_framed_right(int status) throws Exception {
    try (RawClient client = connect()) {
      Answer answer = client.send(request("GET /status/" + status + " HTTP/1.1")).answer();
      assertEquals(status, answer.status());
      assertNull(answer.field("transfer-encoding"));
      assertEquals(200, client.send(request("GET /echo/ HTTP/1.1")).answer().status());
    }
  }

  @Test
  void answer_from_another_thread_is_sent() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("GET /deferred/ HTTP/1.1"));
      handler.deferred.take().run();
      assertEquals("later", client.answer().text());
      assertEquals("sent /deferred/", nextEnded());
    }
  }

  @Test
  void answer_that_cannot_go_on_breaks_the_connection() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("GET /cut/100000 HTTP/1.1"));
      assertEquals("100000", client.head().field("content-length"));
      assertTrue(client.countToEnd() < 100_000);
      assertEquals("unsent /cut/100000", nextEnded());
    }
  }

  @Test
  void defect_in_the_handler_is_answered_with_500() throws Exception {
    try (RawClient client = connect()) {
      assertEquals(500, client.send(request("GET /fail HTTP/1.1")).answer().status());
    }
    try (RawClient client = connect()) {
      assertEquals(500, client.send(request("GET /error HTTP/1.1")).answer().status());
    }
    try (RawClient client = connect()) {
      client.send(request("PUT /fail-in-body HTTP/1.1", "Content-Length: 1") + "x");
      assertEquals(500, client.answer().status());
    }
  }

  // Growing bodies.

  @Test
  void growing_body_is_sent_piece_by_piece() throws Exception {
    GrowingObject object = new GrowingObject();
    handler.growing.put("g", object);
    try (RawClient client = connect()) {
      client.send(request("GET /growing/g HTTP/1.1"));
      assertEquals("chunked", client.head().field("transfer-encoding"));
      for (int i = 1; i <= 20; i++) {
        byte[] piece = bytes(i * 100);
        object.append(piece);
        assertArrayEquals(piece, client.chunk());
      }
      object.finish();
      assertEquals(0, client.chunk().length);
      assertEquals("sent /growing/g", nextEnded());
      assertEquals(200, client.send(request("GET /echo/ HTTP/1.1")).answer().status());
    }
  }

  @Test
  void growing_body_for_http_1_0_ends_with_the_connection() throws Exception {
    GrowingObject object = new GrowingObject();
    handler.growing.put("g", object);
    try (RawClient client = connect()) {
      client.send("GET /growing/g HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      Answer head = client.head();
      assertNull(head.field("transfer-encoding"));
      assertNull(head.field("content-length"));
      object.append(bytes(1000));
      object.finish();
      assertEquals(1000, client.countToEnd());
    }
  }

  @Test
  void withdrawn_growing_body_is_cut_without_a_last_chunk() throws Exception {
    GrowingObject object = new GrowingObject();
    handler.growing.put("g", object);
    try (RawClient client = connect()) {
      client.send(request("GET /growing/g HTTP/1.1"));
      client.head();
      object.append(bytes(10));
      assertEquals(10, client.chunk().length);
      object.withdraw();
      assertThrows(IOException.class, client::chunk);
      assertEquals("unsent /growing/g", nextEnded());
    }
  }

  // Order and persistence.

  @Test
  void pipelined_requests_are_answered_in_order() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      all.append(request("GET /echo/" + i + " HTTP/1.1"));
    }
    try (RawClient client = connect()) {
      client.send(all.toString());
      for (int i = 0; i < 100; i++) {
        assertTrue(client.answer().text().startsWith("GET /echo/" + i + " "));
      }
    }
  }

  @Test
  void pipelined_request_waits_for_the_answer_before_it() throws Exception {
    try (RawClient client = connect()) {
      client.send(
          request("GET /deferred/ HTTP/1.1")
              + request("PUT /store/a HTTP/1.1", "Content-Length: 1")
              + "x"
              + request("GET /store/a HTTP/1.1"));
      Runnable first = handler.deferred.take();
      assertFalse(handler.stored.containsKey("a"));
      first.run();
      assertEquals("later", client.answer().text());
      assertEquals("stored 1", client.answer().text());
      assertEquals("x", client.answer().text());
    }
  }

  @Test
  void connection_close_is_honoured() throws Exception {
    try (RawClient client = connect()) {
      Answer answer = client.send(request("GET /echo/ HTTP/1.1", "Connection: close")).answer();
      assertEquals("close", answer.field("connection"));
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void http_1_0_closes_unless_asked_to_keep() throws Exception {
    try (RawClient client = connect()) {
      assertEquals(200, client.send("GET /echo/ HTTP/1.0\r\n\r\n").answer().status());
      assertTrue(client.isClosedByServer());
    }
    try (RawClient client = connect()) {
      String again = "GET /echo/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      Answer answer = client.send(again).answer();
      assertEquals("keep-alive", answer.field("connection"));
      assertTrue(answer.text().contains("HTTP_1_0"), answer.text());
      assertEquals(200, client.send(again).answer().status());
    }
  }

  // Leave to continue.

  @Test
  void continue_is_said_when_the_body_is_wanted() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /store/a HTTP/1.1", "Expect: 100-continue", "Content-Length: 3"));
      assertEquals(100, client.answer().status());
      assertEquals("stored 3", client.send("abc").answer().text());
    }
  }

  @Test
  void continue_is_not_said_when_the_request_is_refused() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /refuse/ HTTP/1.1", "Expect: 100-continue", "Content-Length: 3"));
      Answer answer = client.answer();
      assertEquals(403, answer.status());
      assertEquals("close", answer.field("connection"));
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void client_that_does_not_wait_to_continue_is_served() throws Exception {
    try (RawClient client = connect()) {
      client.send(
          request("PUT /store/a HTTP/1.1", "Expect: 100-continue", "Content-Length: 3") + "abc");
      Answer answer = client.answer();
      if (answer.status() == 100) {
        answer = client.answer();
      }
      assertEquals("stored 3", answer.text());
    }
  }

  // Early answers.

  @Test
  void small_body_of_a_refused_request_is_dropped() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /refuse/ HTTP/1.1", "Content-Length: 1000")).send(bytes(1000));
      assertEquals(403, client.answer().status());
      assertEquals(200, client.send(request("GET /echo/ HTTP/1.1")).answer().status());
    }
  }

  @Test
  void answer_to_a_large_refused_body_reaches_the_client_before_the_close() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /refuse-close/ HTTP/1.1", "Content-Length: 10000000"));
      client.send(bytes(30_000));
      Answer answer = client.answer();
      assertEquals(403, answer.status());
      assertEquals("close", answer.field("connection"));
      assertTrue(isClosedAfterRefusal(client));
    }
  }

  @Test
  void refusal_in_the_middle_of_a_body_reaches_the_client() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /refuse-after/5000 HTTP/1.1", "Transfer-Encoding: chunked"));
      client.send("1770\r\n").send(bytes(6000)).send("\r\n");
      Answer answer = client.answer();
      assertEquals(413, answer.status());
      assertEquals("close", answer.field("connection"));
      assertTrue(isClosedAfterRefusal(client));
    }
  }

  @Test
  void refusedBodies_thatNeverEnd_holdNoThreads_andAreCutOff() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 40; i++) { // More than the threads of any host here.
      RawClient client = connect();
      clients.add(client);
      client.send(request("PUT /refuse-after/5000 HTTP/1.1", "Transfer-Encoding: chunked"));
      client.send("1770\r\n").send(bytes(6000)).send("\r\n");
      assertEquals(413, client.answer().status());
    }
    try (RawClient other = connect()) {
      assertEquals(200, other.send(request("GET /echo/ HTTP/1.1")).answer().status());
    }
    for (RawClient client : clients) {
      assertTrue(isClosedAfterRefusal(client));
      client.close();
    }
  }

  // Broken connections.

  @Test
  void upload_broken_off_is_lost() throws Exception {
    handler.stored.put("a", new byte[] {'o', 'l', 'd'});
    try (RawClient client = connect()) {
      client.send(request("PUT /store/a HTTP/1.1", "Content-Length: 100") + "partial");
      awaitBodyBytes(7);
      client.reset();
      assertEquals("lost /store/a", nextEnded());
      assertEquals("old", text(handler.stored.get("a")));
    }
  }

  @Test
  void upload_that_ends_early_is_lost() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /store/a HTTP/1.1", "Content-Length: 100") + "partial");
      awaitBodyBytes(7);
      client.endOutput();
      assertEquals("lost /store/a", nextEnded());
      assertFalse(handler.stored.containsKey("a"));
    }
  }

  @Test
  void reader_that_goes_away_gives_the_body_back() throws Exception {
    try (RawClient client = RawClient.connectWithSmallWindow(host.port())) {
      client.send(request("GET /big/500000000 HTTP/1.1"));
      client.head();
      client.reset();
      assertEquals("unsent /big/500000000", nextEnded());
    }
  }

  @Test
  void upload_followed_by_half_close_is_stored_and_answered() throws Exception {
    try (RawClient client = connect()) {
      client.send(
          request("PUT /store/a HTTP/1.1", "Transfer-Encoding: chunked") + "1\r\na\r\n0\r\n\r\n");
      client.endOutput();
      assertEquals("stored 1", client.answer().text());
    }
    assertEquals("sent /store/a", nextEnded());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 99_999})
  void upload_lostAfterAnyByte_leavesTheFormerVersion(int sent) throws Exception {
    handler.stored.put("a", new byte[] {'o', 'l', 'd'});
    try (RawClient client = connect()) {
      // Whoever is gone before the server has accepted may never have been there.
      assertEquals(200, client.send(request("GET /echo/ HTTP/1.1")).answer().status());
      assertEquals("sent /echo/", nextEnded());
      client.send(request("PUT /store/a HTTP/1.1", "Content-Length: 100000"));
      client.send(bytes(sent));
      awaitBodyBytes(sent);
      client.reset();
      assertEquals("lost /store/a", nextEnded());
      assertEquals("old", text(handler.stored.get("a")));
    }
  }

  @Test
  void chunkedUpload_thatEndsBeforeItsLastChunk_isLost() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /store/a HTTP/1.1", "Transfer-Encoding: chunked") + "3\r\nabc\r\n");
      awaitBodyBytes(3);
      client.endOutput();
      assertEquals("lost /store/a", nextEnded());
      assertFalse(handler.stored.containsKey("a"));
    }
  }

  @Test
  void chunkedUpload_thatEndsWithinAChunk_isLost() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /store/a HTTP/1.1", "Transfer-Encoding: chunked") + "9\r\nabc");
      awaitBodyBytes(3);
      client.endOutput();
      assertEquals("lost /store/a", nextEnded());
      assertFalse(handler.stored.containsKey("a"));
    }
  }

  @Test
  void reader_thatDoesNotRead_costsLittleMemory() throws Exception {
    try (RawClient slow = RawClient.connectWithSmallWindow(host.port());
        RawClient other = connect()) {
      slow.send(request("GET /big/500000000 HTTP/1.1"));
      slow.head();
      // What fits into the buffers of the system is taken at once, and then no more.
      awaitStandstill(handler.bodyBytesGiven::get);
      assertTrue(handler.bodyBytesGiven.get() < 20_000_000, "" + handler.bodyBytesGiven);
      assertEquals(200, other.send(request("GET /echo/ HTTP/1.1")).answer().status());
      byte[] some = new byte[1_000_000];
      assertEquals(some.length, slow.read(some));
      assertArrayEquals(bytes(some.length), some);
      slow.reset();
    }
    assertEquals("sent /echo/", nextEnded());
    assertEquals("unsent /big/500000000", nextEnded());
  }

  private void awaitStandstill(LongSupplier value) throws Exception {
    long last = -1;
    while (last != value.getAsLong()) {
      last = value.getAsLong();
      try (RawClient probe = connect()) {
        for (int i = 0; i < 50; i++) {
          probe.send(request("GET /status/204 HTTP/1.1")).answer();
          assertEquals("sent /status/204", nextEnded());
        }
      }
    }
  }

  @Test
  void readers_waitingForMore_holdNoThreads() throws Exception {
    GrowingObject object = new GrowingObject();
    handler.growing.put("g", object);
    List<RawClient> readers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      RawClient reader = connect();
      readers.add(reader);
      assertEquals(200, reader.send(request("GET /growing/g HTTP/1.1")).head().status());
    }
    object.append(bytes(5000));
    for (RawClient reader : readers) {
      assertArrayEquals(bytes(5000), reader.chunkedBytes(5000));
    }
    object.finish();
    for (RawClient reader : readers) {
      assertEquals(0, reader.chunk().length);
      reader.close();
    }
    assertTrue(hostThreads() <= mostThreads(), "threads: " + hostThreads());
  }

  /** Threads of the process, those of the virtual machine and of the test included. */
  private static int hostThreads() {
    return Thread.getAllStackTraces().size();
  }

  final void awaitBodyBytes(long count) {
    assertEventually(() -> handler.bodyBytesSeen.get() >= count, "body not received");
  }
}
