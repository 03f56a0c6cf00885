// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** I11 to I17: bits rot, sectors move, files are exchanged, tails are torn. */
class DirectoryDamageTest {
  private static final Engine ENGINE = new DirectoryEngine(DirectoryEngine.TINY);

  @Test
  void bitRot_isReportedOrHarmless_andNeverAWrongByte() throws IOException {
    Rot rot = new Rot(ENGINE, Written.by(ENGINE, 5, 60, Script.Sizes.SMALL));
    rot.flips(1, Scale.heavy() ? rot.bits() : 20_000);
    rot.sectors(2);
    rot.olderSectors(Written.by(ENGINE, 5, 30, Script.Sizes.SMALL).folder());
    rot.files(3);
    Scale.report("directory rot", rot.counts());
    assertTrue(rot.missing() > 0, "nothing was ever damaged");
  }

  @Test
  void tornTail_atEveryByte_keepsWhatIsBeforeTheCut() throws IOException {
    TornTail torn = new TornTail(ENGINE, 7, Scale.of(64 << 10, 1 << 20), Script.Sizes.SMALL);
    torn.run(1, 1);
    Scale.report("directory torn tail", Map.of("cuts", torn.cuts()));
  }
}
