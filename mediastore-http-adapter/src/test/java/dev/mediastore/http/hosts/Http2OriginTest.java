// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.hosts.RawClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole origin over HTTP/2: signatures, and every refusal that HTTP/1.1 gives. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2OriginTest {
  private Origin origin;

  @BeforeAll
  void start() throws Exception {
    origin = new Origin(NettyHostTest::host);
  }

  @AfterAll
  void stop() throws Exception {
    origin.close();
  }

  @Test
  void signedObject_isStoredAndRead() throws Exception {
    try (RawHttp2 client = RawHttp2.connect(origin.port())) {
      String put = Origin.signed("PUT", "/two/a.ts", "Content-Length: 5") + "hello";
      assertEquals(200, client.answer(client.send(put)).status());
      String range = Origin.signed("GET", "/two/a.ts", "Range: bytes=1-2");
      Answer part = client.answer(client.send(range));
      assertEquals(206, part.status());
      assertEquals("el", part.text());
      Answer head = client.answer(client.send(Origin.signed("HEAD", "/two/a.ts")));
      assertEquals("5", head.field("content-length"));
    }
  }

  @Test
  void bodyOtherThanSigned_isRefused() throws Exception {
    try (RawHttp2 client = RawHttp2.connect(origin.port())) {
      String put = Origin.signed("PUT", "/two/b.ts", "Content-Length: 5") + "hello";
      assertEquals(200, client.answer(client.send(put)).status());
      String changed = put.replace("/two/b.ts", "/two/c.ts");
      assertEquals(403, client.answer(client.send(changed)).status());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.mediastore.http.hosts.OriginContract#refused")
  void refused(String why, String request, int status, String error) throws Exception {
    try (RawHttp2 client = RawHttp2.connect(origin.port())) {
      int expected = why.equals("neither length nor chunks") ? 200 : status;
      Answer answer = client.answer(client.send(request));
      assertEquals(expected, answer.status(), answer.text());
      if (expected != 200) {
        assertEquals(error, answer.field("x-amzn-errortype"));
        assertTrue(answer.text().contains("\"__type\":\"" + error + "\""), answer.text());
      }
    }
  }
}
