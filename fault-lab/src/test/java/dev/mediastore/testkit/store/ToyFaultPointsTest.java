// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fault driver against a plain store that is right, and against one that hides failures. */
class ToyFaultPointsTest {
  private static FaultPoints tryAll(Set<ToyStore.Flaw> flaws) throws IOException {
    FaultPoints points = new FaultPoints(ToyStore.engine(flaws), Script.Sizes.SMALL);
    points.run(Scale.seed(3), 40);
    return points;
  }

  @Test
  void rightStore_getsOverEveryFault() throws IOException {
    FaultPoints points = tryAll(EnumSet.noneOf(ToyStore.Flaw.class));
    Scale.report("toy faults", points.counts());
    assertEquals(points.counts().get("points"), points.counts().get("fired"));
  }

  @Test
  void storeThatGoesOnAfterAFailedSync_isCaught() {
    assertThrows(
        AssertionError.class, () -> tryAll(EnumSet.of(ToyStore.Flaw.GOES_ON_AFTER_FAILED_SYNC)));
  }
}
