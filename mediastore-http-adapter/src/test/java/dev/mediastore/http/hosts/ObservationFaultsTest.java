// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mediastore.http.observation.AccessLog;
import dev.mediastore.http.observation.AccessLogEntry;
import dev.mediastore.http.observation.AuditEntry;
import dev.mediastore.http.observation.AuditTrail;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of requests that went wrong on the way, by real hosts. */
@Timeout(120)
class ObservationFaultsTest {
  private final BlockingQueue<AccessLogEntry> lines = new LinkedBlockingQueue<>();
  private final BlockingQueue<AuditEntry> audits = new LinkedBlockingQueue<>();

  private Origin logged(HostKind kind, AccessLog log) throws Exception {
    Origin origin = new Origin(kind, event -> {}, log);
    origin.store.container("open").orElseThrow().accessLogging(true);
    return origin;
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void readerThatLeaves_isLoggedWithTheStatusItSaw(HostKind kind) throws Exception {
    try (AccessLog log = AccessLog.to(lines::add);
        Origin origin = logged(kind, log)) {
      try (RawClient reader = origin.connect()) {
        try (RawClient writer = origin.connect()) {
          writer.send(
              Origin.open(
                  "PUT /awaited/growing.ts",
                  "Transfer-Encoding: chunked",
                  "x-amz-upload-availability: STREAMING"));
          writer.send("5\r\nhello\r\n");
          reader.send(Origin.open("GET /awaited/growing.ts"));
          assertEquals(200, reader.head().status());
          reader.reset();
          // What comes now meets nobody.
          while (lines.stream().noneMatch(line -> line.path().equals("/awaited/growing.ts"))) {
            writer.send("1\r\nx\r\n");
            Thread.onSpinWait();
          }
          writer.reset();
        }
      }
      AccessLogEntry left = next("/awaited/growing.ts", "GetObject");
      assertEquals(200, left.httpStatus());
      assertEquals("ConnectionClosed", left.errorCode());
      AccessLogEntry lost = next("/awaited/growing.ts", "PutObject");
      assertEquals(400, lost.httpStatus());
      assertEquals("ConnectionClosed", lost.errorCode());
    }
  }

  private AccessLogEntry next(String path, String operation) throws InterruptedException {
    AccessLogEntry line = lines.take();
    while (!line.path().equals(path) || !line.operation().equals(operation)) {
      line = lines.take();
    }
    return line;
  }

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void controlCallOfNobody_isAuditedWithWhatWasTried(HostKind kind) throws Exception {
    try (AuditTrail audit = AuditTrail.to(audits::add);
        Origin origin = new Origin(kind, event -> {}, audit);
        RawClient client = origin.connect()) {
      String forged =
          Origin.signed(
              "AKIDEXAMPLE",
              "not the secret",
              Duration.ZERO,
              "POST",
              "/",
              Origin.sha256("{}"),
              "X-Amz-Target: MediaStore_20170901.DeleteContainer",
              "Content-Type: application/x-amz-json-1.1",
              "Content-Length: 2");
      client.send(forged + "{}");
      assertEquals(400, client.answer("POST").status());
      AuditEntry entry = audits.take();
      assertEquals("DeleteContainer", entry.eventName());
      assertNull(entry.identity());
      assertEquals("InvalidSignatureException", entry.errorCode());
    }
    assertEquals(List.of(), List.copyOf(audits));
  }
}
