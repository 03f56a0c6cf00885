// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.netty.NettyServer;
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

/** The same requests over HTTP/1.1 and HTTP/2: the same status, fields and body. */
class Http2SameAnswersTest {
  private static NettyServer first;
  private static NettyServer second;

  @BeforeContainer
  static void startHosts() throws Exception {
    first = NettyServer.builder(new ScriptedHandler()).start();
    second = NettyServer.builder(new ScriptedHandler()).start();
  }

  @AfterContainer
  static void stopHosts() {
    first.close();
    second.close();
  }

  @Provide
  Arbitrary<List<String>> connections() {
    Arbitrary<String> targets =
        Arbitraries.of(
            "/echo/",
            "/echo/a%2Fb?x=%20",
            "/echo//x/./%7e;p=1?a&b=c=d",
            "/store/a",
            "/store/b",
            "/status/404",
            "/status/204",
            "/status/304",
            "/refuse/",
            "/big/70000",
            "/big/700000",
            "/fail",
            "/nothing");
    Arbitrary<String> fields =
        Arbitraries.of("X-A: 1", "x-b: two  words", "Accept: */*", "X-A: \u00e9", "Range: bytes=0-")
            .list()
            .ofMaxSize(4)
            .map(list -> String.join("\r\n", list));
    return Combinators.combine(
            Arbitraries.of("GET", "PUT", "HEAD", "DELETE", "POST", "OPTIONS", "PROPFIND"),
            targets,
            fields,
            Arbitraries.of(-1, 0, 1, 7, 40_000))
        .as(Http2SameAnswersTest::request)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static String request(String method, String target, String fields, int length) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: h\r\n"
        + (fields.isEmpty() ? "" : fields + "\r\n")
        + (length < 0 ? "" : "Content-Length: " + length + "\r\n")
        + "\r\n"
        + "b".repeat(Math.max(0, length));
  }

  @Property(tries = 1000)
  void sameRequests_sameAnswers(@ForAll("connections") List<String> requests) throws Exception {
    try (RawHttp2 two = RawHttp2.connect(second.port())) {
      for (String request : requests) {
        String method = request.substring(0, request.indexOf(' '));
        try (RawClient one = RawClient.connect(first.port())) {
          Answer expected = one.send(request).answer(method);
          Answer answer = two.answer(two.send(request));
          assertEquals(comparable(expected), comparable(answer), request);
        }
      }
    }
  }

  private static String comparable(Answer answer) {
    Map<String, String> fields = answer.fieldMap();
    fields.remove("connection");
    fields.remove("content-length"); // The echo names the version; bodies are compared below.
    fields.remove("transfer-encoding");
    return answer.status()
        + "\n"
        + fields
        + "\n"
        + answer.text().replaceFirst("HTTP_(1_1|2)", "HTTP");
  }
}
