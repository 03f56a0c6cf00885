// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A new folder that is removed with all that is in it.
 *
 * @param path the folder
 */
public record ScratchFolder(Path path) implements AutoCloseable {
  static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** Makes one in {@code parent}. */
  public static ScratchFolder in(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new ScratchFolder(Files.createTempDirectory(parent, "bench-"));
  }

  /**
   * Makes one in memory if the system has a file system for that, else where temporary files go.
   */
  static ScratchFolder temporary() throws IOException {
    return in(
        Files.isWritable(SHARED_MEMORY)
            ? SHARED_MEMORY
            : Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
