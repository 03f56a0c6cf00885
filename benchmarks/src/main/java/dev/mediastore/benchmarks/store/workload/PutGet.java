// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Puts in a sliding window, then random reads: copied into a direct buffer, and lent in place by
 * engines that can.
 *
 * @param name name on the command line
 * @param question what is measured
 * @param engines engines in table order
 * @param valueBytes size of each value
 * @param writers threads that put
 * @param reads whether reading is measured as well
 */
record PutGet(
    String name, String question, List<String> engines, int valueBytes, int writers, boolean reads)
    implements Workload {
  private static final int VERIFIED = 200;

  /** Room for peers that hold values of many writers on the heap, whatever the window. */
  private static final long LEAST_HEAP_MB = 1024;

  private static final int VIEWS_PER_TIMING = 1000;

  @Override
  public boolean onDisk() {
    return !name.startsWith("memory");
  }

  @Override
  public List<String> jvmFlags(EngineType engine, Path scratch, Effort effort) {
    long heap = Math.max(LEAST_HEAP_MB, effort.windowBytes() >> 18);
    return List.of(
        "-Xms" + heap + "m",
        "-Xmx" + heap + "m",
        // Else whoever allocates most pays for the first touch of the heap, which is over at once
        // in a real process.
        "-XX:+AlwaysPreTouch",
        "-XX:+UseG1GC",
        "-XX:MaxDirectMemorySize=" + (2 * heap) + "m");
  }

  @Override
  public void run(String step, Trial trial) throws Exception {
    double seconds = trial.effort().seconds();
    try (Engine engine = trial.open(valueBytes)) {
      long length = Math.max(2, trial.effort().windowBytes() / valueBytes);
      Window window = new Window(engine, valueBytes, length);
      window.fill();
      List<Window.Writer> load = window.writers(writers);
      Load.warmUp(load, seconds);
      report(trial, "put", Load.repeat(load, seconds), true);
      window.verify(VERIFIED);
      if (reads) {
        Load.Operation reader = new Reader(engine, window);
        Load.warmUp(List.of(reader), seconds);
        report(trial, "get", Load.repeat(List.of(reader), seconds), false);
        views(trial, engine, window);
      }
    }
  }

  private void report(Trial trial, String verb, Load load, boolean written) {
    Map<Metric, Double> figures = load.figures(valueBytes);
    if (written && onDisk()) {
      double put = (double) load.operations() * valueBytes;
      figures.put(Metric.WRITTEN_X, load.charged().writtenBytes() / put);
    }
    trial.report(phase(verb), figures);
  }

  private String phase(String verb) {
    String size = valueBytes < 1_000_000 ? "188 KB" : "1.5 MB";
    String who = writers == 1 ? "" : ", " + writers + " writers";
    return verb + " " + size + who;
  }

  private void views(Trial trial, Engine engine, Window window) throws Exception {
    Viewer viewer = new Viewer(engine, window);
    try {
      viewer.run();
    } catch (UnsupportedOperationException e) {
      return;
    }
    Load.warmUp(List.of(viewer), trial.effort().seconds() / 2);
    Load load = Load.repeat(List.of(viewer), trial.effort().seconds() / 2);
    Map<Metric, Double> figures = new LinkedHashMap<>();
    double each = VIEWS_PER_TIMING;
    figures.put(Metric.NS_PER_OP, load.latencies().quantile(0.5) / each);
    figures.put(Metric.CPU_US_PER_OP, load.charged().cpuNanos() / each / load.operations() / 1e3);
    figures.put(Metric.ALLOC_B_PER_OP, load.allocatedBytes() / each / load.operations());
    trial.report(phase("view"), figures);
  }

  /** Copies a random value out. */
  private final class Reader implements Load.Operation {
    private final Engine engine;
    private final Window window;
    private final Values values = new Values(valueBytes);
    private final ByteBuffer target = ByteBuffer.allocateDirect(valueBytes);
    private final SplittableRandom random = new SplittableRandom(2);

    Reader(Engine engine, Window window) {
      this.engine = engine;
      this.window = window;
    }

    @Override
    public void run() throws Exception {
      long number = window.pick(random);
      values.checkNumber(number, engine.get(Paths.live(number), target), target);
    }
  }

  /** Views many random values; their paths are made beforehand. */
  private final class Viewer implements Load.Operation {
    private final Engine engine;
    private final Values values = new Values(valueBytes);
    private final long[] numbers = new long[VIEWS_PER_TIMING];
    private final String[] paths = new String[VIEWS_PER_TIMING];

    Viewer(Engine engine, Window window) {
      this.engine = engine;
      SplittableRandom random = new SplittableRandom(3);
      for (int i = 0; i < VIEWS_PER_TIMING; i++) {
        numbers[i] = window.pick(random);
        paths[i] = Paths.live(numbers[i]);
      }
    }

    @Override
    public void run() throws Exception {
      for (int i = 0; i < VIEWS_PER_TIMING; i++) {
        values.checkEnds(numbers[i], engine.view(paths[i]));
      }
    }
  }
}
