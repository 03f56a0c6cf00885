// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A live window that slides many times its length, each put durable: what is written to disk for
 * each byte put, from the opening of the engine to its close, and how much room the files take.
 * Durable, since otherwise most of a short run is never written at all.
 */
final class WriteAmplification implements Workload {
  private static final int VALUE_BYTES = 188 << 10;
  private static final int WRITERS = 16;

  /** How many window lengths are put after the window is full, if there is time. */
  private static final int SLIDES = 8;

  /** Slides after which room counts: before, an engine may not have begun to reclaim any. */
  private static final int SETTLED_AFTER = 2;

  private static final double MOST_SECONDS = 60;

  @Override
  public String name() {
    return "window";
  }

  @Override
  public String question() {
    return "write and space amplification, durable 188 KB values in a window that slides 8 lengths";
  }

  @Override
  public List<String> engines() {
    return List.of(
        "directory-sync",
        "files-sync",
        "lmdb-sync",
        "mvstore-file-sync",
        "rocksdb-sync",
        "rocksdb-blob-sync",
        "append-sync-64m");
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
      List<Window.Writer> load = window.writers(WRITERS);
      while (window.put() < (1 + SLIDES) * length && seconds(start) < MOST_SECONDS) {
        Load.repeat(load, trial.effort().seconds() / 4);
        if (window.put() >= (1 + SETTLED_AFTER) * length || space == 0) {
          space = Math.max(space, (double) DiskSpace.of(trial.directory()) / length / VALUE_BYTES);
        }
      }
      window.verify(100);
      put = window.put();
    }
    double bytes = (double) put * VALUE_BYTES;
    ProcessCounters charged = ProcessCounters.now().since(start);
    Map<Metric, Double> figures = new LinkedHashMap<>();
    figures.put(Metric.WRITTEN_X, charged.writtenBytes() / bytes);
    figures.put(Metric.SPACE_X, space);
    figures.put(Metric.CPU_S_PER_GB, charged.cpuNanos() / bytes);
    figures.put(Metric.MB_PER_S, bytes * 1e3 / charged.wallNanos());
    figures.put(Metric.SLIDES, (double) put / length - 1);
    trial.report("sliding window", figures);
  }

  private static double seconds(ProcessCounters start) {
    return (System.nanoTime() - start.wallNanos()) / 1e9;
  }
}
