// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Opening after the process was killed, and again after a clean close, up to the first answer; each
 * in a new JVM, so with code that is loaded but not compiled yet, as after a real crash.
 */
final class Recovery implements Workload {
  private static final int CHECKED = 1000;

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String question() {
    return "opening after kill -9, and after a clean close, until the first object is read";
  }

  @Override
  public List<String> engines() {
    return List.of("directory", "lmdb", "rocksdb", "mvstore-file");
  }

  @Override
  public boolean onDisk() {
    return true;
  }

  @Override
  public List<String> jvmFlags(EngineType engine, Path scratch, Effort effort) {
    return List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxDirectMemorySize=4g");
  }

  @Override
  public List<Step> steps() {
    return List.of(
        new Step("fill", true), new Step("after kill", false), new Step("after close", false));
  }

  @Override
  public void run(String step, Trial trial) throws Exception {
    // Far fewer than for the memory of an index: what is asked is the cost of each.
    long count = Math.max(CHECKED, trial.effort().objects() / 10);
    if (step.equals("fill")) {
      fill(trial, count);
      return;
    }
    loadCode(trial);
    ByteBuffer target = ByteBuffer.allocateDirect(ManyObjects.RECORD_BYTES);
    ProcessCounters start = ProcessCounters.now();
    try (Engine engine = ManyObjects.open(trial, count)) {
      ManyObjects objects = new ManyObjects(trial.engine(), engine);
      objects.check(Paths.live(count / 2), count / 2, target);
      ProcessCounters charged = ProcessCounters.now().since(start);
      SplittableRandom random = new SplittableRandom(6);
      for (int i = 0; i < CHECKED; i++) {
        long number = random.nextLong(count);
        objects.check(Paths.live(number), number, target);
      }
      Map<Metric, Double> figures = new LinkedHashMap<>();
      figures.put(Metric.CPU_S_PER_MILLION, Math.max(0, charged.cpuNanos()) / 1e3 / count);
      figures.put(Metric.WALL_MS, charged.wallNanos() / 1e6);
      figures.put(Metric.MILLIONS, count / 1e6);
      figures.put(Metric.FILE_B_PER_OBJECT, (double) DiskSpace.of(trial.directory()) / count);
      trial.report("open " + step, figures);
    }
  }

  /** Loads classes and native libraries, whose cost has nothing to do with the objects. */
  private static void loadCode(Trial trial) throws Exception {
    Path other = Files.createDirectories(trial.directory().resolveSibling("other"));
    Trial small = new Trial(trial.engine(), other, trial.effort(), sample -> {});
    try (Engine engine = ManyObjects.open(small, 1)) {
      new ManyObjects(trial.engine(), engine).put(Paths.live(0), 0);
    }
  }

  /** Leaves the engine open: the process is about to be killed. */
  @SuppressWarnings("MustBeClosed")
  private static void fill(Trial trial, long count) throws Exception {
    Engine engine = ManyObjects.open(trial, count);
    ManyObjects objects = new ManyObjects(trial.engine(), engine);
    for (long number = 0; number < count; number++) {
      objects.put(Paths.live(number), number);
    }
    engine.flush();
  }
}
