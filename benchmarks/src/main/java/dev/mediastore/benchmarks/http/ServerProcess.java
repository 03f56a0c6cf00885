// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import dev.mediastore.benchmarks.http.load.Target;
import dev.mediastore.benchmarks.http.server.Observation;
import dev.mediastore.benchmarks.http.server.ServerControl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that was started for this run. For one thread; owns its process. */
final class ServerProcess implements AutoCloseable {
  private static final long PAGE_BYTES = 4096;

  private final Process process;
  private final Target target;
  private final boolean jvm;
  private final BufferedReader out;
  private final Writer in;

  private ServerProcess(
      Process process, Target target, boolean jvm, BufferedReader out, Writer in) {
    this.process = process;
    this.target = target;
    this.jvm = jvm;
    this.out = out;
    this.in = in;
  }

  /** Starts a JVM that reports through {@link ServerControl}. */
  static ServerProcess jvm(List<String> command, Path errors, String prefix, boolean tls)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
    String line;
    while ((line = out.readLine()) != null) {
      if (line.startsWith(ServerControl.READY)) {
        int port = Integer.parseInt(line.substring(ServerControl.READY.length() + 1));
        Target target = new Target(port, prefix, tls, false);
        return new ServerProcess(
            process, target, true, out, process.outputWriter(StandardCharsets.US_ASCII));
      }
    }
    process.destroyForcibly();
    throw new IOException("server did not start, see " + errors);
  }

  /** Starts a program that listens on a port of ours. */
  static ServerProcess program(List<String> command, Path errors, Target target)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(errors.toFile())
            .start();
    // A JVM of ours ends with the driver; this one has to be told, even if the driver is stopped.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end of a server"));
    for (int i = 0; i < 100; i++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), target.port()).close();
        return new ServerProcess(
            process, target, false, process.inputReader(), process.outputWriter());
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    process.destroyForcibly();
    throw new IOException("server did not start, see " + errors);
  }

  Target target() {
    return target;
  }

  boolean isJvm() {
    return jvm;
  }

  /** Processor time so far in nanoseconds, of all its processes, without compiler threads. */
  long cpuNanos() throws IOException {
    long sum = 0;
    for (ProcessHandle each : processes()) {
      try (Stream<Path> threads = Files.list(Path.of("/proc", "" + each.pid(), "task"))) {
        for (Path thread : threads.toList()) {
          String name = Files.readString(thread.resolve("comm"));
          if (!name.startsWith("C1 Comp") && !name.startsWith("C2 Comp")) {
            String times = Files.readString(thread.resolve("schedstat"));
            sum += Long.parseLong(times, 0, times.indexOf(' '), 10);
          }
        }
      }
    }
    return sum;
  }

  private List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.toHandle().descendants())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** Memory in use: of a JVM after a collection, of others what is resident. */
  long memoryBytes() throws IOException {
    long resident = 0;
    for (ProcessHandle each : processes()) {
      String pages = Files.readString(Path.of("/proc", "" + each.pid(), "statm"));
      int from = pages.indexOf(' ') + 1;
      resident += Long.parseLong(pages, from, pages.indexOf(' ', from), 10) * PAGE_BYTES;
    }
    return jvm ? ask(ServerControl.MEMORY) : resident;
  }

  /** Bytes allocated on the heap so far; of a JVM only. */
  long allocatedBytes() throws IOException {
    return ask(ServerControl.ALLOCATED);
  }

  /** Says who is told from now on; to a JVM only. */
  void observe(Observation observation) throws IOException {
    ask(ServerControl.OBSERVE + " " + observation);
  }

  private long ask(String question) throws IOException {
    in.write(question + "\n");
    in.flush();
    String answer = out.readLine();
    if (answer == null) {
      throw new IOException("server ended");
    }
    return Long.parseLong(answer);
  }

  @Override
  public void close() throws IOException {
    if (jvm) {
      in.close();
    } else {
      process.destroy();
    }
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
