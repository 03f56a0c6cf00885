// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole origin behind a host: what clients of either have to see. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OriginContract {
  private Origin origin;

  /** The host under test. */
  abstract Host.Kind kind();

  /** Whether answers carry the time of the service rather than of the machine. */
  boolean keepsDates() {
    return true;
  }

  @BeforeAll
  void startOrigin() throws Exception {
    origin = new Origin(kind());
  }

  @AfterAll
  void stopOrigin() throws Exception {
    origin.close();
  }

  private Answer answer(String request) throws Exception {
    return answer(request, "GET");
  }

  private Answer answer(String request, String method) throws Exception {
    try (RawClient client = origin.connect()) {
      return client.send(request).answer(method);
    }
  }

  private void store(String target, String body) throws Exception {
    Answer answer = answer(Origin.open("PUT " + target, "Content-Length: " + body.length()) + body);
    assertEquals(200, answer.status(), answer.text());
  }

  private String stored(String target) throws Exception {
    Answer answer = answer(Origin.open("GET " + target));
    return answer.status() == 200 ? answer.text() : Integer.toString(answer.status());
  }

  @Test
  void earlyRead_isAnsweredWhenTheObjectArrives_andTheConnectionGoesOn() throws Exception {
    try (RawClient early = origin.connect()) {
      early.send(Origin.open("GET /awaited/1.m4s"));
      store("/awaited/1.m4s", "arrived");
      assertEquals("arrived", early.answer("GET").text());
      assertEquals("arrived", early.send(Origin.open("GET /awaited/1.m4s")).answer("GET").text());
    }
  }

  @Test
  void reloadOfThePlaylist_isAnsweredWithTheNextSegment() throws Exception {
    String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n0.m4s\n";
    store("/awaited/a.m3u8", playlist);
    try (RawClient player = origin.connect()) {
      player.send(Origin.open("GET /awaited/a.m3u8?_HLS_msn=1"));
      store("/awaited/a.m3u8", playlist + "#EXTINF:9,\n1.m4s\n");
      assertTrue(player.answer("GET").text().endsWith("1.m4s\n"));
    }
  }

  @Test
  void originTellsTheTimeAndHowItIs() throws Exception {
    assertEquals("2026-03-01T12:00:00.000Z", stored("/.time"));
    assertEquals("{\"status\":\"UP\"}", stored("/.health"));
    assertEquals(200, answer(Origin.open("HEAD /.time"), "HEAD").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/signed/a.ts", "//lead/a.ts", "/a%3Db/c%3a.ts", "/x//y.ts"})
  void signedObject_isStoredListedReadAndDeleted(String target) throws Exception {
    try (RawClient client = origin.connect()) {
      client.send(Origin.signed("PUT", target, "Content-Length: 5") + "hello");
      Answer put = client.answer();
      assertEquals(200, put.status(), put.text());
      Answer get = client.send(Origin.signed("GET", target)).answer();
      assertEquals("hello", get.text());
      Answer part = client.send(Origin.signed("GET", target, "Range: bytes=1-2")).answer();
      assertEquals(206, part.status());
      assertEquals("bytes 1-2/5", part.field("content-range"));
      assertEquals("el", part.text());
      Answer head = client.send(Origin.signed("HEAD", target)).answer("HEAD");
      assertEquals(get.field("etag"), head.field("etag"));
      assertEquals("5", head.field("content-length"));
      Answer list = client.send(Origin.signed("GET", "/?MaxResults=1000&Path=")).answer();
      assertTrue(list.text().contains("\"Items\""), list.text());
      assertEquals(200, client.send(Origin.signed("DELETE", target)).answer().status());
      assertEquals(404, client.send(Origin.signed("GET", target)).answer().status());
    }
  }

  static Stream<Arguments> refused() {
    Duration none = Duration.ZERO;
    String unsigned = "UNSIGNED-PAYLOAD";
    String secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    String put = "PUT";
    return Stream.of(
        arguments(
            "wrong secret",
            Origin.signed("AKIDEXAMPLE", "wrong", none, "GET", "/a", unsigned),
            403,
            "InvalidSignatureException"),
        arguments(
            "unknown key",
            Origin.signed("AKIDUNKNOWN", secret, none, "GET", "/a", unsigned),
            403,
            "UnrecognizedClientException"),
        arguments(
            "clock ahead",
            Origin.signed("AKIDEXAMPLE", secret, Duration.ofMinutes(16), "GET", "/a", unsigned),
            403,
            "InvalidSignatureException"),
        arguments(
            "clock behind",
            Origin.signed("AKIDEXAMPLE", secret, Duration.ofMinutes(-16), "GET", "/a", unsigned),
            403,
            "InvalidSignatureException"),
        arguments(
            "target changed after signing",
            Origin.signed("GET", "/a").replace("GET /a ", "GET /b "),
            403,
            "InvalidSignatureException"),
        arguments(
            "body other than signed",
            Origin.signed(
                    "AKIDEXAMPLE", secret, none, put, "/a", Origin.sha256("x"), "Content-Length: 1")
                + "y",
            400,
            "XAmzContentSHA256Mismatch"),
        arguments(
            "unsigned write to a private container",
            "PUT /a HTTP/1.1\r\nHost: secret.test\r\nContent-Length: 1\r\n\r\nx",
            403,
            "AccessDeniedException"),
        arguments("dots in the path", Origin.open("GET /a/../b"), 400, "ValidationException"),
        arguments("encoded dots", Origin.open("GET /a/%2e%2e/b"), 400, "ValidationException"),
        arguments("encoded slash", Origin.open("GET /a%2Fb"), 400, "ValidationException"),
        arguments("matrix parameter", Origin.open("GET /a;b=c"), 400, "ValidationException"),
        arguments("trailing slash", Origin.open("GET /a/"), 400, "ValidationException"),
        arguments(
            "announced too large",
            Origin.open("PUT /a", "Content-Length: " + (Origin.OBJECT_LIMIT + 1)),
            413,
            "ValidationException"),
        arguments("neither length nor chunks", Origin.open("PUT /a"), 411, "ValidationException"),
        arguments("unknown method", Origin.open("PATCH /a"), 405, "ValidationException"),
        arguments(
            "unknown container",
            "GET /a HTTP/1.1\r\nHost: nobody.test\r\n\r\n",
            404,
            "ContainerNotFoundException"),
        arguments("missing object", Origin.open("GET /missing"), 404, "ObjectNotFoundException"),
        arguments(
            "broken container policy",
            Origin.control("PutContainerPolicy", "{\"ContainerName\":\"open\",\"Policy\":\"{\"}"),
            400,
            "ValidationException"),
        arguments(
            "broken CORS policy",
            Origin.control("PutCorsPolicy", "{\"ContainerName\":\"open\",\"CorsPolicy\":[]}"),
            400,
            "ValidationException"),
        arguments(
            "document that is not JSON",
            Origin.control("ListContainers", "{\"MaxResults\":"),
            400,
            "SerializationException"),
        arguments(
            "unknown operation",
            Origin.control("MakeCoffee", "{}"),
            400,
            "UnknownOperationException"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String why, String request, int status, String error) throws Exception {
    Answer answer = answer(request);
    assertEquals(status, answer.status(), answer.text());
    assertEquals(error, answer.field("x-amzn-errortype"));
    assertTrue(answer.text().contains("\"__type\":\"" + error + "\""), answer.text());
    assertNotNull(answer.field("x-amzn-requestid"));
    assertEquals(keepsDates(), "Sun, 01 Mar 2026 12:00:00 GMT".equals(answer.field("date")));
    assertNull(answer.field("server"));
  }

  @Test
  void headOfAMissingObject_namesTheErrorInItsHeader() throws Exception {
    try (RawClient client = origin.connect()) {
      Answer answer = client.send(Origin.open("HEAD /missing")).answer("HEAD");
      assertEquals(404, answer.status());
      assertEquals("ObjectNotFoundException", answer.field("x-amzn-errortype"));
      assertEquals(404, client.send(Origin.open("GET /missing")).answer().status());
    }
  }

  @Test
  void uploadOverTheLimit_isRefusedWhileItArrives() throws Exception {
    store("/limit", "old");
    try (RawClient client = origin.connect()) {
      client.send(Origin.open("PUT /limit", "Transfer-Encoding: chunked"));
      byte[] chunk = HostContract.bytes(50_000);
      for (int i = 0; i < 5; i++) {
        client.send("c350\r\n").send(chunk).send("\r\n");
      }
      Answer answer = client.answer();
      assertEquals(413, answer.status());
      assertEquals("close", answer.field("connection"));
    }
    assertEquals("old", stored("/limit"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void uploadBrokenOff_leavesTheFormerVersion(boolean streaming) throws Exception {
    String availability = "x-amz-upload-availability: " + (streaming ? "STREAMING" : "STANDARD");
    store("/broken", "old");
    try (RawClient client = origin.connect()) {
      client.send(Origin.open("PUT /broken", availability, "Transfer-Encoding: chunked"));
      client.send("3\r\nnew\r\n");
      if (streaming) {
        try (RawClient reader = readGrowing("/broken", "new")) {
          client.reset();
          assertThrows(IOException.class, reader::chunk);
        }
      } else {
        client.reset();
      }
    }
    while (!stored("/broken").equals("old")) {
      Thread.onSpinWait();
    }
  }

  /** A client that has begun to read an object in the middle of its upload. */
  private RawClient readGrowing(String target, String begin) throws Exception {
    while (true) {
      RawClient reader = origin.connect();
      Answer head = reader.send(Origin.open("GET " + target)).head();
      if (head.has("transfer-encoding", "chunked")) {
        byte[] first = reader.chunkedBytes(begin.length());
        assertEquals(begin, new String(first, StandardCharsets.US_ASCII));
        return reader;
      }
      reader.close(); // Not visible yet: the former version, or none.
    }
  }

  @Test
  void streamedUpload_isReadWhileItArrives() throws Exception {
    try (RawClient writer = origin.connect()) {
      writer.send(
          Origin.open(
              "PUT /stream", "x-amz-upload-availability: STREAMING", "Transfer-Encoding: chunked"));
      writer.send("5\r\nfirst\r\n");
      try (RawClient reader = readGrowing("/stream", "first")) {
        writer.send("6\r\nsecond\r\n");
        assertEquals(6, reader.chunkedBytes(6).length);
        writer.send("0\r\n\r\n");
        assertEquals(200, writer.answer().status());
        assertEquals(0, reader.chunk().length);
      }
    }
    assertEquals("firstsecond", stored("/stream"));
  }

  @Test
  void uploadToTheLiveEdge_isReadWhileItArrives_withACacheTime() throws Exception {
    try (RawClient writer = origin.connect()) {
      writer.send(Origin.open("PUT /edge/a.m4s", "Transfer-Encoding: chunked"));
      writer.send("5\r\nfirst\r\n");
      try (RawClient reader = readGrowing("/edge/a.m4s", "first")) {
        writer.send("0\r\n\r\n");
        assertEquals(200, writer.answer().status());
        assertEquals(0, reader.chunk().length);
      }
    }
    Answer complete = answer(Origin.open("GET /edge/a.m4s"));
    assertEquals("max-age=86400, immutable", complete.field("cache-control"));
  }

  /** Requests of ffmpeg 5.1, byte for byte but for the host. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hls-put-persistent",
        "hls-put",
        "dash-ldash",
        "dash-ldash-nonpersistent",
        "hls-put-persistent-realtime"
      })
  void ffmpeg_uploadsAllItsObjects(String run) throws Exception {
    for (String request : captured(run)) {
      String method = request.substring(0, request.indexOf(' '));
      try (RawClient client = origin.connect()) {
        client.send(request.replaceFirst("Host: [^\r]*", "Host: open.test"));
        Answer answer = client.answer(method);
        assertEquals(200, answer.status(), request.substring(0, 60) + answer.text());
      }
    }
  }

  RawClient connect() throws Exception {
    return origin.connect();
  }

  /** The requests of one run as Latin-1 text, in the order in which they were completed. */
  static List<String> captured(String run) throws IOException {
    Stream.Builder<String> requests = Stream.builder();
    for (int number = 1; ; number++) {
      String file = "/captures/ffmpeg/" + run + (number == 1 ? "" : "." + number) + ".http";
      try (InputStream in = OriginContract.class.getResourceAsStream(file)) {
        if (in == null) {
          return requests.build().toList();
        }
        requests.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
  }
}
