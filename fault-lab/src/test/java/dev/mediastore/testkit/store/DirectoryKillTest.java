// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I04: processes are killed in the middle of everything, on one folder, one after the other. */
class DirectoryKillTest {
  /**
   * Files are tiny here, and victims take little away: after so many a store has a thousand files,
   * and opening those is all that more of them would try.
   */
  private static final int VICTIMS_PER_FOLDER = 100;

  @TempDir Path folder;

  @Test
  void killedProcesses_loseNothingAcknowledged() throws Exception {
    int kills = Scale.of(20, 1000);
    long seed = Scale.seed(1);
    long acknowledged = 0;
    long inFlight = 0;
    for (int done = 0; done < kills; done += VICTIMS_PER_FOLDER) {
      Path data = folder.resolve("data-" + done);
      Massacre massacre =
          new Massacre("directory", data, folder.resolve("last-words"), 4, seed + done);
      for (int i = 0; i < Math.min(VICTIMS_PER_FOLDER, kills - done); i++) {
        massacre.next(Massacre.Death::kill);
      }
      acknowledged += massacre.acknowledged();
      inFlight += massacre.inFlight();
      deleteAll(data);
    }
    Scale.report(
        "directory kills",
        Map.of("kills", kills, "acknowledged", acknowledged, "inFlight", inFlight));
  }

  private static void deleteAll(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
