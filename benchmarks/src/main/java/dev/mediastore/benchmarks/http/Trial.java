// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import dev.mediastore.benchmarks.http.load.Bodies;
import dev.mediastore.benchmarks.http.load.Choice;
import dev.mediastore.benchmarks.http.load.Connections;
import dev.mediastore.benchmarks.http.load.LiveWindow;
import dev.mediastore.benchmarks.http.load.LoadRun;
import dev.mediastore.benchmarks.http.load.PlainClient;
import dev.mediastore.benchmarks.http.load.RelayRun;
import dev.mediastore.benchmarks.http.load.Request;
import dev.mediastore.benchmarks.http.load.Requests;
import dev.mediastore.benchmarks.http.load.Target;
import dev.mediastore.benchmarks.http.load.Traffic;
import dev.mediastore.benchmarks.http.server.Observation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One workload against one server: prepares it once, then measures it round by round. */
final class Trial {
  private static final int RANGE_BYTES = 64 * 1024;
  private static final int STREAMS = 16;

  private final Workload workload;
  private final Peer peer;
  private final ServerProcess server;
  private final Bodies bodies;
  private final Requests requests;
  private final Path files;
  private @Nullable Supplier<Traffic> traffic;
  private int relayed;

  /**
   * Makes a trial.
   *
   * @param files folder that servers of files serve
   */
  Trial(Workload workload, Peer peer, ServerProcess server, Bodies bodies, Path files) {
    this.workload = workload;
    this.peer = peer;
    this.server = server;
    this.bodies = bodies;
    this.files = files;
    this.requests = new Requests(target(), peer.signed());
  }

  private Target target() {
    return workload.http2() ? server.target().withHttp2() : server.target();
  }

  /** Stores the objects and makes the requests. */
  void prepare() throws IOException {
    switch (workload.kind()) {
      case GET, TLS, HTTP2, HTTP2_TLS, RANGE, IDLE, SLOW -> prepareObjects();
      case PUT -> {
        List<Request> puts = new ArrayList<>();
        for (int i = 0; i < workload.objects(); i++) {
          puts.add(requests.put("put/f" + i + ".mp4", body(i)));
        }
        store(puts);
        Choice inTurn = Choice.inTurn(puts);
        traffic = () -> inTurn;
      }
      case WINDOW -> {
        LiveWindow window = new LiveWindow(requests, bodies, workload.bytes());
        store(window.beginning());
        traffic = window::connection;
      }
      case RELAY -> {}
    }
  }

  private ByteBuffer body(int number) {
    return bodies.body(number, workload.bytes());
  }

  private void prepareObjects() throws IOException {
    List<Request> gets = new ArrayList<>();
    List<Request> puts = new ArrayList<>();
    for (int i = 0; i < workload.objects(); i++) {
      String name = "f" + i + ".mp4";
      puts.add(requests.put(name, body(i)));
      if (workload.kind() == Workload.Kind.RANGE) {
        for (int at = 0; at + RANGE_BYTES <= workload.bytes(); at += RANGE_BYTES) {
          gets.add(requests.range(name, body(i), at, RANGE_BYTES));
        }
      } else {
        gets.add(requests.get(name, body(i)));
      }
      if (peer.servesFiles()) {
        write(files.resolve(name), body(i));
      }
    }
    if (!peer.servesFiles()) {
      store(puts);
    }
    traffic = () -> Choice.random(gets);
  }

  private static void write(Path file, ByteBuffer body) throws IOException {
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(body);
    }
  }

  private void store(List<Request> uploads) throws IOException {
    try (PlainClient client = new PlainClient(server.target())) {
      for (Request upload : uploads) {
        client.exchange(upload);
      }
    }
  }

  /** Says who is told from now on of what the server does. */
  void observe(Observation observation) throws IOException {
    if (peer.isOrigin()) {
      server.observe(observation);
    }
  }

  /** Loads the server until its code is warm. */
  void warmUp(double seconds) throws IOException, InterruptedException {
    if (traffic != null && workload.kind() != Workload.Kind.IDLE) {
      load(traffic, seconds, 0);
    } else if (workload.kind() == Workload.Kind.RELAY) {
      for (int i = 0; i < seconds; i++) {
        relay();
      }
    }
  }

  /** Measures once. */
  Map<Metric, Double> measure(double warmup, double seconds)
      throws IOException, InterruptedException {
    return switch (workload.kind()) {
      case RELAY -> relay();
      case IDLE, SLOW -> connections();
      default -> load(java.util.Objects.requireNonNull(traffic), warmup, seconds);
    };
  }

  private Map<Metric, Double> load(Supplier<Traffic> from, double warmup, double seconds)
      throws IOException, InterruptedException {
    Map<Metric, Double> figures = new LinkedHashMap<>();
    try (LoadRun run = new LoadRun(target())) {
      run.start(workload.count(), workload.http2() ? STREAMS : 1, from);
      sleep(warmup);
      long[] counts = run.counts();
      long cpu = server.cpuNanos();
      long allocated = server.isJvm() ? server.allocatedBytes() : 0;
      long begun = System.nanoTime();
      sleep(seconds);
      long[] after = run.counts();
      double requestCount = Math.max(1, after[0] - counts[0]);
      double bytes = Math.max(1, after[1] - counts[1]);
      double cpuNanos = server.cpuNanos() - cpu;
      double elapsed = Math.max(1, System.nanoTime() - begun);
      figures.put(Metric.CPU_MICROS, cpuNanos / 1e3 / requestCount);
      figures.put(Metric.CPU_SECONDS_PER_GB, cpuNanos / bytes);
      if (server.isJvm()) {
        figures.put(Metric.ALLOCATED, (server.allocatedBytes() - allocated) / requestCount);
      }
      figures.put(Metric.RATE, requestCount * 1e9 / elapsed);
      figures.put(Metric.BUSY, cpuNanos / elapsed);
    }
    return figures;
  }

  private Map<Metric, Double> relay() throws IOException, InterruptedException {
    long cpu = server.cpuNanos();
    List<Long> latencies =
        new RelayRun(server.target(), workload.count()).run("relay/o" + relayed++ + ".mp4");
    double cpuNanos = server.cpuNanos() - cpu;
    Collections.sort(latencies);
    Map<Metric, Double> figures = new LinkedHashMap<>();
    figures.put(Metric.P50_MILLIS, latencies.get(latencies.size() / 2) / 1e6);
    figures.put(Metric.P99_MILLIS, latencies.get(latencies.size() * 99 / 100) / 1e6);
    figures.put(Metric.CPU_MICROS, cpuNanos / 1e3 / latencies.size());
    return figures;
  }

  private Map<Metric, Double> connections() throws IOException, InterruptedException {
    long before = server.memoryBytes();
    try (Connections open = new Connections()) {
      if (workload.kind() == Workload.Kind.IDLE) {
        open.idle(server.target(), workload.count(), requests.get("f0.mp4", body(0)));
      } else {
        open.slow(
            server.target(),
            workload.count(),
            i -> requests.get("f" + i % workload.objects() + ".mp4", body(0)));
      }
      sleep(1);
      open.sip();
      sleep(1);
      double each = (server.memoryBytes() - before) / (double) workload.count();
      int closed = workload.kind() == Workload.Kind.IDLE ? 0 : open.sip();
      if (closed > 0) {
        throw new IOException(closed + " connections were closed");
      }
      return new LinkedHashMap<>(Map.of(Metric.MEMORY, each));
    }
  }

  private static void sleep(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
  }
}
