// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import dev.mediastore.benchmarks.store.engine.EngineType;
import dev.mediastore.benchmarks.store.workload.Effort;
import dev.mediastore.benchmarks.store.workload.Sample;
import dev.mediastore.benchmarks.store.workload.Workload;
import dev.mediastore.benchmarks.store.workload.Workload.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that does one step with one engine; the other end is {@link TrialMain}. */
final class TrialProcess {
  static final String DATA = "data";
  static final String SAMPLE = "sample\t";
  static final String DONE = "done";

  private static final String ERRORS = "errors.txt";
  private static final long MOST_MINUTES = 10;

  private final Step step;
  private final List<String> command = new ArrayList<>();
  private final Path folder;

  TrialProcess(Workload workload, Step step, EngineType engine, Path folder, Effort effort) {
    this.step = step;
    this.folder = folder;
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(inheritedFlags());
    command.addAll(Workload.COMMON_FLAGS);
    command.addAll(workload.jvmFlags(engine, folder, effort));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TrialMain.class.getName());
    command.addAll(List.of(workload.name(), step.name(), engine.name()));
    command.add(folder.resolve(DATA).toString());
    command.add(Double.toString(effort.seconds()));
    command.add(Long.toString(effort.windowBytes()));
    command.add(Long.toString(effort.objects()));
  }

  /** Returns what {@code benchmarks/run} passes because a peer cannot do without. */
  static List<String> inheritedFlags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Dbench."))
        .toList();
  }

  /** Runs the process to its end. */
  List<Sample> run() throws IOException, FailedException {
    Path errors = folder.resolve(ERRORS);
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    Timer timer = new Timer("trial time limit", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            process.destroyForcibly();
          }
        },
        TimeUnit.MINUTES.toMillis(MOST_MINUTES));
    List<Sample> samples = new ArrayList<>();
    boolean done = false;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while (!done && (line = lines.readLine()) != null) {
        if (line.startsWith(SAMPLE)) {
          samples.add(Sample.parse(line.substring(SAMPLE.length())));
        }
        done = line.equals(DONE);
      }
      if (step.killed()) {
        process.destroyForcibly();
      }
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted");
    } finally {
      timer.cancel();
      process.destroyForcibly();
    }
    if (!done) {
      throw new FailedException(reason(errors));
    }
    return samples;
  }

  private static String reason(Path errors) throws IOException {
    try (Stream<String> lines = Files.lines(errors)) {
      return lines
          .filter(line -> line.contains("Exception") || line.contains("Error"))
          .findFirst()
          .orElse("ended early");
    }
  }

  /** The engine failed, or returned something else than was put. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    FailedException(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }
}
