// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bit rot and torn tails against the plain store, right and broken. */
class ToyDamageTest {
  private static final Engine RIGHT = ToyStore.engine(EnumSet.noneOf(ToyStore.Flaw.class));
  private static final Engine BLIND = ToyStore.engine(EnumSet.of(ToyStore.Flaw.NO_CHECKSUM));
  private static final Engine FORGETFUL =
      ToyStore.engine(EnumSet.of(ToyStore.Flaw.LAST_RECORD_IGNORED));

  private static Rot rot(Engine engine) throws IOException {
    return new Rot(engine, Written.by(engine, 5, 60, Script.Sizes.SMALL));
  }

  @Test
  void rightStore_handsOutNoWrongByte() throws IOException {
    Rot rot = rot(RIGHT);
    rot.flips(1, 2000);
    rot.sectors(2);
    rot.olderSectors(Written.by(RIGHT, 5, 30, Script.Sizes.SMALL).folder());
    Scale.report("toy rot", rot.counts());
    assertTrue(rot.missing() > 0, "nothing was ever damaged");
  }

  @Test
  void storeThatIgnoresChecksums_isCaught() throws IOException {
    Rot rot = rot(BLIND);
    assertThrows(AssertionError.class, () -> rot.flips(1, 2000));
  }

  @Test
  void rightStore_keepsWhatIsBeforeTheCut() throws IOException {
    TornTail torn = new TornTail(RIGHT, 7, 9000, Script.Sizes.SMALL);
    torn.run(1, 0, 7);
    Scale.report("toy torn tail", Map.of("cuts", torn.cuts()));
  }

  @Test
  void storesThatBelieveOrForgetTails_areCaught() throws IOException {
    TornTail blind = new TornTail(BLIND, 7, 9000, Script.Sizes.SMALL);
    assertThrows(AssertionError.class, () -> blind.run(1, 0, 7));
    TornTail forgetful = new TornTail(FORGETFUL, 7, 9000, Script.Sizes.SMALL);
    assertThrows(AssertionError.class, () -> forgetful.run(1, 0, 7));
  }
}
