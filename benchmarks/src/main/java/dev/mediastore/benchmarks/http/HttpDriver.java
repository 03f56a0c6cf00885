// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import dev.mediastore.benchmarks.http.load.Bodies;
import dev.mediastore.benchmarks.store.Machine;
import dev.mediastore.benchmarks.store.ScratchFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command {@code benchmarks/run http}. */
public final class HttpDriver {
  private final HttpOptions options;
  private final PrintStream out;
  private final PrintStream log;
  private final Bodies bodies = new Bodies();

  private HttpDriver(HttpOptions options, PrintStream out, PrintStream log) {
    this.options = options;
    this.out = out;
    this.log = log;
  }

  /**
   * Runs the driver. Tables and JSON lines go to standard output, progress to standard error; the
   * exit status is 1 if a peer failed or is not installed and 2 if the command line is wrong.
   *
   * @param arguments see {@code help}
   * @throws Exception if the driver itself failed
   */
  public static void main(String[] arguments) throws Exception {
    int status;
    try {
      Path directory = Path.of(System.getProperty("bench.directory", "target/http"));
      HttpOptions options = HttpOptions.parse(List.of(arguments), directory.toAbsolutePath());
      status = new HttpDriver(options, System.out, System.err).run();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(HttpOptions.USAGE);
      status = 2;
    }
    System.exit(status);
  }

  private int run() throws IOException, InterruptedException {
    if (options.workloads().equals(List.of("help"))) {
      out.print(HttpOptions.USAGE);
      Workload.all().forEach(w -> out.printf("%n%-12s%s", w.name(), w.question()));
      out.println();
      for (Peer peer : Peer.values()) {
        out.printf("%n%-18s%s", peer.label(), peer.what());
      }
      out.println();
      return 0;
    }
    boolean complete = true;
    out.println(Machine.describe());
    for (Workload workload : Workload.named(options.workloads())) {
      complete &= measure(workload);
    }
    return complete ? 0 : 1;
  }

  private boolean measure(Workload workload) throws IOException, InterruptedException {
    Report report = new Report(workload, options);
    Map<Peer, ServerProcess> servers = new EnumMap<>(Peer.class);
    Files.createDirectories(options.directory());
    try (ScratchFolder disk = ScratchFolder.in(options.directory());
        ScratchFolder memory = ScratchFolder.in(options.memory())) {
      try {
        Map<Peer, Trial> trials = start(workload, disk.path(), memory.path(), servers, report);
        List<Peer> order = new ArrayList<>(compared(workload));
        for (int round = 0; round < options.rounds(); round++) {
          for (Peer peer : order) {
            measureOnce(workload, peer, trials, round == 0, report);
          }
          Collections.reverse(order);
        }
      } finally {
        for (ServerProcess server : servers.values()) {
          server.close();
        }
      }
    }
    report.print(out);
    return report.complete();
  }

  private Map<Peer, Trial> start(
      Workload workload, Path disk, Path memory, Map<Peer, ServerProcess> servers, Report report)
      throws IOException, InterruptedException {
    Servers starter = new Servers(options, Cores.serverPrefix());
    Tls tls = Tls.write(disk);
    Map<Peer, Trial> trials = new EnumMap<>(Peer.class);
    for (Peer peer : compared(workload).stream().map(Peer::process).distinct().toList()) {
      Optional<ServerProcess> server = starter.start(peer, workload, disk, memory, tls);
      if (server.isEmpty()) {
        report.fail(peer, "not installed here");
        continue;
      }
      servers.put(peer, server.get());
      Trial trial = new Trial(workload, peer, server.get(), bodies, disk.resolve("www"));
      try {
        trial.prepare();
        trials.put(peer, trial);
      } catch (IOException e) {
        report.fail(peer, "not prepared: " + e.getMessage());
      }
    }
    return trials;
  }

  private List<Peer> compared(Workload workload) {
    return workload.peers().stream()
        .filter(peer -> options.peers().isEmpty() || options.peers().contains(peer))
        .toList();
  }

  private void measureOnce(
      Workload workload, Peer peer, Map<Peer, Trial> trials, boolean first, Report report)
      throws InterruptedException {
    Trial trial = trials.get(peer.process());
    if (trial == null || report.failed(peer)) {
      return;
    }
    try {
      trial.observe(peer.observation());
      if (first) {
        trial.warmUp(options.warmup());
      }
      Map<Metric, Double> figures = trial.measure(options.warmup() / 10, options.seconds());
      report.add(peer, figures);
      // Each figure, so that ratios can be taken of neighbours in time and not of medians alone.
      log.println(workload.name() + " " + peer.label() + " " + figures);
    } catch (IOException | RuntimeException e) {
      report.fail(peer, "failed: " + e);
      log.println(workload.name() + " " + peer.label() + " failed: " + e);
    }
  }
}
