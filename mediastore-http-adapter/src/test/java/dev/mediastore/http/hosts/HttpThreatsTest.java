// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Group A of the threat catalogue: what breaks the syntax of HTTP/1.1 or its limits. A servlet
 * container reads the bytes before us and may refuse them in its own words, or just close; what
 * counts is that it does not hand them on as something else.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class HttpThreatsTest extends AttackTest {
  private static final String GET = "GET /live/kept.ts HTTP/1.1\r\nHost: live.test\r\n";
  private static final String PUT = "PUT /live/new.ts HTTP/1.1\r\nHost: live.test\r\n";
  private static final String CHUNKED = PUT + "Transfer-Encoding: chunked\r\n\r\n";

  private final HostKind kind;

  HttpThreatsTest(HostKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    origin().policy(AttackedOrigin.statement("Allow", "\"*\"", "mediastore:*", ""));
  }

  private static void refusedSomehow(String expected, String request) throws Exception {
    origin().refusedByAnybody(expected, request);
  }

  /** What the next read of an object gives, or its status. */
  private static String content(String path) throws IOException {
    Answer answer = origin().send(AttackedOrigin.unsigned("GET " + path));
    return answer.status() == 200 ? answer.text() : Integer.toString(answer.status());
  }

  private static void served(String request) throws IOException {
    Answer answer = origin().send(request);
    assertEquals(200, answer.status(), () -> answer + "\nto\n" + request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003 \r\n\r\n",
        "\u0000\u00ff\u0010 junk\u007f\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      })
  void A01_whatIsNoHttp(String bytes) throws Exception {
    if (kind == HostKind.NETTY && bytes.startsWith("PRI")) {
      return; // That is HTTP/2, which this host speaks.
    }
    refusedSomehow("400 505 421 404 426", bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 20, 50})
  void A02_endInTheMiddle(int length) throws Exception {
    String request = PUT + "Content-Length: 4\r\n\r\n";
    try (RawClient client = origin().connect()) {
      client.send(request.substring(0, Math.min(length, request.length()))).endOutput();
      client.countToEnd();
    }
    try (RawClient client = origin().connect()) {
      client.send(request).endOutput();
      client.countToEnd();
    }
    assertEquals("404", content("/live/new.ts"));
  }

  @Test
  void A03_beforeTheRequestLine() throws Exception {
    served("\r\n" + GET + "\r\n");
    for (String before : List.of("\u0000", "\u0001", "\u007f")) {
      refusedSomehow("400", before + GET + "\r\n");
    }
    if (kind == HostKind.NETTY) {
      refusedSomehow("400", "\r\n".repeat(9) + GET + "\r\n");
      refusedSomehow("400", "\n" + GET + "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET  /live/kept.ts HTTP/1.1",
        "GET /live/kept.ts  HTTP/1.1",
        "GET\t/live/kept.ts HTTP/1.1",
        "GET /live/kept.ts HTTP/1.1 ",
        "GET /live/kept.ts http/1.1",
        "GET /live/kept.ts HTTP/1.10",
        "GET /live/kept.ts HTTP/2.0",
        "GET /live/kept.ts HTTP/0.9",
        "GET /live/kept.ts HTTP/",
        "GET /live/kept.ts",
      })
  void A04_requestLine(String line) throws Exception {
    boolean blanks = line.contains("  ") || line.contains("\t");
    boolean lower = line.endsWith("http/1.1") && kind == HostKind.JETTY;
    boolean lenient = (blanks && kind != HostKind.NETTY) || lower;
    if (!lenient) { // What those then serve is the object that was meant.
      refusedSomehow("400 505 426", line + "\r\nHost: live.test\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "GEt", "G:T", "G[T", "G\u0001T", "G\u007fT"})
  void A05_method(String method) throws Exception {
    refusedSomehow("400 405 501", method + " /live/kept.ts HTTP/1.1\r\nHost: live.test\r\n\r\n");
  }

  @Test
  void A05_methodOfAMebibyte() throws Exception {
    try (RawClient client = origin().connect()) {
      client.send("G".repeat(1 << 20) + " /live/kept.ts HTTP/1.1\r\n\r\n");
      assertTrue(client.answer().status() >= 400);
    } catch (IOException e) {
      // Closed before it was sent: an answer as well.
    }
    assertEquals("kept", content("/live/kept.ts"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "PATCH"})
  void A06_otherMethods(String method) throws Exception {
    Answer answer =
        origin().refusedByAnybody("400 405 501", GET.replace("GET", method) + "X-Echo: me\r\n\r\n");
    assertFalse(answer.text().contains("me\r\n"), answer::toString);
    if (answer.status() == 405 && kind == HostKind.NETTY) {
      assertEquals("GET, HEAD, PUT, POST, DELETE, OPTIONS", answer.field("allow"));
    }
  }

  @Test
  void A07_absoluteTarget() throws Exception {
    served("GET http://live.test/live/kept.ts HTTP/1.1\r\nHost: live.test\r\n\r\n");
    refusedSomehow(
        "400 403 404 421",
        "GET http://private.test/live/kept.ts HTTP/1.1\r\nHost: live.test\r\n\r\n");
    if (kind == HostKind.NETTY) { // Containers take the user off before we see the target.
      refusedSomehow(
          "400 421", "GET http://a@live.test/live/kept.ts HTTP/1.1\r\nHost: live.test\r\n\r\n");
    }
  }

  @Test
  void A08_asterisk() throws Exception {
    refusedSomehow("400 404 405", "GET * HTTP/1.1\r\nHost: live.test\r\n\r\n");
    Answer options = origin().send("OPTIONS * HTTP/1.1\r\nHost: live.test\r\n\r\n");
    assertTrue(List.of(200, 204, 400, 404).contains(options.status()), options::toString);
    assertNull(options.field("access-control-allow-origin"));
  }

  @Test
  void A09_longRequestLine() throws Exception {
    String query = "?x=" + "y".repeat(4000);
    served(GET.replace("kept.ts", "kept.ts" + query) + "\r\n");
    for (int length : List.of(8193, 1 << 20)) {
      refusedSomehow("400 414 431", GET.replace("kept", "k".repeat(length)) + "\r\n");
    }
  }

  @Test
  void A10_longHeaders() throws Exception {
    refusedSomehow("400 431", GET + "X: " + "y".repeat(8 * 1024 + 1) + "\r\n\r\n");
    refusedSomehow("400 431", GET + "X: y\r\n".repeat(101) + "\r\n");
    refusedSomehow("400 431", GET + ("X: " + "y".repeat(1000) + "\r\n").repeat(17) + "\r\n");
    refusedSomehow("400 431", GET + "X".repeat(100 * 1024) + ": y\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host: live.test\r\nHost: live.test\r\n",
        "Host: live.test/x\r\n",
        "Host: a@live.test\r\n",
        "Host: live test\r\n",
        "Host: live.test,private.test\r\n",
        "Host: live\u0001.test\r\n",
        "Host:\r\n",
        "Host: live.test:65536\r\n",
        "Host: live.test:abc\r\n",
      })
  void A11_host(String field) throws Exception {
    refusedSomehow("400 404 421", "GET /live/kept.ts HTTP/1.1\r\n" + field + "\r\n");
  }

  @Test
  void A12_noHostInHttp10() throws Exception {
    refusedSomehow("400 404", "GET /live/kept.ts HTTP/1.0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X : y\r\n", "X\r\n", ": y\r\n", "X: y\r\n folded\r\n"})
  void A13_headerForm(String field) throws Exception {
    boolean lenient =
        (kind == HostKind.JETTY && field.equals("X\r\n"))
            || (kind != HostKind.NETTY && field.contains("folded"));
    if (!lenient) { // Containers' patience with old clients; the fields are ours to ignore.
      refusedSomehow("400 431", GET + field + "\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: a\rb\r\n",
        "X: a\u0000b\r\n",
        "X: a\u0008b\r\n",
        "X: a\u007fb\r\n",
        "X\u00fc: b\r\n",
      })
  void A14_controlBytes(String field) throws Exception {
    if (kind == HostKind.NETTY) {
      refusedSomehow("400", GET + field + "\r\n");
      refusedSomehow("400", GET.replace("\r\n", "\n") + "\n");
      return;
    }
    // Containers replace or refuse them; they never begin a field of their own.
    Answer answer = origin().send(GET + field + "\r\n");
    assertTrue(List.of(200, 400).contains(answer.status()), answer::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+5",
        "-1",
        "0x5",
        "5,5",
        "5;",
        "5.0",
        "\u0967",
        "",
        "99999999999999999999",
        "9223372036854775808",
        "18446744073709551621",
      })
  void A15_contentLength(String length) throws Exception {
    refusedSomehow("400 411 413", PUT + "Content-Length: " + length + "\r\n\r\nhello");
    assertEquals("404", content("/live/new.ts"));
  }

  @Test
  void A16_twoLengths() throws Exception {
    refusedSomehow("400", PUT + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!");
    if (kind == HostKind.NETTY) {
      refusedSomehow("400", PUT + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");
    }
    assertEquals(kind == HostKind.NETTY ? "404" : content("/live/new.ts"), content("/live/new.ts"));
  }

  @Test
  void A17_lengthAndChunks() throws Exception {
    String smuggled = "0\r\n\r\nDELETE /live/kept.ts HTTP/1.1\r\nHost: live.test\r\n\r\n";
    String both = "Content-Length: " + smuggled.length() + "\r\nTransfer-Encoding: chunked\r\n";
    try (RawClient client = origin().connect()) {
      client.send(PUT + both + "\r\n" + smuggled);
      client.countToEnd();
    } catch (IOException e) {
      // Closed at once, as well.
    }
    assertEquals("kept", content("/live/kept.ts"));
    if (kind != HostKind.TOMCAT) { // It drops the length, reads the chunks, and closes.
      assertEquals("404", content("/live/new.ts"));
    }
  }

  @Test
  void A18_chunksInHttp10() throws Exception {
    try (RawClient client = origin().connect()) {
      client.send(
          CHUNKED.replace("HTTP/1.1", "HTTP/1.0")
              + "0\r\n\r\nDELETE /live/kept.ts HTTP/1.1\r\nHost: live.test\r\n\r\n");
      client.countToEnd();
    }
    assertEquals("kept", content("/live/kept.ts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identity",
        "gzip, chunked",
        "chunked, gzip",
        "xchunked",
        "chunked;q=1",
        "\"chunked\"",
        "chunked\u000b",
      })
  void A19_transferCoding(String coding) throws Exception {
    refusedSomehow(
        "400 501 411", PUT + "Transfer-Encoding: " + coding + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    assertEquals("404", content("/live/new.ts"));
  }

  @Test
  void A19_chunkedInAnyLetterCase() throws Exception {
    served(CHUNKED.replace("chunked", "Chunked") + "5\r\nhello\r\n0\r\n\r\n");
    assertEquals("hello", content("/live/new.ts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content_Length: 5", "Content-Length\u0000: 5", "Content-Length\u017f: 5"})
  void A20_namesThatLookLikeFraming(String field) throws Exception {
    refusedSomehow("400 411", PUT + field + "\r\n\r\nhello");
    assertEquals("404", content("/live/new.ts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5",
        "+5",
        "5_0",
        "11111111111111111",
        "FFFFFFFFFFFFFFFF",
        "",
        "-1",
        ";a",
        "g",
      })
  void A21_chunkSize(String size) throws Exception {
    refusedSomehow("400 413", CHUNKED + size + "\r\nhello\r\n0\r\n\r\n");
    assertEquals("404", content("/live/new.ts"));
  }

  @Test
  void A22_chunkExtensions() throws Exception {
    served(CHUNKED + "5;a=b;c=\"d\"\r\nhello\r\n0\r\n\r\n");
    if (kind == HostKind.NETTY) {
      refusedSomehow("400", CHUNKED + "5;" + "x".repeat(5000) + "\r\nhello\r\n0\r\n\r\n");
      refusedSomehow("400", CHUNKED + "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n");
      refusedSomehow("400", CHUNKED + "1;abcdefgh\r\nx\r\n".repeat(10_000) + "0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5\r\nhello!\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n", "4\r\nhello\r\n0\r\n\r\n"})
  void A23_chunkData(String body) throws Exception {
    refusedSomehow("400 408", CHUNKED + body);
    assertEquals("404", content("/live/new.ts"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "000000000000"})
  void A24_lastChunk(String zero) throws Exception {
    if (kind == HostKind.TOMCAT && zero.length() > 8) {
      return; // More digits than Tomcat reads.
    }
    try (RawClient client = origin().connect()) {
      client.send(CHUNKED + "5\r\nhello\r\n" + zero + "\r\n\r\n" + GET + "\r\n");
      assertEquals(200, client.answer("PUT").status());
      assertEquals("kept", client.answer().text());
    }
  }

  @Test
  void A25_trailers() throws Exception {
    served(
        CHUNKED
            + "5\r\nhello\r\n0\r\nContent-Length: 99\r\nHost: private.test\r\n"
            + "Cache-Control: public\r\nx-amz-upload-availability: STREAMING\r\n\r\n");
    Answer get = origin().send(AttackedOrigin.unsigned("GET /live/new.ts"));
    assertEquals("hello", get.text());
    assertNull(get.field("cache-control"));
    if (kind == HostKind.NETTY) {
      refusedSomehow("400", CHUNKED + "0\r\n" + "X: y\r\n".repeat(17) + "\r\n");
      refusedSomehow("400", CHUNKED + "0\r\nX: y\r\n folded\r\n\r\n");
    }
  }

  @Test
  void A26_oneByteChunks() throws Exception {
    served(CHUNKED + "1\r\nx\r\n".repeat(100_000) + "0\r\n\r\n");
    assertEquals(100_000, content("/live/new.ts").length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE"})
  void A27_bodiesNobodyAskedFor(String method) throws Exception {
    String request = GET.replace("GET", method).replace("kept", "none");
    for (String body :
        List.of(
            "Content-Length: 10\r\n\r\n0123456789",
            "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n")) {
      try (RawClient client = origin().connect()) {
        client.send(request + body + GET + "\r\n");
        assertEquals(404, client.answer(method).status());
        assertEquals("kept", client.answer().text());
      }
    }
  }

  @Test
  void A28_lengths() throws Exception {
    served(GET + "Content-Length: 0\r\n\r\n");
    Answer answer = refused("411 ValidationException", PUT + "\r\n");
    assertEquals("close", answer.field("connection"));
  }

  @Test
  void A29_pipelining() throws Exception {
    int count = kind == HostKind.TOMCAT ? 50 : 100; // Tomcat ends a connection after a hundred.
    try (RawClient client = origin().connect()) {
      client.send((GET + "\r\n").repeat(count));
      for (int i = 0; i < count; i++) {
        assertEquals("kept", client.answer().text());
      }
      client.send(PUT + "Content-Length: 5\r\n\r\nhello" + GET.replace("kept", "new") + "\r\n");
      assertEquals(200, client.answer("PUT").status());
      assertEquals("hello", client.answer().text());
    }
    try (RawClient client = origin().connect()) {
      client.send(
          GET
              + "\r\n"
              + PUT
              + "Content-Length: x\r\n\r\n"
              + "DELETE /live/kept.ts HTTP/1.1\r\nHost: live.test\r\n\r\n");
      assertEquals("kept", client.answer().text());
      client.countToEnd();
    }
    assertEquals("kept", content("/live/kept.ts"));
  }

  @Test
  void A30_refusedBeforeContinue() throws Exception {
    for (String what :
        List.of(
            "PUT /live/a%20b HTTP/1.1\r\nHost: live.test\r\nContent-Length: 5\r\n",
            "PUT /live/x HTTP/1.1\r\nHost: private.test\r\nContent-Length: 5\r\n",
            "PUT /live/x HTTP/1.1\r\nHost: live.test\r\nContent-Length: 100001\r\n")) {
      try (RawClient client = origin().connect()) {
        client.send(what + "Expect: 100-continue\r\n\r\n");
        int status = client.head().status();
        if (kind == HostKind.TOMCAT && status == 100) {
          status = client.head().status(); // Said by Tomcat before anybody was asked.
        }
        assertTrue(List.of(400, 403, 413).contains(status), what + status);
      }
    }
  }

  @Test
  void A31_expect() throws Exception {
    String length = "Content-Length: 5\r\n";
    for (String rest : List.of(length + "\r\nhello", "Content-Length: 0\r\n\r\n")) {
      try (RawClient client = origin().connect()) {
        client.send(PUT + "Expect: 100-continue\r\n" + rest);
        int status = client.head().status();
        assertEquals(200, status == 100 ? client.head().status() : status);
      }
    }
    refusedSomehow("417 400", PUT + length + "Expect: 200-ok\r\n\r\n");
    assertEquals("", content("/live/new.ts"));
  }

  @Test
  void A32_connectionOptions() throws Exception {
    served(GET + "Connection: close, Host\r\n\r\n");
    assertEquals(
        206, origin().send(GET + "Range: bytes=0-0\r\nConnection: Range\r\n\r\n").status());
    // What a signature was made for stays signed, whatever the list of hop-by-hop fields says.
    String signed = get("/live/kept.ts").signed();
    Answer answer =
        origin().send(signed.replaceFirst("\r\n\r\n$", "\r\nConnection: Authorization\r\n\r\n"));
    assertEquals(200, answer.status(), answer::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "websocket"})
  void A33_upgrade(String protocol) throws Exception {
    Answer answer =
        origin()
            .send(
                GET
                    + "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\nUpgrade: "
                    + protocol
                    + "\r\n\r\n");
    assertEquals(200, answer.status(), answer::toString);
  }

  @Test
  void A34_splitAnywhere() throws Exception {
    String request = PUT + "Content-Length: 5\r\n\r\nhello";
    for (int at = 1; at < request.length(); at += 1) {
      try (RawClient client = origin().connect()) {
        client.send(request.substring(0, at));
        client.send(request.substring(at));
        assertEquals(200, client.answer("PUT").status(), "split at " + at);
      }
    }
    try (RawClient client = origin().connect()) {
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }
      assertEquals(200, client.answer("PUT").status());
    }
    assertEquals("hello", content("/live/new.ts"));
  }

  @Test
  void A35_http10() throws Exception {
    try (RawClient client = origin().connect()) {
      String old = GET.replace("HTTP/1.1", "HTTP/1.0") + "Connection: keep-alive\r\n\r\n";
      assertEquals("kept", client.send(old).answer().text());
      assertEquals("kept", client.send(old).answer().text());
    }
    try (RawClient client = origin().connect()) {
      assertEquals("kept", client.send(GET.replace("1.1\r", "1.0\r") + "\r\n").answer().text());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void A36_bytesBeyondAscii() throws Exception {
    Answer answer = origin().send(GET + "X: caf\u00c3\u00a9 \u00e9\r\n\r\n");
    assertEquals(200, answer.status());
    String type = "video/\u00c3\u00a9";
    Answer put = origin().send(PUT + "Content-Type: " + type + "\r\nContent-Length: 0\r\n\r\n");
    assertEquals(400, put.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-HTTP-Method-Override: DELETE",
        "X-Original-URL: /live/none.ts",
        "X-Rewrite-URL: /live/none.ts",
        "X-Forwarded-Host: private.test",
        "X-Forwarded-Proto: https",
        "X-Forwarded-For: 1.2.3.4",
        "X-Forwarded-Prefix: /x",
        "Forwarded: host=private.test;proto=https;for=1.2.3.4",
      })
  void A37_fieldsOfProxies(String field) throws Exception {
    Answer answer = origin().send(GET + field + "\r\n\r\n");
    assertEquals("kept", answer.text(), answer::toString);
    assertEquals("kept", content("/live/kept.ts"));
  }

  @Test
  void A38_answersWithoutABody() throws Exception {
    try (RawClient client = origin().connect()) {
      String tag = client.send(GET + "\r\n").answer().field("etag");
      String head = GET.replace("GET", "HEAD");
      String[] requests = {
        head + "\r\n",
        GET + "If-None-Match: " + tag + "\r\n\r\n",
        GET + "Range: bytes=9-\r\n\r\n",
        head + "Range: bytes=9-\r\n\r\n",
        head.replace("kept", "none") + "\r\n",
      };
      int[] statuses = {200, 304, 416, 200, 404};
      for (int i = 0; i < requests.length; i++) {
        String method = requests[i].substring(0, requests[i].indexOf(' '));
        assertEquals(statuses[i], client.send(requests[i]).answer(method).status(), requests[i]);
        assertEquals("kept", client.send(GET + "\r\n").answer().text());
      }
    }
  }
}
