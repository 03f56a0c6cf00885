// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import dev.mediastore.benchmarks.store.workload.Effort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The command line. Immutable.
 *
 * @param workload name of a workload or of several, {@code smoke}, or {@code help}
 * @param engines engines to keep of those a workload names; empty for all
 * @param rounds how often each engine is run
 * @param effort how much each run does
 * @param disk folder on the disk to measure
 * @param memory folder in memory, for peers that need files where no disk is measured
 */
record StoreOptions(
    String workload, List<String> engines, int rounds, Effort effort, Path disk, Path memory) {
  static final String USAGE =
      """
      benchmarks/run store [WORKLOAD] [--engines A,B,...] [--rounds N] [--seconds S]
                           [--window MB] [--objects N] [--dir DIR] [--memory-dir DIR]

        WORKLOAD      a name or the part of several names before a hyphen; default all;
                      smoke tries every engine in a few seconds and measures nothing
        --engines     only these (default: all that the workload compares)
        --rounds      runs of each engine, in alternating order (default 3)
        --seconds     length of a measured phase (default 2)
        --window      living values, in MiB (default 512)
        --objects     objects in the workloads about many small ones (default 10000000)
        --dir         folder on the disk to measure (default benchmarks/target/store)
        --memory-dir  folder in memory for peers that need files (default /dev/shm if there is
                      one, else as --dir)
      """;

  static StoreOptions parse(List<String> arguments, Path defaultDirectory) {
    String workload = "all";
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        workload = argument;
      } else if (i + 1 < arguments.size()) {
        given.put(argument.substring(2), arguments.get(++i));
      } else {
        throw new IllegalArgumentException(argument + " needs a value");
      }
    }
    String engines = given.remove("engines");
    int rounds = Integer.parseInt(take(given, "rounds", "3"));
    Effort effort =
        new Effort(
            Double.parseDouble(take(given, "seconds", "2")),
            Long.parseLong(take(given, "window", "512")) << 20,
            Long.parseLong(take(given, "objects", "10000000")));
    String directory = given.remove("dir");
    Path disk = directory == null ? defaultDirectory : Path.of(directory).toAbsolutePath();
    Path memory = memory(given.remove("memory-dir"), disk);
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet());
    }
    return new StoreOptions(
        workload,
        engines == null ? List.of() : List.of(engines.split(",")),
        rounds,
        effort,
        disk,
        memory);
  }

  private static String take(Map<String, String> given, String name, String otherwise) {
    String value = given.remove(name);
    return value == null ? otherwise : value;
  }

  private static Path memory(@Nullable String given, Path disk) {
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    return Files.isWritable(ScratchFolder.SHARED_MEMORY) ? ScratchFolder.SHARED_MEMORY : disk;
  }
}
