// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

/** A figure, with its unit in its name. */
public enum Metric {
  /** Processor time of the process, collector included, compiler not, per 10^9 bytes of values. */
  CPU_S_PER_GB("CPU s/GB", 3),
  /** Processor time of the process, collector included, compiler not, per operation. */
  CPU_US_PER_OP("CPU us/op", 2),
  /** Processor time of the process, collector included, compiler not, per million objects. */
  CPU_S_PER_MILLION("CPU s/M", 3),
  /** Elapsed time per operation. */
  NS_PER_OP("ns/op", 0),
  /** Elapsed time of one thing that is done once. */
  WALL_MS("wall ms", 1),
  /** 10^6 bytes of values per second of elapsed time. */
  MB_PER_S("MB/s", 0),
  /** Thousands of operations per second of elapsed time. */
  KOPS_PER_S("k/s", 0),
  /** Median time of an operation. */
  P50_US("p50 us", 1),
  /** Time that one operation of a hundred exceeds. */
  P99_US("p99 us", 1),
  /** Longest operation. */
  MAX_MS("max ms", 1),
  /** Java allocation of the threads that call, per operation. */
  ALLOC_B_PER_OP("alloc B/op", 0),
  /** Time in garbage collection during the phase. */
  GC_MS("GC ms", 0),
  /** Bytes of files dirtied on a disk per byte of values put; again only after a write-back. */
  WRITTEN_X("written x", 2),
  /** Bytes of files per byte of living values. */
  SPACE_X("space x", 2),
  /** Window lengths put after the window was full. */
  SLIDES("slides", 1),
  /** Bytes in memory per object, inside and outside the Java heap. */
  MEMORY_B_PER_OBJECT("B/object", 1),
  /** Bytes of the Java heap in use after collection, per object. */
  HEAP_B_PER_OBJECT("heap B/object", 1),
  /** Resident bytes outside the Java heap, per object. */
  OFFHEAP_B_PER_OBJECT("off-heap B/object", 1),
  /** Bytes of files, per object. */
  FILE_B_PER_OBJECT("files B/object", 1),
  /** Objects, in millions. */
  MILLIONS("M objects", 2),
  /** Longest collector pause. */
  PAUSE_MAX_MS("pause max ms", 2),
  /** Median collector pause. */
  PAUSE_P50_MS("pause p50 ms", 2),
  /** Number of collector pauses. */
  PAUSES("pauses", 0);

  private final String heading;
  private final int decimals;

  Metric(String heading, int decimals) {
    this.heading = heading;
    this.decimals = decimals;
  }

  /**
   * Returns the heading of its column.
   *
   * @return name and unit
   */
  public String heading() {
    return heading;
  }

  /**
   * Returns how many decimals are meant.
   *
   * @return 0 to 3
   */
  public int decimals() {
    return decimals;
  }
}
