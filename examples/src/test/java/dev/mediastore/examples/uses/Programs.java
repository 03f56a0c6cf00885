// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the machine that examples start. */
final class Programs {
  private Programs() {}

  /** Where a program is on the PATH. */
  static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs a program to its end; what it says goes where the test's own output goes.
   *
   * @param atMost after this time it is ended
   * @param command words separated by blanks, over several lines
   * @return its exit status
   */
  static int run(Duration atMost, List<String> command) throws IOException, InterruptedException {
    List<String> words = command.stream().flatMap(line -> Arrays.stream(line.split(" "))).toList();
    Process program =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (!program.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(words.get(0) + " did not end within " + atMost);
      }
      return program.exitValue();
    } finally {
      program.destroyForcibly();
    }
  }
}
