// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import dev.mediastore.benchmarks.http.load.Target;
import dev.mediastore.benchmarks.http.server.BareServer;
import dev.mediastore.benchmarks.http.server.JettyServer;
import dev.mediastore.benchmarks.http.server.OriginServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the peers of a workload. */
final class Servers {
  private final HttpOptions options;
  private final List<String> pinned;

  /**
   * Starts servers.
   *
   * @param pinned what to put before a command so that it runs on a core of its own
   */
  Servers(HttpOptions options, List<String> pinned) {
    this.options = options;
    this.pinned = pinned;
  }

  /** Starts a peer; empty if it is not installed here. */
  Optional<ServerProcess> start(Peer peer, Workload workload, Path disk, Path memory, Tls tls)
      throws IOException, InterruptedException {
    Path errors = disk.resolve(peer.label() + ".log");
    if (peer.isNginx()) {
      return nginx(peer, workload, peer == Peer.NGINX_TMPFS ? memory : disk, errors, tls);
    }
    List<String> command = new ArrayList<>(pinned);
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(options.flags());
    command.add("-XX:MaxDirectMemorySize=6g");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (workload.tls()) {
      command.add("-Dbench.certificate=" + tls.certificate());
      command.add("-Dbench.key=" + tls.key());
    }
    if (peer.isOrigin()) {
      command.add("-Dbench.log=" + disk.resolve(peer.label() + ".access.log"));
    }
    if (peer == Peer.ORIGIN_JETTY) {
      command.add("-Dbench.host=jetty");
    }
    if (peer == Peer.BARE_DIGEST) {
      command.add("-Dbench.digest=true");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    switch (peer) {
      case BARE, BARE_DIGEST -> command.add(BareServer.class.getName());
      case JETTY_RESOURCE -> {
        command.add(JettyServer.class.getName());
        command.add(Files.createDirectories(disk.resolve("www")).toString());
      }
      default -> command.add(OriginServer.class.getName());
    }
    String prefix = peer.isOrigin() ? OriginServer.PREFIX : "/";
    return Optional.of(ServerProcess.jvm(command, errors, prefix, workload.tls()));
  }

  private Optional<ServerProcess> nginx(
      Peer peer, Workload workload, Path parent, Path errors, Tls tls)
      throws IOException, InterruptedException {
    Optional<Path> program = Nginx.program().findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port = Nginx.freePort();
    String listen = (workload.tls() ? "ssl " : "") + (workload.http2() ? "http2" : "");
    Path folder = Files.createDirectories(parent.resolve(peer.label()));
    if (peer == Peer.NGINX) {
      link(folder.resolve("www"), parent.resolve("www"));
    }
    Path configuration = Nginx.configure(folder, port, listen, tls);
    List<String> command = new ArrayList<>(pinned);
    command.addAll(List.of(program.get().toString(), "-c", configuration.toString()));
    Target target = new Target(port, "/", workload.tls(), false);
    return Optional.of(ServerProcess.program(command, errors, target));
  }

  private static void link(Path link, Path folder) throws IOException {
    Files.createDirectories(folder);
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, folder);
    }
  }
}
