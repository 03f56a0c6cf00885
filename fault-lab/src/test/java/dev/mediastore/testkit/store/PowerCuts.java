// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Cuts the power of real file systems below processes that write.
 *
 * <p>The process is frozen first: with the power the processor stops, too. A process that runs on
 * for the moment between the shutdown of its file system and its own end may be told that a sync
 * has succeeded which has not, as was seen on ext4; no power cut does that.
 */
final class PowerCuts {
  private static final int CUTS_PER_VOLUME = 15;

  private final String engineName;
  private final Path below;
  private final String type;
  private final int threads;
  private final long seed;
  private long acknowledged;

  PowerCuts(String engineName, Path below, String type, int threads, long seed) {
    this.engineName = engineName;
    this.below = below;
    this.type = type;
    this.threads = threads;
    this.seed = seed;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** Stops every thread of a process, but for what the system does for it at the moment. */
  private static void freeze(Process victim) throws IOException, InterruptedException {
    String pid = Long.toString(victim.pid());
    int status = new ProcessBuilder("kill", "-STOP", pid).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("the victim cannot be stopped: " + status);
    }
    Path tasks = Path.of("/proc", pid, "task");
    while (runs(tasks)) {
      Thread.onSpinWait();
    }
  }

  private static boolean runs(Path tasks) throws IOException {
    try (Stream<Path> all = Files.list(tasks)) {
      for (Path task : all.toList()) {
        String stat = Files.readString(task.resolve("stat"));
        if (stat.startsWith("R", stat.lastIndexOf(')') + 2)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Cuts so many times, each time below another process on the same, growing, store. */
  void run(int cuts) throws IOException, InterruptedException {
    try (Volume volume = Volume.make(below, type)) {
      Massacre massacre =
          new Massacre(
              engineName,
              volume.path().resolve("data"),
              below.resolve("last-words"),
              threads,
              seed);
      for (int i = 1; i <= cuts; i++) {
        try {
          massacre.next(
              victim -> {
                freeze(victim);
                volume.cut();
                Massacre.Death.killOrFindDead(victim);
                victim.onExit().join();
                volume.restore();
              });
        } catch (AssertionError e) {
          throw new AssertionError(type + ", cut " + i + ": " + e.getMessage(), e);
        }
        if (i % CUTS_PER_VOLUME == 0) {
          volume.renew();
          massacre.forget();
        }
      }
      acknowledged += massacre.acknowledged();
    }
  }
}
