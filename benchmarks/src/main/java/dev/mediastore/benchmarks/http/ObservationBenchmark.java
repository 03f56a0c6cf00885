// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Caller;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.Headers;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.Plane;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.console.Console;
import dev.mediastore.http.console.ConsoleAccess;
import dev.mediastore.http.observation.AccessLog;
import dev.mediastore.http.observation.AccessLogFile;
import dev.mediastore.http.observation.AuditTrail;
import dev.mediastore.http.observation.FlightRecorder;
import dev.mediastore.http.observation.MetricStatistics;
import dev.mediastore.http.observation.ServiceMetrics;
import dev.mediastore.micrometer.MediaStoreMeters;
import dev.mediastore.policy.Principal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does each observer of a request cost in all, on the thread that serves and on its own? Told
 * is a mixture as of a live window: of a hundred requests ninety-two read one of 240 segments, four
 * store one and four remove one. Read {@code cpu.norm}; the time holds the rests in which threads
 * write what they gathered.
 *
 * <pre>benchmarks/run jmh ObservationBenchmark -prof gc -prof dev.mediastore.benchmarks.CpuTime
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ObservationBenchmark {
  private static final int SEGMENTS = 240;
  private static final int MIXTURE = 100;

  /** So many requests come in the {@link #REST}, as in the window on one core. */
  private static final int GATHERED = 600;

  private static final Duration REST = Duration.ofMillis(20);

  /** Who is told. */
  @Param({"none", "log", "metrics", "audit", "meters", "console", "flight", "all"})
  public String observer = "";

  private final List<ExchangeRecord> records = new ArrayList<>();
  private final List<ExchangeListener> listeners = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private int next;

  /** Makes the requests and who is told. */
  @Setup
  public void prepare() throws IOException {
    MediaStore store = MediaStore.builder().memory(1 << 20).build();
    open.add(store);
    Container container = store.createContainer("bench");
    container.accessLogging(true);
    container.putDocument(
        DocumentKind.METRIC_POLICY,
        """
        {"ContainerLevelMetrics":"ENABLED","MetricPolicyRules":[
        {"ObjectGroup":"*.m4s","ObjectGroupName":"segments"}]}""");
    for (int i = 0; i < SEGMENTS * MIXTURE; i++) {
      records.add(record(container, i));
    }
    List<String> wanted =
        observer.equals("all")
            ? List.of("log", "metrics", "audit", "meters", "console", "flight")
            : List.of(observer);
    for (String name : wanted) {
      if (!name.equals("none")) {
        listeners.add(listener(name, store));
      }
    }
  }

  private static ExchangeRecord record(Container container, int index) {
    int kind = index % MIXTURE;
    String method = kind < 92 ? "GET" : kind < 96 ? "PUT" : "DELETE";
    String operation = kind < 92 ? "GetObject" : kind < 96 ? "PutObject" : "DeleteObject";
    String path = "live/r" + index % 8 + "/seg" + index % SEGMENTS + ".m4s";
    RequestHead head =
        new RequestHead(
            method,
            "/bench/" + path,
            HttpVersion.HTTP_1_1,
            Headers.builder(1).add("Host", "127.0.0.1:9000").build(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000 + index % 32),
            false);
    Caller caller = Caller.builder(Principal.user("arn:aws:iam::111122223333:user/bench")).build();
    return new ExchangeRecord(
        "UTWWWZU2ZOUPI6OSNWCGXJBS4TSWYJQR2TYKW6OJUGM7DTTPHQPA",
        head,
        Instant.ofEpochSecond(1_700_000_000, index * 33_000L),
        Duration.ofNanos(900_000 + index % 1000),
        Duration.ofNanos(30_000 + index % 1000),
        Plane.DATA,
        operation,
        container,
        path,
        caller,
        200,
        null,
        null,
        kind >= 92 && kind < 96 ? 188 << 10 : 0,
        kind < 92 ? 188 << 10 : 0,
        true,
        null,
        null,
        false);
  }

  private ExchangeListener listener(String name, MediaStore store) throws IOException {
    return switch (name) {
      case "log" -> {
        Path file = Files.createTempFile("observation", ".log");
        open.add(0, () -> Files.delete(file));
        yield closed(AccessLog.to(new AccessLogFile(file)));
      }
      case "metrics" -> closed(ServiceMetrics.to(new MetricStatistics()));
      case "audit" -> closed(AuditTrail.to(entry -> {}));
      case "meters" -> MediaStoreMeters.of(store, new SimpleMeterRegistry());
      case "console" -> Console.create(store, ConsoleAccess.token("token-of-the-benchmark"));
      case "flight" -> new FlightRecorder();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private <T extends ExchangeListener & AutoCloseable> T closed(T listener) {
    open.add(0, listener);
    return listener;
  }

  /** Ends what was started, the newest first. */
  @TearDown
  public void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** Tells of what comes in a moment, then lets the others work. */
  @Benchmark
  @OperationsPerInvocation(GATHERED)
  public void ended() {
    for (int i = 0; i < GATHERED; i++) {
      ExchangeRecord record = records.get(next);
      next = next + 1 == records.size() ? 0 : next + 1;
      for (ExchangeListener listener : listeners) {
        listener.ended(record);
      }
    }
    LockSupport.parkNanos(this, REST.toNanos());
  }
}
