// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps servers and load on cores of their own. {@code benchmarks/run} places the load. */
final class Cores {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private Cores() {}

  /** What to put before the command of a server; nothing where cores cannot be chosen. */
  static List<String> serverPrefix() {
    return Boolean.getBoolean("bench.pinned") && Files.isExecutable(TASKSET)
        ? List.of(TASKSET.toString(), "-c", "0")
        : List.of();
  }
}
