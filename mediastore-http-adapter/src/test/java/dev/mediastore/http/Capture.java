// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One request of a real client, exactly as it came over the wire. */
record Capture(JsonNode facts, String method, String target, Headers headers, String latin1Body) {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

  private static final List<Capture> ALL = readAll();

  static List<Capture> all() {
    return ALL;
  }

  private static List<Capture> readAll() {
    try (InputStream index = open("index.json")) {
      List<Capture> captures = new ArrayList<>();
      for (JsonNode facts : new ObjectMapper().readTree(index).path("captures")) {
        captures.add(read(facts));
      }
      return List.copyOf(captures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    InputStream stream = Capture.class.getResourceAsStream("/captures/" + name);
    if (stream == null) {
      throw new IllegalStateException("no capture " + name);
    }
    return stream;
  }

  private static Capture read(JsonNode facts) throws IOException {
    String text;
    try (InputStream file = open(facts.path("file").asText())) {
      text = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    int end = text.indexOf("\r\n\r\n");
    List<String> lines = Arrays.asList(text.substring(0, end).split("\r\n", -1));
    String[] requestLine = lines.get(0).split(" ", -1);
    Headers.Builder headers = Headers.builder();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return new Capture(
        facts, requestLine[0], requestLine[1], headers.build(), text.substring(end + 4));
  }

  String fact(String name) {
    return facts.path(name).asText("");
  }

  String name() {
    return fact("file");
  }

  Instant signedAt() {
    return LocalDateTime.parse(fact("signing_time"), BASIC).toInstant(ZoneOffset.UTC);
  }

  boolean isControl() {
    return method.equals("POST");
  }

  /** The body without the transfer coding. */
  byte[] body() {
    return fact("framing").equals("chunked")
        ? dechunk()
        : latin1Body.getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] dechunk() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int position = 0;
    while (true) {
      int lineEnd = latin1Body.indexOf("\r\n", position);
      int size = Integer.parseInt(latin1Body.substring(position, lineEnd), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      String data = latin1Body.substring(lineEnd + 2, lineEnd + 2 + size);
      body.writeBytes(data.getBytes(StandardCharsets.ISO_8859_1));
      position = lineEnd + 2 + size + 2;
    }
  }

  @Override
  public String toString() {
    return name() + ": " + method + " " + target;
  }
}
