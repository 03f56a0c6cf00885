// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java process of the same version with the same classes, whose words go to a file. */
final class Child implements AutoCloseable {
  private final Path said;
  private final Process process;

  private Child(Path said, Process process) {
    this.said = said;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param said a file for all it says
   * @param options of the virtual machine
   * @param main its class
   */
  static Child start(Path said, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new Child(
        said,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start());
  }

  Process process() {
    return process;
  }

  /** Waits for its end, which has to be a good one; returns what it said. */
  String words(int patienceSeconds) throws IOException, InterruptedException {
    boolean ended = process.waitFor(patienceSeconds, TimeUnit.SECONDS);
    if (!ended) {
      new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
              Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
          .start()
          .waitFor(30, TimeUnit.SECONDS);
      throw new AssertionError("it hangs: " + Files.readString(said));
    }
    assertEquals(0, process.exitValue(), () -> read());
    return read();
  }

  private String read() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
