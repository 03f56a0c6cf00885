// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.http.observation.AccessLog;
import dev.mediastore.http.observation.AccessLogEntry;
import dev.mediastore.http.observation.AccessLogFile;
import dev.mediastore.http.observation.AccessLogSink;
import dev.mediastore.http.observation.Metric;
import dev.mediastore.http.observation.MetricPoint;
import dev.mediastore.http.observation.MetricStatistics;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sinks that throw, block or fill, and clients that leave: no request suffers, nothing is hidden.
 */
@Timeout(60)
class AccessLogTest {
  @TempDir Path folder;
  private final List<AccessLogEntry> lines = new CopyOnWriteArrayList<>();

  private static Fixture origin(AccessLog log) {
    Fixture origin = new Fixture(settings -> settings.listener(log));
    origin.container.accessLogging(true);
    return origin.object("a.ts", "content");
  }

  private List<AccessLogEntry> linesOf(Consumer<Fixture> requests) {
    AccessLog log = AccessLog.to(lines::add);
    try (Fixture origin = origin(log)) {
      requests.accept(origin);
    }
    log.close();
    return lines;
  }

  @Test
  void sinkThatThrows_isCounted_andTheNextLineIsTried() {
    AccessLogSink broken =
        entry -> {
          lines.add(entry);
          throw new IllegalStateException("broken");
        };
    AccessLog log = AccessLog.to(broken);
    try (Fixture origin = origin(log)) {
      assertEquals(200, origin.get("/a.ts").status());
      assertEquals(200, origin.get("/a.ts").status());
    }
    log.close();
    assertEquals(2, log.failed());
    assertEquals(2, lines.size());
  }

  @Test
  void sinkThatThrowsAnError_isCounted_andTheNextLineIsTried() throws Exception {
    AccessLog log =
        AccessLog.to(
            entry -> {
              lines.add(entry);
              throw new AssertionError("broken");
            });
    try (Fixture origin = origin(log)) {
      assertEquals(200, origin.get("/a.ts").status());
      await(() -> log.failed() == 1);
      assertEquals(200, origin.get("/a.ts").status());
      await(() -> log.failed() == 2);
    }
    log.close();
    assertEquals(2, lines.size());
    assertEquals(0, log.dropped());
  }

