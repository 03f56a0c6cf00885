// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cuts real power below the plain store; and below one that does not sync, to see the loss. */
class ToyPowerCutTest {
  @TempDir Path below;

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void powerCuts_loseNothingAcknowledged_andMuchWithoutSync(String type) throws Exception {
    assumeTrue(Scale.heavy(), "power cuts are for heavy runs");
    Optional<String> obstacle = Volume.obstacle(type);
    assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
    PowerCuts cuts = new PowerCuts("toy", below, type, 1, Scale.seed(1));
    cuts.run(5);
    Scale.report("toy power cuts " + type, Map.of("acknowledged", cuts.acknowledged()));
    PowerCuts lossy = new PowerCuts("toy+SYNC_REMOVED", below, type, 1, Scale.seed(1));
    assertThrows(AssertionError.class, () -> lossy.run(5));
  }
}
