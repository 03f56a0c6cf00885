// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I04: processes are killed in the middle of everything, on one folder, one after the other. */
class DirectoryKillTest {
  @TempDir Path folder;

  @Test
  void killedProcesses_loseNothingAcknowledged() throws Exception {
    int kills = Scale.of(20, 1000);
    Massacre massacre =
        new Massacre(
            "directory", folder.resolve("data"), folder.resolve("last-words"), 4, Scale.seed(1));
    for (int i = 0; i < kills; i++) {
      massacre.next(Massacre.Death::kill);
    }
    Scale.report(
        "directory kills",
        Map.of(
            "kills",
            kills,
            "acknowledged",
            massacre.acknowledged(),
            "inFlight",
            massacre.inFlight()));
  }
}
