// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random sequences with restarts agree with the model. */
class DirectoryModelTest {
  @Test
  void sequencesWithRestarts_agreeWithTheModel() throws IOException {
    ModelSequences model = new ModelSequences(new DirectoryEngine(DirectoryEngine.TINY));
    int sequences = Scale.of(5_000, 100_000);
    for (int seed = 0; seed < sequences; seed++) {
      model.run(Scale.seed(seed), 40);
    }
    Scale.report("directory model", Map.of("sequences", sequences, "restarts", model.restarts()));
  }
}
