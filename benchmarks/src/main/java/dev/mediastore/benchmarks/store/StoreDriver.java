// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import dev.mediastore.benchmarks.store.engine.EngineType;
import dev.mediastore.benchmarks.store.engine.Engines;
import dev.mediastore.benchmarks.store.workload.Sample;
import dev.mediastore.benchmarks.store.workload.Smoke;
import dev.mediastore.benchmarks.store.workload.Workload;
import dev.mediastore.benchmarks.store.workload.Workload.Step;
import dev.mediastore.benchmarks.store.workload.Workloads;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The command {@code benchmarks/run store}. */
public final class StoreDriver {
  private final StoreOptions options;
  private final PrintStream out;
  private final PrintStream log;

  private StoreDriver(StoreOptions options, PrintStream out, PrintStream log) {
    this.options = options;
    this.out = out;
    this.log = log;
  }

  /**
   * Runs the driver. Tables and JSON lines go to standard output, progress to standard error; the
   * exit status is 1 if an engine failed and 2 if the command line is wrong.
   *
   * @param arguments see {@code help}
   * @throws Exception if the driver itself failed
   */
  public static void main(String[] arguments) throws Exception {
    int status;
    try {
      Path directory = Path.of(System.getProperty("bench.directory", "target/store"));
      StoreOptions options = StoreOptions.parse(List.of(arguments), directory.toAbsolutePath());
      status = new StoreDriver(options, System.out, System.err).run();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(StoreOptions.USAGE);
      status = 2;
    }
    System.exit(status);
  }

  private int run() throws Exception {
    switch (options.workload()) {
      case "help" -> {
        out.print(StoreOptions.USAGE);
        Workloads.all().forEach(w -> out.printf("%n%-18s%s%n", w.name(), w.question()));
        return 0;
      }
      case "smoke" -> {
        return smoke();
      }
      default -> {
        boolean complete = true;
        out.println(Machine.describe());
        for (Workload workload : Workloads.named(options.workload())) {
          complete &= measure(workload);
        }
        return complete ? 0 : 1;
      }
    }
  }

  /** Tries each engine in this process. */
  private int smoke() throws IOException {
    int failed = 0;
    for (String name : options.engines().isEmpty() ? Engines.names() : options.engines()) {
      try (ScratchFolder folder = ScratchFolder.in(options.disk())) {
        new Smoke(Engines.named(name)).run(folder.path());
        out.println("ok      " + name);
      } catch (IOException | RuntimeException | LinkageError e) {
        failed++;
        out.println("FAILED  " + name + ": " + e);
        e.printStackTrace(log);
      }
    }
    return failed == 0 ? 0 : 1;
  }

  private boolean measure(Workload workload) throws IOException {
    List<String> engines = new ArrayList<>(workload.engines());
    if (!options.engines().isEmpty()) {
      engines.retainAll(options.engines());
    }
    Report report = new Report(workload, options, engines);
    List<String> order = new ArrayList<>(engines);
    for (int round = 0; round < options.rounds(); round++) {
      for (String engine : order) {
        runOnce(workload, Engines.named(engine), report);
      }
      Collections.reverse(order);
    }
    report.print(out);
    return report.complete();
  }

  private void runOnce(Workload workload, EngineType engine, Report report) throws IOException {
    if (report.failed(engine.name())) {
      return;
    }
    long begun = System.nanoTime();
    Path parent = workload.onDisk() ? options.disk() : options.memory();
    try (ScratchFolder folder = ScratchFolder.in(parent)) {
      Files.createDirectory(folder.path().resolve(TrialProcess.DATA));
      for (Step step : workload.steps()) {
        TrialProcess process =
            new TrialProcess(workload, step, engine, folder.path(), options.effort());
        List<Sample> samples = process.run();
        samples.forEach(sample -> report.add(engine.name(), sample));
      }
    } catch (TrialProcess.FailedException e) {
      report.fail(engine.name(), e.reason());
      log.println(workload.name() + " " + engine.name() + " failed: " + e.reason());
    }
    log.printf("%s %s %.1f s%n", workload.name(), engine.name(), (System.nanoTime() - begun) / 1e9);
  }
}
