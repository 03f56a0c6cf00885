// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes that use the plain store, to see that the instrument works. */
class ToyKillTest {
  @TempDir Path folder;

  @Test
  void killedProcesses_loseNothingAcknowledged() throws Exception {
    Massacre massacre =
        new Massacre("toy", folder.resolve("data"), folder.resolve("last-words"), 1, Scale.seed(1));
    for (int i = 0; i < 4; i++) {
      massacre.next(Massacre.Death::kill);
    }
    Scale.report(
        "toy kills",
        Map.of("acknowledged", massacre.acknowledged(), "inFlight", massacre.inFlight()));
  }
}
