// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;

/**
 * A folder that a {@link Script} has filled and a store has closed, and what must be in it.
 * Immutable, as long as nobody writes to the folder.
 */
record Written(SimulatedFolder folder, Expectation expectation) {
  static Written by(Engine engine, long seed, int steps, Script.Sizes sizes) throws IOException {
    SimulatedFolder folder = SimulatedFolder.empty(seed);
    Expectation expectation = new Expectation(false);
    try (SegmentStore store = engine.open(folder)) {
      Script script = new Script(engine, store, expectation, seed, sizes);
      script.begin();
      for (int i = 0; i < steps; i++) {
        script.step();
      }
      script.end();
    }
    return new Written(folder.nothingLost(), expectation);
  }
}
