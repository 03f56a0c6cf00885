// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that repeat an operation for a time, and what that cost.
 *
 * @param latencies time of each operation
 * @param allocatedBytes Java allocation of the threads
 * @param charged what the system charged meanwhile
 */
record Load(Latencies latencies, long allocatedBytes, ProcessCounters charged) {

  /** Warming up ends after so many times the length of the phase, at rest or not. */
  private static final int MOST_WARM_UP = 3;

  /** Share of elapsed time in the compiler below which it counts as at rest. */
  private static final double AT_REST = 0.02;

  /** What a thread repeats. */
  interface Operation {
    /** The timed part. */
    void run() throws Exception;

    /** What is charged but not timed, such as removing the oldest value. */
    default void after() throws Exception {}
  }

  /** Repeats operations, each in a thread of its own, for a time. */
  static Load repeat(List<? extends Operation> operations, double seconds) throws Exception {
    ProcessCounters start = ProcessCounters.now();
    long end = start.wallNanos() + (long) (seconds * 1e9);
    Latencies all = new Latencies();
    long allocated = 0;
    for (Repetition thread : runAll(operations, end)) {
      all.addAll(thread.latencies);
      allocated += thread.allocated;
    }
    return new Load(all, allocated, ProcessCounters.now().since(start));
  }

  /** Repeats operations until the compiler has come to rest, so that compiled code is measured. */
  static void warmUp(List<? extends Operation> operations, double seconds) throws Exception {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    double slice = Math.min(1, seconds);
    for (double spent = 0; spent < MOST_WARM_UP * seconds; spent += slice) {
      long before = compiler.getTotalCompilationTime();
      repeat(operations, slice);
      long compiled = compiler.getTotalCompilationTime() - before;
      if (spent >= slice && compiled < AT_REST * slice * 1e3) {
        return;
      }
    }
  }

  private static List<Repetition> runAll(List<? extends Operation> operations, long end)
      throws Exception {
    if (operations.size() == 1) {
      return List.of(new Repetition(operations.get(0), end).call());
    }
    ExecutorService threads = Executors.newFixedThreadPool(operations.size());
    try {
      List<Repetition> work = new ArrayList<>();
      operations.forEach(operation -> work.add(new Repetition(operation, end)));
      List<Repetition> done = new ArrayList<>();
      for (Future<Repetition> result : threads.invokeAll(work)) {
        done.add(result.get());
      }
      return done;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  long operations() {
    return latencies.total();
  }

  /** Returns the figures of operations that each move so many bytes. */
  Map<Metric, Double> figures(long bytesEach) {
    double bytes = (double) operations() * bytesEach;
    Map<Metric, Double> figures = new LinkedHashMap<>();
    figures.put(Metric.CPU_S_PER_GB, charged.cpuNanos() / bytes);
    figures.put(Metric.MB_PER_S, bytes / charged.wallNanos() * 1e3);
    figures.put(Metric.P50_US, latencies.quantile(0.5) / 1e3);
    figures.put(Metric.P99_US, latencies.quantile(0.99) / 1e3);
    figures.put(Metric.MAX_MS, latencies.quantile(1) / 1e6);
    figures.put(Metric.ALLOC_B_PER_OP, (double) allocatedBytes / operations());
    figures.put(Metric.GC_MS, (double) charged.gcMillis());
    return figures;
  }

  /** One thread's work and what came of it. */
  private static final class Repetition implements Callable<Repetition> {
    private final Operation operation;
    private final long end;
    private final Latencies latencies = new Latencies();
    private long allocated;

    Repetition(Operation operation, long end) {
      this.operation = operation;
      this.end = end;
    }

    @Override
    public Repetition call() throws Exception {
      long before = ProcessCounters.allocatedByThisThread();
      long finished;
      do {
        long begun = System.nanoTime();
        operation.run();
        finished = System.nanoTime();
        latencies.add(finished - begun);
        operation.after();
      } while (finished < end);
      allocated = ProcessCounters.allocatedByThisThread() - before;
      return this;
    }
  }
}
