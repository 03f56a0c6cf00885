// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** I11 to I16: damage to bits, sectors and files. */
class DirectoryRotTest {
  private static final Engine ENGINE = new DirectoryEngine(DirectoryEngine.TINY);

  private static Rot rot() throws IOException {
    return new Rot(ENGINE, Written.by(ENGINE, Scale.seed(5), 60, Script.Sizes.SMALL));
  }

  @Test
  void flippedBits_areFoundOrMeanNothing() throws IOException {
    Rot rot = rot();
    rot.flips(1, Scale.of(20_000, Integer.MAX_VALUE));
    Scale.report("directory bit rot", rot.counts());
  }

  @Test
  void damagedSectors_areFoundOrMeanNothing() throws IOException {
    Rot rot = rot();
    rot.sectors(2);
    rot.olderSectors(Written.by(ENGINE, Scale.seed(5), 30, Script.Sizes.SMALL).folder());
    Scale.report("directory sectors", rot.counts());
  }

  @Test
  void damagedFiles_areFoundOrMeanNothing() throws IOException {
    Rot rot = rot();
    rot.files(3);
    Scale.report("directory files", rot.counts());
  }
}
