// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The command line. Immutable.
 *
 * @param workloads names of workloads, or what they begin with; empty for all
 * @param peers peers to keep of those a workload names; empty for all
 * @param rounds how often each peer is measured
 * @param seconds length of a measured phase
 * @param warmup seconds of load before the first measured phase; later ones have a tenth of it
 * @param flags JVM flags for servers of ours and of Jetty
 * @param directory for files on disk
 * @param memory for files in memory
 */
record HttpOptions(
    List<String> workloads,
    List<Peer> peers,
    int rounds,
    double seconds,
    double warmup,
    List<String> flags,
    Path directory,
    Path memory) {
  static final String USAGE =
      """
      benchmarks/run http [WORKLOAD ...] [--peers A,B,...] [--rounds N] [--seconds S]
                          [--warmup S] [--flags "JVM FLAGS"] [--dir DIR] [--memory-dir DIR]

        WORKLOAD      a name or the part of several names before a hyphen; default all
        --peers       only these (default: all that the workload compares)
        --rounds      measured phases of each peer, in alternating order (default 5)
        --seconds     length of a measured phase (default 3)
        --warmup      load before the first phase, in seconds (default 12)
        --flags       JVM flags of the servers (default -Xms1g -Xmx1g -XX:+UseG1GC
                      -XX:+AlwaysPreTouch)
        --dir         folder for nginx and Jetty (default benchmarks/target/http)
        --memory-dir  folder in memory for nginx (default /dev/shm if there is one, else --dir)
      """;

  private static final String FLAGS = "-Xms1g -Xmx1g -XX:+UseG1GC -XX:+AlwaysPreTouch";
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  static HttpOptions parse(List<String> arguments, Path defaultDirectory) {
    List<String> workloads = new ArrayList<>();
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        workloads.add(argument);
      } else if (i + 1 < arguments.size()) {
        given.put(argument.substring(2), arguments.get(++i));
      } else {
        throw new IllegalArgumentException(argument + " needs a value");
      }
    }
    String peers = take(given, "peers", "");
    Path directory = Path.of(take(given, "dir", defaultDirectory.toString())).toAbsolutePath();
    boolean sharedMemory = java.nio.file.Files.isWritable(SHARED_MEMORY);
    Path memory =
        Path.of(take(given, "memory-dir", (sharedMemory ? SHARED_MEMORY : directory).toString()));
    HttpOptions options =
        new HttpOptions(
            workloads.equals(List.of("all")) ? List.of() : List.copyOf(workloads),
            peers.isEmpty() ? List.of() : Stream.of(peers.split(",")).map(Peer::named).toList(),
            Integer.parseInt(take(given, "rounds", "5")),
            Double.parseDouble(take(given, "seconds", "3")),
            Double.parseDouble(take(given, "warmup", "12")),
            List.of(take(given, "flags", FLAGS).split(" +")),
            directory,
            memory.toAbsolutePath());
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet());
    }
    return options;
  }

  private static String take(Map<String, String> given, String name, String otherwise) {
    String value = given.remove(name);
    return value == null ? otherwise : value;
  }
}