  @Test
  void sinkThatBlocks_holdsUpNobody_andWhatDoesNotFitIsCounted() {
    CountDownLatch go = new CountDownLatch(1);
    AccessLog log =
        AccessLog.to(
            entry -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              lines.add(entry);
            });
    try (Fixture origin = origin(log)) {
      for (int i = 0; i < 10_400; i++) {
        assertEquals(200, origin.call("HEAD", "/a.ts").send().status());
      }
      assertTrue(log.dropped() >= 99, "dropped " + log.dropped());
    }
    go.countDown();
    log.close();
    assertEquals(10_400, lines.size() + log.dropped());
  }

  @Test
  void file_getsOneJsonObjectALine_andGoesOnAfterAFailure() throws Exception {
    Path file = folder.resolve("logs").resolve("access.log");
    AccessLogFile sink = new AccessLogFile(file);
    AccessLog log = AccessLog.to(sink);
    try (Fixture origin = origin(log)) {
      origin.get("/lost.ts");
      await(() -> log.failed() == 1);
      Files.createDirectory(file.getParent());
      origin.get("/a.ts");
      await(() -> Files.exists(file) && lines(file).size() == 1);
      Files.move(file, folder.resolve("rotated.log"));
      sink.reopen();
      origin.get("/a%22%5C.ts");
    }
    log.close();
    sink.close();
    assertEquals(1, lines(folder.resolve("rotated.log")).size());
    for (String line : lines(file)) {
      assertTrue(new ObjectMapper().readTree(line).isObject(), line);
    }
    assertEquals(1, lines(file).size());
  }

  @Test
  void file_linesOfManyThreads_areThereOnceAndWhole_orCounted() throws Exception {
    int threads = 4;
    int each = 5_000;
    AtomicReference<ExchangeRecord> told = new AtomicReference<>();
    try (Fixture origin = new Fixture(settings -> settings.listener(told::set))) {
      origin.container.accessLogging(true);
      origin.object("a.ts", "content").get("/a.ts");
    }
    ExchangeRecord record = Objects.requireNonNull(told.get());
    Path file = folder.resolve("access.log");
    AccessLogFile sink = new AccessLogFile(file);
    AccessLog log = AccessLog.to(sink);
    List<Thread> tellers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread teller =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  log.ended(record);
                }
              });
      teller.start();
      tellers.add(teller);
    }
    for (Thread teller : tellers) {
      teller.join();
    }
    log.close();
    sink.close();
    List<String> written = lines(file);
    assertEquals((long) threads * each, written.size() + log.dropped());
    assertEquals(0, log.failed());
    assertTrue(written.size() >= 5_000, "more than half of what waits at most");
    assertEquals(1, Set.copyOf(written).size(), "all are about one request");
    assertEquals("/a.ts", new ObjectMapper().readTree(written.get(0)).get("Path").asText());
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    while (!condition.holds()) {
      Thread.onSpinWait();
      if (Thread.interrupted()) {
        throw new InterruptedException("waited for what did not come");
      }
    }
  }

  private static List<String> lines(Path file) throws Exception {
    return Files.readAllLines(file);
  }

  @Test
  void clientThatLeaves_isAnErrorWithTheStatusItHadSeen() {
    AccessLogEntry line =
        linesOf(
                origin -> {
                  TestHost.Call call = origin.call("GET", "/a.ts");
                  Exchange exchange = call.begin();
                  exchange.end();
                  call.response().body().close();
                  exchange.sent(3, false);
                })
            .get(0);
    assertEquals(200, line.httpStatus());
    assertEquals("ConnectionClosed", line.errorCode());
    assertEquals(3, line.bytesSent());
  }

  @Test
  void clientThatLeavesInTheMiddleOfAnUpload_isABadRequest() {
    AccessLogEntry line =
        linesOf(
                origin -> {
                  Exchange exchange =
                      origin.call("PUT", "/b.ts").header("Content-Length", "9").begin();
                  exchange.body(ByteBuffer.wrap(Fixture.bytes("half")));
                  exchange.connectionLost("gone");
                })
            .get(0);
    assertEquals(400, line.httpStatus());
    assertEquals("ConnectionClosed", line.errorCode());
    assertEquals(4, line.bytesReceived());
  }

  @Test
  void unprovedCaller_isNobody() throws Exception {
    AccessLogEntry line =
        linesOf(
                origin ->
                    origin
                        .call("GET", "/a.ts")
                        .header("Authorization", "AWS4-HMAC-SHA256 Credential=x")
                        .send())
            .get(0);
    assertEquals(null, line.requester());
    assertTrue(!new ObjectMapper().readTree(line.toJson()).has("Requester"));
  }

  @Test
  void nothingIsLogged_unlessSwitchedOn() {
    AccessLog log = AccessLog.to(lines::add);
    try (Fixture origin = new Fixture(settings -> settings.listener(log))) {
      origin.get("/a.ts");
    }
    log.close();
    assertEquals(List.of(), lines);
  }

  @Test
  void listenerThatThrows_keepsNobodyFromHearing() {
    AccessLog log = AccessLog.to(lines::add);
    ExchangeListener broken =
        record -> {
          throw new IllegalStateException("broken");
        };
    ExchangeListener wrong =
        record -> {
          throw new AssertionError("wrong");
        };
    try (Fixture origin =
        new Fixture(settings -> settings.listener(broken).listener(wrong).listener(log))) {
      origin.container.accessLogging(true);
      assertEquals(404, origin.get("/a.ts").status());
    }
    log.close();
    assertEquals(1, lines.size());
  }

  @Test
  void statistics_haveABound() {
    MetricStatistics statistics = new MetricStatistics();
    for (int i = 0; i < 10_001; i++) {
      Map<String, String> dimensions = Map.of("ContainerName", "c" + i);
      statistics.record(new MetricPoint(Metric.REQUEST_COUNT, dimensions, 1, Instant.EPOCH));
    }
    assertEquals(1, statistics.dropped());
    statistics.reset();
    assertEquals(0, statistics.dropped());
  }
}
