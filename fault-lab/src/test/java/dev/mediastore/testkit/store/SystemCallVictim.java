// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.RealFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process whose system calls fail now and then without its knowledge: runs scripts in real
 * folders, one after the other, and checks what it sees while it runs and after it has opened the
 * folder again. Ends with 0 if all was right.
 */
final class SystemCallVictim {
  private static final int STEPS = 60;

  /** The checks meet errors, too; so many in a row mean something else. */
  private static final int TRIES = 20;

  private SystemCallVictim() {}

  /** Arguments: folder, first seed, number of scripts. */
  public static void main(String[] arguments) throws IOException {
    Path below = Path.of(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    int scripts = Integer.parseInt(arguments[2]);
    for (int i = 0; i < scripts; i++) {
      try {
        run(below.resolve("folder" + i), seed + i);
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + (seed + i) + ": " + e.getMessage(), e);
      }
    }
  }

  private static void run(Path folder, long seed) throws IOException {
    Engine engine = new DirectoryEngine(DirectoryEngine.TINY);
    Expectation expectation = new Expectation(true);
    try (SegmentStore store = patiently(() -> engine.open(RealFolder.open(folder)))) {
      Script script = new Script(engine, store, expectation, seed, Script.Sizes.SMALL);
      if (script.begin()) {
        for (int i = 0; i < STEPS; i++) {
          script.step();
        }
      }
      script.end();
      patiently(() -> checkRunning(expectation, store));
    }
    try (SegmentStore store = patiently(() -> engine.open(RealFolder.open(folder)))) {
      patiently(() -> expectation.checkRestarted(store));
    }
  }

  private static boolean checkRunning(Expectation expectation, SegmentStore store) {
    expectation.checkRunning(store);
    return true;
  }

  /** Something that may fail and must then have changed nothing. */
  private interface Attempt<T> {
    T make() throws IOException;
  }

  private static <T> T patiently(Attempt<T> attempt) throws IOException {
    IOException last = new IOException("not tried");
    for (int i = 0; i < TRIES; i++) {
      try {
        return attempt.make();
      } catch (IOException e) {
        last = e;
      } catch (MediaStoreException e) {
        if (e.code() != ErrorCode.INTERNAL && e.code() != ErrorCode.CORRUPT) {
          throw e;
        }
        last = new IOException(e);
      }
    }
    throw last;
  }
}
