// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * I05 to I10, I21, I22: every call to the disk fails in every way; the disk is full at every level.
 */
class DirectoryFaultsTest {
  private static final Engine ENGINE = new DirectoryEngine(DirectoryEngine.TINY);

  @Test
  void everyCall_failingInEveryWay_losesNothingAcknowledged() throws IOException {
    FaultPoints points = new FaultPoints(ENGINE, Script.Sizes.SMALL);
    for (int i = 0; i < Scale.of(1, 20); i++) {
      points.run(Scale.seed(3) + i, 40);
    }
    Scale.report("directory faults", points.counts());
    assertEquals(points.counts().get("points"), points.counts().get("fired"));
  }

  @Test
  void disk_fullAtEveryLevel_canBeEmptiedAndGoesOnWithoutRestart() {
    DiskFull full = new DiskFull(ENGINE);
    int levels = Scale.of(64, 256);
    for (int level = 1; level <= levels; level++) {
      full.level(level);
    }
    Scale.report("directory disk full", full.counts());
  }

  @Test
  void sequencesWithRestarts_agreeWithTheModel() throws IOException {
    ModelSequences model = new ModelSequences(ENGINE);
    int sequences = Scale.of(5000, 100_000);
    for (int seed = 0; seed < sequences; seed++) {
      model.run(Scale.seed(seed), 40);
    }
    Scale.report("directory model", Map.of("sequences", sequences, "restarts", model.restarts()));
  }
}
