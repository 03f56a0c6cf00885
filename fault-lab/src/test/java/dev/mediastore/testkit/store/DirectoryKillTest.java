// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I03, I04: processes are killed and the power of real file systems is cut. */
class DirectoryKillTest {
  @TempDir Path folder;

  @Test
  void killedProcesses_loseNothingAcknowledged() throws Exception {
    Massacre massacre =
        new Massacre(
            "directory", folder.resolve("data"), folder.resolve("last-words"), 2, Scale.seed(1));
    int kills = Scale.of(20, 1000);
    for (int i = 0; i < kills; i++) {
      massacre.next(Massacre.Death::kill);
    }
    Scale.report(
        "directory kills",
        Map.of(
            "kills", kills,
            "acknowledged", massacre.acknowledged(),
            "inFlight", massacre.inFlight()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void powerCuts_loseNothingAcknowledged_andMuchWithoutSync(String type) throws Exception {
    assumeTrue(Scale.heavy(), "power cuts are for heavy runs");
    Optional<String> obstacle = Volume.obstacle(type);
    assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
    PowerCuts cuts = new PowerCuts("directory", folder, type, 2, Scale.seed(1));
    cuts.run(250);
    Scale.report("directory power cuts " + type, Map.of("acknowledged", cuts.acknowledged()));
    PowerCuts lossy = new PowerCuts("directory+SYNC_REMOVED", folder, type, 2, Scale.seed(1));
    assertThrows(AssertionError.class, () -> lossy.run(50));
  }
}
