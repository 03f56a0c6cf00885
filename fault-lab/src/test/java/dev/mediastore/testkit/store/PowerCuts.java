// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.io.IOException;
import java.nio.file.Path;

/** Cuts the power of real file systems below processes that write. */
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
