// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Collector pauses while one thread slides the window and two read from it, beside objects at rest
 * whose index, if it is on the heap, has to be traced. A heap of 256 MB for everyone; engines that
 * keep values on the heap get room for them on top.
 */
final class GcPauses implements Workload {
  private static final int VALUE_BYTES = 188 << 10;
  private static final int READERS = 2;
  private static final int HEAP_MB = 256;
  private static final String LOG = "gc.log";

  /** Objects at rest are this share of those of the index workload. */
  private static final int AT_REST_SHARE = 100;

  @Override
  public String name() {
    return "gc";
  }

  @Override
  public String question() {
    return "collector pauses under sustained mixed load, 256 MB heap, G1";
  }

  @Override
  public List<String> engines() {
    return List.of("memory", "heap-map", "lmdb", "ohc");
  }

  @Override
  public boolean onDisk() {
    return false;
  }

  @Override
  public List<String> jvmFlags(EngineType engine, Path scratch, Effort effort) {
    boolean valuesOnHeap = engine.name().equals("heap-map");
    long heap = HEAP_MB + (valuesOnHeap ? effort.windowBytes() >> 19 : 0);
    return List.of(
        "-Xms" + heap + "m",
        "-Xmx" + heap + "m",
        "-XX:+UseG1GC",
        "-XX:MaxDirectMemorySize=6g",
        "-Xlog:gc:file=" + scratch.resolve(LOG) + ":uptime:filecount=0");
  }

  @Override
  public void run(String step, Trial trial) throws Exception {
    long atRest = trial.effort().objects() / AT_REST_SHARE;
    long window = trial.effort().windowBytes();
    long length = Math.max(READERS, window / VALUE_BYTES);
    try (Engine engine = trial.open(VALUE_BYTES, window, length + atRest, 1)) {
      ManyObjects objects = new ManyObjects(trial.engine(), engine);
      for (long number = 0; number < atRest; number++) {
        objects.put("vod/at-rest/" + Paths.name(number), number);
      }
      Live live = new Live(engine, length);
      List<Load.Operation> load = new ArrayList<>(List.of(live.new Writer()));
      for (int i = 0; i < READERS; i++) {
        load.add(live.new Reader(i));
      }
      Load.repeat(load, trial.effort().seconds());
      int before = pauses(trial).size();
      Load measured = Load.repeat(load, 4 * trial.effort().seconds());
      report(trial, before, measured);
    }
  }

  private static List<Double> pauses(Trial trial) throws IOException {
    try (Stream<String> lines = Files.lines(trial.directory().resolveSibling(LOG))) {
      return GcLog.pauses(lines);
    }
  }

  private static void report(Trial trial, int before, Load load) throws IOException {
    List<Double> all = pauses(trial);
    List<Double> pauses = all.subList(before, all.size()).stream().sorted().toList();
    Map<Metric, Double> figures = new LinkedHashMap<>();
    figures.put(Metric.PAUSE_MAX_MS, pauses.isEmpty() ? 0 : pauses.get(pauses.size() - 1));
    figures.put(Metric.PAUSE_P50_MS, pauses.isEmpty() ? 0 : pauses.get(pauses.size() / 2));
    figures.put(Metric.PAUSES, (double) pauses.size());
    figures.put(Metric.GC_MS, (double) load.charged().gcMillis());
    figures.put(Metric.MAX_MS, load.latencies().quantile(1) / 1e6);
    figures.put(Metric.KOPS_PER_S, load.operations() * 1e6 / load.charged().wallNanos());
    figures.put(Metric.ALLOC_B_PER_OP, (double) load.allocatedBytes() / load.operations());
    trial.report("pauses", figures);
  }

  /** A window with readers in it while it slides. */
  private static final class Live {
    private final Engine engine;
    private final long length;
    private final AtomicLong put = new AtomicLong();

    Live(Engine engine, long length) {
      this.engine = engine;
      this.length = length;
    }

    private final class Writer implements Load.Operation {
      private final Values values = new Values(VALUE_BYTES);

      @Override
      public void run() throws IOException {
        long number = put.get();
        engine.put(Paths.live(number), values.value(number));
        put.set(number + 1);
      }

      @Override
      public void after() throws IOException {
        long oldest = put.get() - 1 - length;
        if (oldest >= 0) {
          engine.delete(Paths.live(oldest));
        }
      }
    }

    private final class Reader implements Load.Operation {
      private final Values values = new Values(VALUE_BYTES);
      private final ByteBuffer target = ByteBuffer.allocateDirect(VALUE_BYTES);
      private final SplittableRandom random;

      Reader(long seed) {
        random = new SplittableRandom(seed);
      }

      @Override
      public void run() throws IOException {
        long newest = put.get();
        if (newest > 0) {
          long number = newest - 1 - random.nextLong(Math.min(newest, length));
          int got = engine.get(Paths.live(number), target);
          if (got >= 0 || number >= put.get() - length) {
            values.checkNumber(number, got, target);
          }
        }
      }
    }
  }
}
