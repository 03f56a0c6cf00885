// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A page of 1,000 rows from a random place of a small, a middling and a large folder. The project's
 * stores make items with all metadata; peers hand out raw keys and values.
 */
final class FolderPage implements Workload {
  private static final int ROWS = 1000;
  private static final Map<String, Integer> FOLDERS = new LinkedHashMap<>();

  static {
    FOLDERS.put("2 k", 2_000);
    FOLDERS.put("10 k", 10_000);
    FOLDERS.put("1 M", 1_000_000);
  }

  @Override
  public String name() {
    return "page";
  }

  @Override
  public String question() {
    return "a page of 1,000 rows in key order from folders of 2 k, 10 k and 1 M objects";
  }

  @Override
  public List<String> engines() {
    return List.of("memory", "skip-list", "lmdb", "rocksdb", "mvstore-offheap");
  }

  @Override
  public boolean onDisk() {
    return false;
  }

  @Override
  public List<String> jvmFlags(EngineType engine, Path scratch, Effort effort) {
    return List.of("-Xms3g", "-Xmx3g", "-XX:+UseG1GC", "-XX:MaxDirectMemorySize=4g");
  }

  @Override
  public void run(String step, Trial trial) throws Exception {
    long all = FOLDERS.values().stream().mapToLong(Integer::longValue).sum();
    try (Engine engine = ManyObjects.open(trial, all)) {
      ManyObjects objects = new ManyObjects(trial.engine(), engine);
      for (Map.Entry<String, Integer> folder : FOLDERS.entrySet()) {
        for (int number = 0; number < folder.getValue(); number++) {
          objects.put(path(folder.getKey()) + '/' + Paths.name(number), number);
        }
      }
      engine.flush();
      for (Map.Entry<String, Integer> folder : FOLDERS.entrySet()) {
        measure(trial, engine, folder.getKey(), folder.getValue());
      }
    }
  }

  private static String path(String size) {
    return "vod/folder-" + size.replace(" ", "");
  }

  private static void measure(Trial trial, Engine engine, String size, int count) throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    Load.Operation page =
        () -> {
          String after = Paths.name(random.nextInt(count - ROWS));
          int rows = engine.page(path(size), after, ROWS);
          if (rows != ROWS) {
            throw new Values.WrongBytesException("a page of " + rows + " rows");
          }
        };
    Load.warmUp(List.of(page), trial.effort().seconds());
    Load load = Load.repeat(List.of(page), trial.effort().seconds());
    Map<Metric, Double> figures = new LinkedHashMap<>();
    figures.put(Metric.P50_US, load.latencies().quantile(0.5) / 1e3);
    figures.put(Metric.P99_US, load.latencies().quantile(0.99) / 1e3);
    figures.put(Metric.CPU_US_PER_OP, (double) load.charged().cpuNanos() / load.operations() / 1e3);
    figures.put(Metric.ALLOC_B_PER_OP, (double) load.allocatedBytes() / load.operations());
    trial.report("page of a folder of " + size, figures);
  }
}
