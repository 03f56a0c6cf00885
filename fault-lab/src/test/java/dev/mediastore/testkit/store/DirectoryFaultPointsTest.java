// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** I05 to I10, I22: each call to the disk fails in each way, once and from then on. */
class DirectoryFaultPointsTest {
  @Test
  void directoryStore_getsOverEveryFault() throws IOException {
    FaultPoints points =
        new FaultPoints(new DirectoryEngine(DirectoryEngine.TINY), Script.Sizes.SMALL);
    for (int seed = 0; seed < Scale.of(1, 20); seed++) {
      points.run(Scale.seed(seed), 40);
    }
    Scale.report("directory faults", points.counts());
  }
}
