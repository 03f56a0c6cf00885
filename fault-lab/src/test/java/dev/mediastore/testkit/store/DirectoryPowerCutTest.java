// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I03: the power of real file systems is cut below real processes. */
class DirectoryPowerCutTest {
  private static final int CUTS = 250;

  @TempDir Path below;

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void powerCuts_loseNothingAcknowledged(String type) throws Exception {
    assumePossible(type);
    PowerCuts cuts = new PowerCuts("directory", below, type, 4, Scale.seed(1));
    cuts.run(CUTS);
    Scale.report(
        "directory power cuts " + type, Map.of("cuts", CUTS, "acknowledged", cuts.acknowledged()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void powerCutsWithoutSync_areSeenToLose(String type) throws Exception {
    assumePossible(type);
    PowerCuts cuts = new PowerCuts("directory+SYNC_REMOVED", below, type, 4, Scale.seed(1));
    AssertionError loss = assertThrows(AssertionError.class, () -> cuts.run(CUTS));
    String message = String.valueOf(loss.getMessage());
    assertTrue(message.contains(", cut "), message);
    Scale.report("directory power cuts " + type + " without sync", Map.of("loss", message));
  }

  private static void assumePossible(String type) {
    assumeTrue(Scale.heavy(), "power cuts are for heavy runs");
    Optional<String> obstacle = Volume.obstacle(type);
    assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
  }
}
