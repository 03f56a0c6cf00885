// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ObjectPath;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Group D of the threat catalogue: uploads that break off, are too large, meet each other. */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class UploadThreatsTest extends AttackTest {
  private static final int LIMIT = 100_000;
  private static final String STREAMING = "x-amz-upload-availability: STREAMING";
  private static final String IN_CHUNKS = "Transfer-Encoding: chunked";

  /** The host is for the origin, which all of a class share. */
  UploadThreatsTest(HostKind kind) {
    kind.name();
  }

  @BeforeEach
  void open() {
    origin().policy(AttackedOrigin.statement("Allow", "\"*\"", "mediastore:*", ""));
  }

  private static String head(String path, String... fields) {
    return AttackedOrigin.unsigned("PUT /" + path, fields);
  }

  private static int put(String path, String body, String... fields) throws IOException {
    List<String> all = new ArrayList<>(List.of(fields));
    all.add("Content-Length: " + body.length());
    return origin().send(head(path, all.toArray(new String[0])) + body).status();
  }

  private static Answer read(String path) throws IOException {
    return origin().send(AttackedOrigin.unsigned("GET /" + path));
  }

  private static String content(String path) throws IOException {
    Answer answer = read(path);
    return answer.status() == 200 ? answer.text() : Integer.toString(answer.status());
  }

  private static void awaitVisible(String path) {
    HostContract.assertEventually(
        () -> origin().live().head(ObjectPath.of(path)).isPresent(), "never visible");
  }

  private static void awaitQuiet() {
    HostContract.assertEventually(
        () -> origin().store.usage().openWriters() == 0, "an upload is still held");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 4095, 4096, 4097, 8191})
  void D01_lostInTheMiddle(int sent) throws Exception {
    put("a.ts", "before");
    try (RawClient client = origin().connect()) {
      client.send(head("a.ts", "Content-Length: 8192") + "x".repeat(sent));
      client.reset();
    }
    awaitQuiet();
    assertEquals("before", content("a.ts"));
  }

  @Test
  void D02_shorterThanSaid() throws Exception {
    put("a.ts", "before");
    try (RawClient client = origin().connect()) {
      client.send(head("a.ts", "Content-Length: 10") + "five!").endOutput();
      client.countToEnd();
    }
    awaitQuiet();
    assertEquals("before", content("a.ts"));
  }

  @Test
  void D03_longerThanSaid() throws Exception {
    try (RawClient client = origin().connect()) {
      client.send(head("a.ts", "Content-Length: 5") + "helloSURPLUS\r\n\r\n");
      assertEquals(200, client.answer("PUT").status());
      client.countToEnd();
    }
    assertEquals("hello", content("a.ts"));
  }

  @Test
  void D04_atTheLimit() throws Exception {
    assertEquals(200, put("a.ts", "x".repeat(LIMIT)));
    for (String length : List.of(Integer.toString(LIMIT + 1), "1099511627776")) {
      refused("413 ValidationException", head("b.ts", "Content-Length: " + length));
    }
    assertEquals(LIMIT, content("a.ts").length());
  }

  @Test
  void D05_growsBeyondTheLimit() throws Exception {
    try (RawClient writer = origin().connect();
        RawClient reader = origin().connect()) {
      writer.send(head("a.ts", IN_CHUNKS, STREAMING) + "5\r\nfirst\r\n");
      awaitVisible("a.ts");
      reader.send(AttackedOrigin.unsigned("GET /a.ts"));
      assertEquals(200, reader.head().status());
      assertEquals(5, reader.chunkedBytes(5).length);
      writer.send(Integer.toHexString(LIMIT) + "\r\n" + "x".repeat(LIMIT) + "\r\n0\r\n\r\n");
      assertEquals(413, writer.answer("PUT").status());
      assertTrue(reader.countToEnd() >= 0); // Cut: no last chunk can be read from it.
    }
    assertEquals("404", content("a.ts"));
  }

  @Test
  void D06_empty() throws Exception {
    assertEquals(200, put("a.ts", ""));
    assertEquals(200, origin().send(head("b.ts", IN_CHUNKS) + "0\r\n\r\n").status());
    assertEquals("", content("a.ts"));
    assertEquals("", content("b.ts"));
    String listed = origin().send(AttackedOrigin.unsigned("GET /?MaxResults=9")).text();
    assertTrue(listed.contains("\"a.ts\"") && listed.contains("\"b.ts\""), listed);
  }

  @Test
  void D08_sentTwice() throws Exception {
    List<Integer> statuses = atOnce(2, i -> () -> put("a.ts", "same"));
    assertEquals(List.of(200, 200), statuses);
    String tag = read("a.ts").field("etag");
    assertEquals(200, put("a.ts", "same"));
    assertEquals(tag, read("a.ts").field("etag"));
  }

  @Test
  void D09_manyToOneKey() throws Exception {
    Set<String> bodies = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      bodies.add(Character.toString('a' + i % 26).repeat(i + 1));
    }
    assertEquals(200, put("a.ts", "a"));
    List<String> all = List.copyOf(bodies);
    List<Integer> statuses =
        atOnce(
            100,
            i ->
                () -> {
                  if (i % 2 == 0) {
                    return put("a.ts", all.get(i / 2));
                  }
                  assertTrue(bodies.contains(content("a.ts")));
                  return 200;
                });
    assertEquals(Set.of(200), Set.copyOf(statuses));
    assertTrue(bodies.contains(content("a.ts")));
  }

  private interface Work {
    Callable<Integer> of(int number);
  }

  private static List<Integer> atOnce(int count, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        calls.add(work.of(i));
      }
      List<Integer> results = new ArrayList<>();
      for (Future<Integer> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void D10_readersOfWhatGrows() throws Exception {
    try (RawClient writer = origin().connect()) {
      writer.send(head("a.ts", IN_CHUNKS, STREAMING));
      assertEquals("404", content("a.ts"));
      writer.send("5\r\nfirst\r\n");
      awaitVisible("a.ts");
      try (RawClient reader = origin().connect()) {
        reader.send(AttackedOrigin.unsigned("GET /a.ts"));
        assertEquals(200, reader.head().status());
        assertEquals(5, reader.chunkedBytes(5).length);
        writer.send("6\r\nsecond\r\n0\r\n\r\n");
        assertEquals(200, writer.answer("PUT").status());
        assertEquals("second", new String(reader.chunkedBytes(6), StandardCharsets.US_ASCII));
        assertEquals(0, reader.chunk().length);
      }
    }
    assertEquals("firstsecond", content("a.ts"));
  }

  @Test
  void D11_brokenOffWithReaders() throws Exception {
    put("a.ts", "before");
    List<RawClient> readers = new ArrayList<>();
    try (RawClient writer = origin().connect()) {
      writer.send(head("a.ts", IN_CHUNKS, STREAMING) + "5\r\nfirst\r\n");
      HostContract.assertEventually(
          () -> origin().live().head(ObjectPath.of("a.ts")).orElseThrow().growing(), "not seen");
      for (int i = 0; i < 50; i++) {
        RawClient reader = origin().connect();
        readers.add(reader);
        reader.send(AttackedOrigin.unsigned("GET /a.ts"));
        assertEquals(200, reader.head().status());
        assertEquals(5, reader.chunkedBytes(5).length);
      }
      writer.reset();
      for (RawClient reader : readers) {
        // Whatever still comes, no last chunk does: the connection just ends.
        assertTrue(reader.countToEnd() <= 2, "more than the line end behind the chunk");
      }
    } finally {
      for (RawClient reader : readers) {
        reader.close();
      }
    }
    assertEquals("before", content("a.ts"));
  }

  @Test
  void D12_replacedWhileRead() throws Exception {
    try (RawClient first = origin().connect();
        RawClient second = origin().connect();
        RawClient reader = origin().connect()) {
      first.send(head("a.ts", IN_CHUNKS, STREAMING) + "3\r\none\r\n");
      awaitVisible("a.ts");
      reader.send(AttackedOrigin.unsigned("GET /a.ts"));
      assertEquals(200, reader.head().status());
      assertEquals(3, reader.chunkedBytes(3).length);
      second.send(head("a.ts", IN_CHUNKS, STREAMING) + "3\r\nTWO\r\n0\r\n\r\n");
      assertEquals(200, second.answer("PUT").status());
      first.send("4\r\nmore\r\n0\r\n\r\n");
      assertEquals(200, first.answer("PUT").status());
      assertEquals("more", new String(reader.chunkedBytes(4), StandardCharsets.US_ASCII));
    }
    assertEquals("TWO", content("a.ts"));
  }

  @Test
  void D14_deletedMeanwhile() throws Exception {
    try (RawClient writer = origin().connect()) {
      writer.send(head("a.ts", IN_CHUNKS, STREAMING) + "5\r\nfirst\r\n");
      awaitVisible("a.ts");
      Answer inUse = origin().control("DeleteContainer", "{\"ContainerName\":\"live\"}");
      assertEquals("ContainerInUseException", inUse.field("x-amzn-errortype"));
      assertEquals(200, origin().send(AttackedOrigin.unsigned("DELETE /a.ts")).status());
      writer.send("4\r\nmore\r\n0\r\n\r\n");
      assertEquals(409, writer.answer("PUT").status());
    }
    assertEquals("404", content("a.ts"));
  }

  @Test
  void D15_digests() throws Exception {
    put("a.ts", "before");
    String wrong = put("/a.ts", 5).payload("0".repeat(64)).signed() + "hello";
    Answer answer = origin().send(wrong.replace("private.test", "live.test"));
    assertTrue(List.of(400, 403).contains(answer.status()), answer::toString);
    assertEquals("before", content("a.ts"));
    assertEquals(200, put("a.ts", "after", "Content-MD5: AAAA", "x-amz-checksum-crc32: AAAA"));
  }

  @Test
  void D16_encodedContent() throws Exception {
    assertEquals(200, put("a.ts", "\u001f\u008b broken", "Content-Encoding: gzip"));
    Answer answer = read("a.ts");
    assertEquals("\u001f\u008b broken", answer.text());
    assertEquals("gzip", answer.field("content-encoding"));
  }

  @Test
  void D17_framesWithoutASignature() throws Exception {
    String framed =
        "5;chunk-signature=" + "0".repeat(64) + "\r\nhello\r\n0;chunk-signature=x\r\n\r\n";
    int status =
        put(
            "a.ts",
            framed,
            "Content-Encoding: aws-chunked",
            "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "x-amz-decoded-content-length: 5");
    assertTrue(status >= 400, "status " + status);
    assertEquals("404", content("a.ts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ETag: \"mine\"",
        "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
        "x-amzn-RequestId: mine",
        "x-amz-replication-status: x",
        "Server: mine",
        "Location: http://x.test/",
        "Set-Cookie: a=b",
      })
  void D18_fieldsOfAnswers(String field) throws Exception {
    assertEquals(200, put("a.ts", "x", field));
    Answer answer = read("a.ts");
    String name = field.substring(0, field.indexOf(':'));
    String value = field.substring(field.indexOf(' ') + 1);
    assertTrue(!value.equals(answer.field(name)), answer::toString);
  }

  @Test
  void D19_storedFields() throws Exception {
    String type = "video/" + "x".repeat(249);
    assertEquals(200, put("a.ts", "x", "Content-Type: " + type));
    assertEquals(type, read("a.ts").field("content-type"));
    assertEquals(400, put("a.ts", "x", "Content-Type: " + type + "y"));
    assertEquals(200, put("b.ts", "x", "Content-Type: text/html; a=\"b\""));
    String cache = "x".repeat(4000);
    if (put("c.ts", "x", "Cache-Control: " + cache) == 200) {
      assertEquals(cache, read("c.ts").field("cache-control"));
    } else {
      assertEquals("404", content("c.ts"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-upload-availability: STREAMINGX",
        "x-amz-upload-availability: STANDARD\r\nx-amz-upload-availability: STREAMING",
        "x-amz-upload-availability:",
        "x-amz-storage-class: GLACIER",
      })
  void D20_wordsNobodyKnows(String field) throws Exception {
    refused("400 ValidationException", head("a.ts", field, "Content-Length: 1") + "x");
  }

  @Test
  void D25_goesOnSendingAfterARefusal() throws Exception {
    try (RawClient client = origin().connect()) {
      client.send(AttackedOrigin.unsignedTo("private.test", "PUT /a.ts", "Content-Length: 90000"));
      for (int i = 0; i < 50; i++) {
        client.send("x".repeat(1000));
      }
      assertEquals(403, client.answer("PUT").status());
    }
    awaitQuiet();
  }
}
