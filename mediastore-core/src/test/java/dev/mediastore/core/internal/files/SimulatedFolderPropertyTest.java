// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * An independent account of what may be found after a power cut, against random runs: each sector
 * is a version it had at or after the last sync, and in the models that keep an order, no change is
 * kept without those before it.
 */
class SimulatedFolderPropertyTest {
  private static final int SECTORS = 6;
  private static final int LENGTH = SECTORS * Inode.SECTOR - 100;

  @Property(tries = 200)
  void everySector_isAVersionItHadSinceTheLastSync(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedFolder folder = SimulatedFolder.empty(seed);
    StoreFile file = folder.create("log", LENGTH);
    file.sync();
    folder.sync();
    List<byte[]> versions = new ArrayList<>(List.of(folder.content("log")));
    for (int step = 0; step < 30; step++) {
      if (random.nextInt(6) == 0) {
        file.sync();
        versions = new ArrayList<>(versions.subList(versions.size() - 1, versions.size()));
      } else {
        int from = random.nextInt(LENGTH);
        byte[] bytes = new byte[1 + random.nextInt(Math.min(LENGTH - from, 900))];
        random.nextBytes(bytes);
        FileTransfer.writeFully(file, from, ByteBuffer.wrap(bytes));
        versions.add(folder.content("log"));
      }
      for (LossModel model : LossModel.values()) {
        byte[] found = folder.crash(model, random.nextLong()).content("log");
        assertTrue(possible(model, found, versions), model + " in step " + step);
      }
    }
  }

  private static boolean possible(LossModel model, byte[] found, List<byte[]> versions) {
    return switch (model) {
      case ALL_LOST -> Arrays.equals(found, versions.get(0));
      case PREFIX, REORDERED ->
          versions.stream().anyMatch(version -> Arrays.equals(version, found));
      case SECTORS -> eachSectorHasAVersion(found, versions);
      case TORN -> between(found, versions);
    };
  }

  private static boolean eachSectorHasAVersion(byte[] found, List<byte[]> versions) {
    for (int at = 0; at < LENGTH; at += Inode.SECTOR) {
      int from = at;
      int to = Math.min(at + Inode.SECTOR, LENGTH);
      if (versions.stream().noneMatch(v -> Arrays.equals(v, from, to, found, from, to))) {
        return false;
      }
    }
    return true;
  }

  /** Each byte is that of one version or of the next. */
  private static boolean between(byte[] found, List<byte[]> versions) {
    for (int i = 0; i < versions.size(); i++) {
      byte[] one = versions.get(i);
      byte[] next = versions.get(Math.min(i + 1, versions.size() - 1));
      boolean fits = true;
      for (int at = 0; fits && at < LENGTH; at++) {
        fits = found[at] == one[at] || found[at] == next[at];
      }
      if (fits) {
        return true;
      }
    }
    return false;
  }
}
