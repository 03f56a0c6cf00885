// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Group C of the threat catalogue: ranges, conditions, and what caches may learn from answers. */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class ReadThreatsTest extends AttackTest {
  private static final String TEXT = "0123456789";

  /** The host is for the origin, which all of a class share. */
  ReadThreatsTest(HostKind kind) {
    kind.name();
  }

  @BeforeEach
  void open() {
    origin().policy(AttackedOrigin.statement("Allow", "\"*\"", "mediastore:*", ""));
    store("ten.ts", TEXT);
    store("empty.ts", "");
  }

  private static void store(String path, String text) {
    origin()
        .live()
        .put(
            ObjectPath.of(path),
            UploadOptions.builder().contentType("video/mp2t").build(),
            text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Answer read(String path, String... fields) throws IOException {
    return origin().send(AttackedOrigin.unsigned("GET /" + path, fields));
  }

  private static void whole(Answer answer) {
    assertEquals(200, answer.status(), answer::toString);
    assertEquals(TEXT, answer.text());
  }

  @ParameterizedTest
  @CsvSource({
    "0-0, 0, 0-0",
    "0-, 0123456789, 0-9",
    "-1, 9, 9-9",
    "5-5, 5, 5-5",
    "9-9, 9, 9-9",
    "0-99999999, 0123456789, 0-9",
    "-99999999, 0123456789, 0-9",
    "3-6, 3456, 3-6",
  })
  void C01_ranges(String range, String bytes, String told) throws Exception {
    Answer answer = read("ten.ts", "Range: bytes=" + range);
    assertEquals(206, answer.status());
    assertEquals(bytes, answer.text());
    assertEquals("bytes " + told + "/10", answer.field("content-range"));
  }

  @ParameterizedTest
  @CsvSource({"ten.ts, 10-, 10", "ten.ts, 11-20, 10", "ten.ts, -0, 10", "empty.ts, 0-, 0"})
  void C02_outside(String path, String range, int length) throws Exception {
    Answer answer = read(path, "Range: bytes=" + range);
    assertEquals(416, answer.status(), answer::toString);
    assertEquals("bytes */" + length, answer.field("content-range"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=5-4",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes 0-1",
        "bytes=0-1-2",
        "bytes=0x0-1",
        "bytes=+1-2",
        "bytes=1.0-2",
        "bytes=0 -1",
      })
  void C03_malformed(String range) throws Exception {
    whole(read("ten.ts", "Range: " + range));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808-",
        "18446744073709551616-",
        "0-18446744073709551616",
        "111111111111111111111111111111-",
      })
  void C03_numbersBeyondAllBounds(String range) throws Exception {
    Answer answer = read("ten.ts", "Range: bytes=" + range);
    assertTrue(List.of(200, 206, 416).contains(answer.status()), answer::toString);
    assertTrue(answer.status() == 416 || answer.text().equals(TEXT), answer::toString);
  }

  @Test
  void C04_units() throws Exception {
    whole(read("ten.ts", "Range: items=0-1"));
    assertEquals("01", read("ten.ts", "Range: Bytes=0-1").text());
  }

  @Test
  void C05_manyRanges() throws Exception {
    whole(read("ten.ts", "Range: bytes=0-1,3-4"));
    whole(read("ten.ts", "Range: bytes=" + "0-,".repeat(1000) + "0-"));
  }

  @Test
  void C06_twoFields() throws Exception {
    whole(read("ten.ts", "Range: bytes=0-1", "Range: bytes=2-3"));
  }

  @Test
  void C07_otherMethods() throws Exception {
    String range = "Range: bytes=0-1";
    Answer head = origin().send(AttackedOrigin.unsigned("HEAD /ten.ts", range));
    assertEquals(200, head.status());
    assertEquals("10", head.field("content-length"));
    String put = AttackedOrigin.unsigned("PUT /p.ts", range, "Content-Length: 4") + "four";
    assertEquals(200, origin().send(put).status());
    assertEquals("four", read("p.ts").text());
    assertEquals(200, origin().send(AttackedOrigin.unsigned("DELETE /p.ts", range)).status());
    assertEquals(404, read("p.ts").status());
  }

  @Test
  void C08_ifRange() throws Exception {
    Answer now = read("ten.ts");
    String tag = now.field("etag");
    for (String match : List.of(tag, '"' + tag + '"', now.field("last-modified"))) {
      assertEquals(206, read("ten.ts", "Range: bytes=0-1", "If-Range: " + match).status(), match);
    }
    for (String other :
        List.of(
            "0".repeat(64), "W/\"" + tag + '"', "garbage", "*", "Sun, 06 Nov 1994 08:49:37 GMT")) {
      whole(read("ten.ts", "Range: bytes=0-1", "If-Range: " + other));
    }
  }

  @Test
  void C09_replacedBetween() throws Exception {
    String old = read("ten.ts", "Range: bytes=0-4").field("etag");
    store("ten.ts", "abcdefghij");
    Answer careful = read("ten.ts", "Range: bytes=5-9", "If-Range: " + old);
    assertEquals("abcdefghij", careful.text());
    Answer careless = read("ten.ts", "Range: bytes=5-9");
    assertEquals("fghij", careless.text());
    assertTrue(!old.equals(careless.field("etag")));
  }

  @Test
  void C10_replacedDuring() throws Exception {
    String large = "x".repeat(90_000);
    store("large.ts", large);
    try (RawClient client = origin().connect()) {
      client.send(AttackedOrigin.unsigned("GET /large.ts", "Range: bytes=1-"));
      assertEquals(206, client.head().status());
      store("large.ts", "y");
      origin().live().delete(ObjectPath.of("large.ts"));
      byte[] rest = new byte[89_999];
      assertEquals(rest.length, client.read(rest));
      assertEquals(large.substring(1), new String(rest, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void C11_rangeOfWhatGrows() throws Exception {
    try (RawClient writer = origin().connect()) {
      writer.send(
          AttackedOrigin.unsigned(
              "PUT /g.ts", "Transfer-Encoding: chunked", "x-amz-upload-availability: STREAMING"));
      writer.send("5\r\nfirst\r\n");
      try (RawClient reader = origin().connect()) {
        HostContract.assertEventually(
            () -> origin().live().head(ObjectPath.of("g.ts")).isPresent(), "never visible");
        reader.send(AttackedOrigin.unsigned("GET /g.ts", "Range: bytes=2-3"));
        assertEquals(200, reader.head().status());
        assertEquals("first", new String(reader.chunkedBytes(5), StandardCharsets.US_ASCII));
        writer.send("0\r\n\r\n");
        assertEquals(200, writer.answer("PUT").status());
        assertEquals(0, reader.chunk().length);
      }
    }
  }

  @Test
  void C12_edges() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append((char) ('A' + i % 57));
    }
    store("edges.ts", text.toString());
    int[] edges = {0, 1, 63, 64, 65, 127, 128, 129, 191, 192, 255, 256, 257, 298, 299};
    try (RawClient client = origin().connect()) {
      int asked = 0;
      for (int from : edges) {
        for (int to : edges) {
          if (from <= to && asked++ < 90) { // Tomcat ends a connection after a hundred.
            String range = "Range: bytes=" + from + "-" + to;
            client.send(AttackedOrigin.unsigned("GET /edges.ts", range));
            assertEquals(text.substring(from, to + 1), client.answer().text());
          }
        }
      }
    }
  }

  @Test
  void C14_conditions() throws Exception {
    Answer now = read("ten.ts");
    String tag = now.field("etag");
    String date = now.field("last-modified");
    String many = "\"a\", ".repeat(1000) + tag;
    assertEquals(304, read("ten.ts", "If-None-Match: " + tag).status());
    assertEquals(304, read("ten.ts", "If-None-Match: *").status());
    assertEquals(304, read("ten.ts", "If-None-Match: " + many).status());
    assertEquals(304, read("ten.ts", "If-Modified-Since: " + date).status());
    assertEquals(412, read("ten.ts", "If-Match: \"other\"").status());
    assertEquals(
        412, read("ten.ts", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT").status());
    for (String odd :
        List.of(
            "If-Modified-Since: yesterday",
            "If-Modified-Since: Sun, 06 Nov 1850 08:49:37 GMT",
            "If-Unmodified-Since: Fri, 31 Dec 9999 23:59:59 GMT",
            "If-Modified-Since: 1",
            "If-Match: *")) {
      whole(read("ten.ts", odd));
    }
  }

  @Test
  void C15_contentRange() throws Exception {
    String put = "PUT /ten.ts";
    refused(
        "400 ValidationException",
        AttackedOrigin.unsigned(put, "Content-Range: bytes 0-0/10", "Content-Length: 1") + "x");
    whole(read("ten.ts"));
  }

  @Test
  void C16_preferences() throws Exception {
    whole(read("ten.ts", "Accept-Encoding: " + "gzip;q=0.5,".repeat(500) + "br"));
    whole(read("ten.ts", "Accept: " + "a/b;q=0.1,".repeat(500) + "*/*", "TE: gzip"));
    assertNull(read("ten.ts", "Accept-Encoding: gzip").field("content-encoding"));
  }

  @Test
  void C17_errorsAreNotCached() throws Exception {
    origin().policy(AttackedOrigin.statement("Allow", "\"*\"", "mediastore:GetObject", ""));
    for (Answer error :
        List.of(
            read("none.ts"),
            read("ten.ts", "Range: bytes=99-"),
            origin().send(AttackedOrigin.unsigned("DELETE /ten.ts")),
            origin().send(AttackedOrigin.unsignedTo("nowhere.test", "GET /ten.ts")))) {
      assertTrue(error.status() >= 400);
      assertEquals("no-store", error.field("cache-control"), error::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Anything: 1",
        "Accept-Language: de",
        "Cookie: a=b",
        "Referer: http://x.test/",
        "User-Agent: \"><script>",
        "DNT: 1",
        "Via: 1.1 x",
        "X-Amz-Meta-A: b",
        "Cache-Control: no-cache",
        "Pragma: no-cache",
        "If-Foo: bar",
      })
  void C18_fieldsThatCountForNothing(String field) throws Exception {
    Answer plain = read("ten.ts");
    Answer other = read("ten.ts", field);
    assertEquals(plain.text(), other.text());
    for (String name : List.of("etag", "content-type", "cache-control", "vary", "last-modified")) {
      assertEquals(plain.field(name), other.field(name), name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ten.ts/x.css", "ten.ts;x.css", "ten.ts%0Ax.css"})
  void C19_cacheDeception(String path) throws Exception {
    origin().refusedByAnybody("404 400", AttackedOrigin.unsigned("GET /" + path));
  }

  @Test
  void C20_vary() throws Exception {
    origin()
        .control(
            "PutCorsPolicy",
            "{\"ContainerName\":\"live\",\"CorsPolicy\":[{\"AllowedOrigins\":[\"https://a.test\"],"
                + "\"AllowedMethods\":[\"GET\"],\"AllowedHeaders\":[\"*\"]}]}");
    String hit = read("ten.ts").field("vary");
    assertTrue(hit != null && hit.contains("Origin"), hit);
    assertEquals(hit, read("ten.ts", "Origin: https://a.test").field("vary"));
    assertEquals(hit, read("none.ts").field("vary"));
    assertEquals(hit, read("ten.ts", "Origin: https://b.test").field("vary"));
  }
}
