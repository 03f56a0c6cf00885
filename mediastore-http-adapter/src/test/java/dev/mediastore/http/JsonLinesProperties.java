// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.http.observation.AccessLogEntry;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Whatever a line of the log is about, it is one line, and one JSON object that says so. */
class JsonLinesProperties {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Property(tries = 500)
  void lineReadsBackAsItWasWritten(
      @ForAll String path,
      @ForAll String requester,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis)
      throws Exception {
    Instant at = Instant.ofEpochMilli(millis);
    AccessLogEntry entry =
        new AccessLogEntry(
            path,
            requester,
            "111122223333",
            "id",
            "live",
            Duration.ofMillis(7),
            1,
            2,
            at,
            "GetObject",
            null,
            "127.0.0.1",
            200,
            Duration.ZERO,
            at);
    String line = entry.toJson();
    assertFalse(line.contains("\n") || line.contains("\r"), line);
    JsonNode read = JSON.readTree(line);
    assertEquals(path, read.get("Path").asText());
    assertEquals(requester, read.get("Requester").asText());
    assertEquals(at, Instant.parse(read.get("ReceivedTime").asText()));
    assertEquals(
        Instant.ofEpochSecond(at.getEpochSecond()), Instant.parse(read.get("ExpiresAt").asText()));
    assertEquals(24, read.get("ReceivedTime").asText().length());
  }
}
