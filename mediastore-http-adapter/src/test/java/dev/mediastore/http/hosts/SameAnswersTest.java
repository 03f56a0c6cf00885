// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The same bytes in, the same status, header fields and body out, whatever the host. */
class SameAnswersTest {
  private static final Map<String, Host> HOSTS = new LinkedHashMap<>();

  /** Undertow answers old clients in their version, and closes after 204 and 304. */
  private static final Map<String, Host> NEW_HOSTS = new LinkedHashMap<>();

  @BeforeContainer
  static void startHosts() throws Exception {
    HOSTS.put("Netty", NettyHostTest.host(new ScriptedHandler()));
    HOSTS.put("Netty behind another codec", NettyForeignCodecHostTest.host(new ScriptedHandler()));
    HOSTS.put("Jetty", JettyHostTest.host(new ScriptedHandler()));
    HOSTS.put("Tomcat", TomcatHostTest.host(new ScriptedHandler()));
    NEW_HOSTS.put("Netty", NettyHostTest.host(new ScriptedHandler()));
    NEW_HOSTS.put("Undertow", UndertowHostTest.host(new ScriptedHandler()));
  }

  @AfterContainer
  static void stopHosts() throws Exception {
    for (Host host : HOSTS.values()) {
      host.close();
    }
    for (Host host : NEW_HOSTS.values()) {
      host.close();
    }
    HOSTS.clear();
    NEW_HOSTS.clear();
  }

  /**
   * One request.
   *
   * @param chunkBytes size of its transfer chunks; 0 for a body with a length, -1 for no body
   */
  record Call(
      String method,
      String target,
      boolean old,
      boolean keep,
      List<String> fields,
      int chunkBytes) {

    Call renewed() {
      // Of several blanks Undertow makes one.
      List<String> kept =
          fields.stream().map(field -> field.replace("two  words", "two words")).toList();
      return new Call(method, target, false, keep, kept, chunkBytes);
    }

    byte[] bytes() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] body = target.getBytes(StandardCharsets.ISO_8859_1);
      StringBuilder head = new StringBuilder();
      head.append(method + ' ' + target + " HTTP/1." + (old ? 0 : 1) + "\r\nHost: h\r\n");
      fields.forEach(field -> head.append(field).append("\r\n"));
      if (old == keep) {
        head.append(keep ? "Connection: keep-alive\r\n" : "Connection: close\r\n");
      }
      if (isChunked()) {
        head.append("Transfer-Encoding: chunked\r\n");
      } else if (chunkBytes >= 0) {
        head.append("Content-Length: " + body.length + "\r\n");
      }
      out.writeBytes((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      if (isChunked()) {
        for (int from = 0; from < body.length; from += chunkBytes) {
          int size = Math.min(chunkBytes, body.length - from);
          out.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(body, from, size);
          out.writeBytes(new byte[] {'\r', '\n'});
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } else if (chunkBytes >= 0) {
        out.writeBytes(body);
      }
      return out.toByteArray();
    }

    private boolean isChunked() {
      return chunkBytes > 0 && !old;
    }
  }

  @Provide
  Arbitrary<List<Call>> connections() {
    return calls().list().ofMinSize(1).ofMaxSize(5);
  }

  private static Arbitrary<Call> calls() {
    Arbitrary<String> targets =
        Arbitraries.of(
                "/echo/",
                "/echo/a%2Fb?x=%20",
                "/store/a",
                "/store/b",
                "/status/404",
                "/status/204",
                "/status/304",
                "/refuse/",
                "/big/70000",
                "/nothing",
                "/echo//x/./%7e;p=1?a&b=c=d")
            .injectDuplicates(0.1);
    Arbitrary<List<String>> fields =
        Arbitraries.of(
                "X-A: 1", "x-b:  two  words ", "Accept: */*", "X-A: \u00e9", "Range: bytes=0-")
            .list()
            .ofMaxSize(4);
    return Combinators.combine(
            Arbitraries.of("GET", "PUT", "HEAD", "DELETE", "POST", "OPTIONS", "PROPFIND"),
            targets,
            Arbitraries.of(false, false, false, true),
            Arbitraries.of(true, true, true, false),
            fields,
            Arbitraries.of(-1, -1, 0, 1, 7))
        .as(Call::new);
  }

  @Property(tries = 500)
  void sameBytes_sameAnswers(@ForAll("connections") List<Call> calls) throws Exception {
    assertSameAnswers(HOSTS, calls);
  }

  @Property(tries = 250)
  void newClients_sameAnswers(@ForAll("connections") List<Call> calls) throws Exception {
    assertSameAnswers(NEW_HOSTS, calls.stream().map(Call::renewed).toList());
  }

  private static void assertSameAnswers(Map<String, Host> hosts, List<Call> calls)
      throws Exception {
    String expected = null;
    for (Map.Entry<String, Host> host : hosts.entrySet()) {
      String answers = answers(host.getValue(), calls, hosts == NEW_HOSTS);
      if (expected == null) {
        expected = answers;
      }
      assertEquals(expected, answers, host.getKey());
    }
  }

  private static String answers(Host host, List<Call> calls, boolean withUndertow)
      throws IOException {
    StringBuilder all = new StringBuilder();
    try (RawClient client = RawClient.connect(host.port())) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      for (Call call : calls) {
        packet.writeBytes(call.bytes());
        if (!call.keep()) {
          break;
        }
      }
      client.send(packet.toByteArray());
      for (Call call : calls) {
        Answer answer = client.answer(call.method());
        boolean ends = !call.keep() || answer.has("connection", "close");
        String comparable = answer.comparable();
        if (call.old()) {
          // Old connections end without a word as well.
          comparable = comparable.replace("connection=close, ", "");
        } else if (withUndertow) {
          comparable = comparable.replace("connection=keep-alive, ", ""); // Goes without saying.
        }
        if (withUndertow && !call.keep() && (answer.status() == 204 || answer.status() == 304)) {
          comparable = comparable.replace("connection=close, ", ""); // Undertow leaves it unsaid.
        }
        if (call.method().equals("HEAD")) {
          // How a body would have been framed may be said or not (RFC 9110 section 9.3.2).
          comparable = comparable.replace(", transfer-encoding=chunked", "");
        }
        all.append(comparable).append('\n');
        if (ends) {
          return all.append(client.isClosedByServer()).toString();
        }
      }
    }
    return all.toString();
  }
}
