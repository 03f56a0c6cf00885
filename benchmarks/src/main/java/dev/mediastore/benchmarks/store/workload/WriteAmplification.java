// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A live window that slides many times its length: what is written to disk for each byte put, from
 * the opening of the engine to its close, and how much room the files take meanwhile.
 */
final class WriteAmplification implements Workload {
  private static final int VALUE_BYTES = 188 << 10;

  /** How many window lengths are put after the window is full. */
  private static final int SLIDES = 8;

  private static final int LOOKS_AT_SPACE = 32;

  /** Share of the looks that count: the window must have slid a while. */
  private static final int SETTLED_AFTER = 12;

  private static final double MOST_SECONDS = 60;

  @Override
  public String name() {
    return "window";
  }

  @Override
  public String question() {
    return "write and space amplification while a live window of 188 KB values slides 8 lengths";
  }

  @Override
  public List<String> engines() {
    return List.of("files", "lmdb", "mvstore-file", "rocksdb", "rocksdb-blob", "append");
  }

  @Override
  public boolean onDisk() {
    return true;
  }

  @Override
  public List<String> jvmFlags(EngineType engine, Path scratch, Effort effort) {
    return List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxDirectMemorySize=2g");
  }

  @Override
  public void run(String step, Trial trial) throws Exception {
    ProcessCounters start = ProcessCounters.now();
    long length = Math.max(2, trial.effort().windowBytes() / VALUE_BYTES);
    double space = 0;
    long put;
    try (Engine engine = trial.open(VALUE_BYTES)) {
      Window window = new Window(engine, VALUE_BYTES, length);
      window.fill();
      Window.Writer writer = window.writers(1).get(0);
      for (int look = 0; look < LOOKS_AT_SPACE && seconds(start) < MOST_SECONDS; look++) {
        for (long i = 0; i < SLIDES * length / LOOKS_AT_SPACE; i++) {
          writer.run();
          writer.after();
        }
        if (look >= SETTLED_AFTER) {
          space =
              Math.max(space, (double) DiskSpace.of(trial.directory()) / (length * VALUE_BYTES));
        }
      }
      window.verify(100);
      put = window.put() * VALUE_BYTES;
    }
    ProcessCounters charged = ProcessCounters.now().since(start);
    Map<Metric, Double> figures = new LinkedHashMap<>();
    figures.put(Metric.WRITTEN_X, (double) charged.writtenBytes() / put);
    figures.put(Metric.SPACE_X, space);
    figures.put(Metric.CPU_S_PER_GB, (double) charged.cpuNanos() / put);
    figures.put(Metric.MB_PER_S, put * 1e3 / charged.wallNanos());
    trial.report("sliding window", figures);
  }

  private static double seconds(ProcessCounters start) {
    return (System.nanoTime() - start.wallNanos()) / 1e9;
  }
}
