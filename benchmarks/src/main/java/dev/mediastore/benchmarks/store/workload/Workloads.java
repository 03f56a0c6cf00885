// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import java.util.List;

/** The list of workloads. */
public final class Workloads {
  private static final int SEGMENT = 188 << 10;
  private static final int LARGE_SEGMENT = 1536 << 10;

  private static final List<String> IN_MEMORY =
      List.of("memory", "lmdb", "heap-map", "ohc", "mvstore-offheap", "slots", "copy");
  private static final List<String> ON_DISK =
      List.of("directory", "files", "lmdb", "mvstore-file", "rocksdb", "rocksdb-blob", "append");
  private static final List<String> SYNCED =
      List.of(
          "directory-sync",
          "files-sync",
          "files-sync-folder",
          "lmdb-sync",
          "mvstore-file-sync",
          "rocksdb-sync",
          "rocksdb-blob-sync",
          "append-sync-each",
          "append-sync-64m");

  private static final List<Workload> ALL =
      List.of(
          putGet("memory-188k", IN_MEMORY, SEGMENT, 1, true),
          putGet("memory-1500k", IN_MEMORY, LARGE_SEGMENT, 1, true),
          putGet("directory-188k", ON_DISK, SEGMENT, 1, true),
          putGet("directory-1500k", ON_DISK, LARGE_SEGMENT, 1, true),
          putGet("durable-188k", SYNCED, SEGMENT, 1, false),
          putGet("durable-1500k", SYNCED, LARGE_SEGMENT, 1, false),
          putGet("durable-188k-16", SYNCED, SEGMENT, 16, false),
          putGet("durable-1500k-16", SYNCED, LARGE_SEGMENT, 16, false),
          new WriteAmplification(),
          new IndexMemory(),
          new FolderPage(),
          new Recovery(),
          new GcPauses());

  private Workloads() {}

  private static Workload putGet(
      String name, List<String> engines, int valueBytes, int writers, boolean reads) {
    String question =
        (name.startsWith("memory") ? "in memory" : "on disk")
            + ", put in a sliding window"
            + (name.startsWith("durable") ? ", each on stable storage before it returns" : "")
            + (reads ? ", then random reads" : "");
    return new PutGet(name, question, engines, valueBytes, writers, reads);
  }

  /**
   * Returns all workloads.
   *
   * @return in the order of the report
   */
  public static List<Workload> all() {
    return ALL;
  }

  /**
   * Finds workloads.
   *
   * @param name a name, the part of some names before a hyphen, or {@code all}
   * @return at least one workload
   * @throws IllegalArgumentException if there is none of that name
   */
  public static List<Workload> named(String name) {
    List<Workload> found = ALL.stream().filter(workload -> workload.name().equals(name)).toList();
    if (found.isEmpty()) {
      found = ALL.stream().filter(workload -> belongsTo(workload, name)).toList();
    }
    if (found.isEmpty()) {
      List<String> names = ALL.stream().map(Workload::name).toList();
      throw new IllegalArgumentException("no workload " + name + "; there are " + names);
    }
    return found;
  }

  private static boolean belongsTo(Workload workload, String group) {
    return group.equals("all") || workload.name().startsWith(group + '-');
  }
}
