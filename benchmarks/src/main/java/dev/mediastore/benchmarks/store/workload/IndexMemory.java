// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Memory per object. The heap is touched as a whole before the start, so that what becomes resident
 * afterwards is outside it; what is inside is asked of the JVM after collections.
 */
final class IndexMemory implements Workload {

  /** An index on the heap needs a heap for it; a fifth of the objects shows the same per object. */
  private static final int HEAP_SHARE = 5;

  private static final long HEAP_BYTES_PER_OBJECT = 1800;
  private static final int LOOKUPS_PER_TIMING = 100;

  @Override
  public String name() {
    return "index";
  }

  @Override
  public String question() {
    return "memory per object at 41-character paths (heap-held engines with a fifth of the objects)";
  }

  @Override
  public List<String> engines() {
    return List.of("memory", "heap-map", "skip-list", "lmdb", "rocksdb", "ohc", "mvstore-offheap");
  }

  private static long objects(EngineType engine, Effort effort) {
    return engine.heapHeld() ? effort.objects() / HEAP_SHARE : effort.objects();
  }

  @Override
  public boolean onDisk() {
    return false;
  }

  @Override
  public List<String> jvmFlags(EngineType engine, Path scratch, Effort effort) {
    long forIndex = engine.heapHeld() ? HEAP_BYTES_PER_OBJECT * objects(engine, effort) : 0;
    long heap = 512 + (forIndex >> 20);
    return List.of(
        "-Xms" + heap + "m",
        "-Xmx" + heap + "m",
        "-XX:+AlwaysPreTouch",
        "-XX:+UseSerialGC",
        "-XX:MaxDirectMemorySize=12g");
  }

  @Override
  public void run(String step, Trial trial) throws Exception {
    long count = objects(trial.engine(), trial.effort());
    ByteBuffer target = ByteBuffer.allocateDirect(ManyObjects.RECORD_BYTES);
    long heapBefore = heapInUse();
    long residentBefore = ProcessCounters.residentBytes();
    try (Engine engine = ManyObjects.open(trial, count)) {
      ManyObjects objects = new ManyObjects(trial.engine(), engine);
      ProcessCounters start = ProcessCounters.now();
      for (long number = 0; number < count; number++) {
        objects.put(Paths.live(number), number);
      }
      engine.flush();
      double insertedPerMilli = count * 1e6 / ProcessCounters.now().since(start).wallNanos();
      double lookupNanos = lookups(objects, count, target, trial.effort().seconds());
      Map<Metric, Double> figures = new LinkedHashMap<>();
      double offHeap = perObject(residentBefore, count);
      double heap = (double) (heapInUse() - heapBefore) / count;
      figures.put(Metric.MEMORY_B_PER_OBJECT, offHeap + heap);
      figures.put(Metric.OFFHEAP_B_PER_OBJECT, offHeap);
      figures.put(Metric.HEAP_B_PER_OBJECT, heap);
      figures.put(Metric.FILE_B_PER_OBJECT, (double) DiskSpace.of(trial.directory()) / count);
      figures.put(Metric.MILLIONS, count / 1e6);
      figures.put(Metric.KOPS_PER_S, insertedPerMilli);
      trial.report("index memory", figures);
      trial.report("index look-up", Map.of(Metric.NS_PER_OP, lookupNanos));
    }
  }

  private static double perObject(long residentBefore, long count) throws IOException {
    return (double) (ProcessCounters.residentBytes() - residentBefore) / count;
  }

  private static double lookups(ManyObjects objects, long count, ByteBuffer target, double seconds)
      throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    Load.Operation look =
        () -> {
          for (int i = 0; i < LOOKUPS_PER_TIMING; i++) {
            long number = random.nextLong(count);
            objects.check(Paths.live(number), number, target);
          }
        };
    Load.warmUp(List.of(look), seconds / 2);
    return Load.repeat(List.of(look), seconds).latencies().quantile(0.5)
        / (double) LOOKUPS_PER_TIMING;
  }

  private static long heapInUse() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
