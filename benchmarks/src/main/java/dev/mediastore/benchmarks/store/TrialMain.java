// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import dev.mediastore.benchmarks.store.engine.Engines;
import dev.mediastore.benchmarks.store.workload.Effort;
import dev.mediastore.benchmarks.store.workload.Sample;
import dev.mediastore.benchmarks.store.workload.Trial;
import dev.mediastore.benchmarks.store.workload.Workload;
import dev.mediastore.benchmarks.store.workload.Workload.Step;
import dev.mediastore.benchmarks.store.workload.Workloads;
import java.io.PrintStream;
import java.nio.file.Path;

/** The JVM that {@link TrialProcess} starts. */
final class TrialMain {
  private TrialMain() {}

  public static void main(String[] arguments) throws Exception {
    // Engines may print; only samples may reach the parent.
    PrintStream parent = System.out;
    System.setOut(System.err);
    Workload workload = Workloads.named(arguments[0]).get(0);
    Effort effort =
        new Effort(
            Double.parseDouble(arguments[4]),
            Long.parseLong(arguments[5]),
            Long.parseLong(arguments[6]));
    Trial trial =
        new Trial(
            Engines.named(arguments[2]),
            Path.of(arguments[3]),
            effort,
            sample -> print(parent, sample));
    workload.run(arguments[1], trial);
    parent.println(TrialProcess.DONE);
    parent.flush();
    if (killed(workload, arguments[1])) {
      // Nothing is closed: the parent kills this process.
      System.in.read();
    }
    System.exit(0);
  }

  private static void print(PrintStream parent, Sample sample) {
    parent.println(TrialProcess.SAMPLE + sample.line());
  }

  private static boolean killed(Workload workload, String step) {
    return workload.steps().stream().filter(Step::killed).anyMatch(s -> s.name().equals(step));
  }
}
