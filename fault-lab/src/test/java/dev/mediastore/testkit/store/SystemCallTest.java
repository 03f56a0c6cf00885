// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * I05 to I10 on a real file system: the system's own calls fail, by injection from outside with
 * strace; the process does not know.
 */
class SystemCallTest {
  private static final int SCRIPTS = 40;
  private static final int WANTED = 1_000;

  @TempDir Path below;

  /** Which calls fail, how, and every how many-th. Immutable. */
  private record Injection(String calls, String error, int every) {
    String expression(int first) {
      return calls + ":error=" + error + ":when=" + first + "+" + every;
    }
  }

  private static final List<Injection> INJECTIONS =
      List.of(
          new Injection("pwrite64", "EIO", 37),
          new Injection("pwrite64", "ENOSPC", 41),
          new Injection("pwrite64", "EDQUOT", 43),
          new Injection("fdatasync,fsync", "EIO", 71),
          new Injection("fdatasync,fsync", "ENOSPC", 73),
          new Injection("ftruncate", "ENOSPC", 7),
          new Injection("ftruncate", "EFBIG", 5),
          new Injection("unlink,unlinkat", "EIO", 3),
          new Injection("unlink,unlinkat", "EROFS", 2));

  @Test
  void failingSystemCalls_loseNothingAcknowledged() throws Exception {
    assumeTrue(Scale.heavy(), "injected system-call errors are for heavy runs");
    assumeTrue(hasStrace(), "needs strace");
    Map<String, Object> counts = new TreeMap<>();
    long injected = 0;
    int round = 0;
    while (injected < WANTED || round < INJECTIONS.size()) {
      Injection injection = INJECTIONS.get(round % INJECTIONS.size());
      long here = run(injection, Scale.seed(1) + 1_000L * round, 1 + round);
      counts.merge(
          injection.calls() + " " + injection.error(), here, (a, b) -> (long) a + (long) b);
      injected += here;
      round++;
    }
    counts.put("injected", injected);
    Scale.report("system calls", counts);
    assertTrue(injected >= WANTED);
  }

  private static boolean hasStrace() {
    return Files.isExecutable(Path.of("/usr/bin/strace"));
  }

  /** One process; returns how many of its calls were made to fail. */
  private long run(Injection injection, long seed, int first)
      throws IOException, InterruptedException {
    Path trace = below.resolve("trace" + seed);
    Path said = below.resolve("said" + seed);
    Process victim =
        new ProcessBuilder(
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=" + injection.calls(),
                "-e",
                "inject=" + injection.expression(first),
                "-o",
                trace.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                System.getProperty("java.class.path"),
                SystemCallVictim.class.getName(),
                Files.createDirectory(below.resolve("run" + seed)).toString(),
                Long.toString(seed),
                Integer.toString(SCRIPTS))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertTrue(victim.waitFor(5, TimeUnit.MINUTES), "the victim hangs: " + injection);
    } finally {
      victim.destroyForcibly();
    }
    assertEquals(0, victim.exitValue(), () -> injection + ": " + text(said));
    try (Stream<String> lines = Files.lines(trace)) {
      return lines.filter(line -> line.endsWith("(INJECTED)")).count();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
