// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** I01, I02, I24, H08: the power goes at every call to the disk. */
class DirectoryCrashTest {
  @Test
  void directoryStore_cutAtEveryCall_losesNothingAcknowledged() throws IOException {
    CrashEnumerator enumerator =
        new CrashEnumerator(new DirectoryEngine(DirectoryEngine.TINY), Script.Sizes.SMALL);
    long wanted = Scale.heavy() ? 500_000 : 20_000;
    for (int seed = 0; enumerator.states() < wanted; seed++) {
      enumerator.run(Scale.seed(seed), 60);
    }
    Scale.report("directory crashes", enumerator.counts());
    assertTrue(enumerator.states() >= wanted);
  }
}
