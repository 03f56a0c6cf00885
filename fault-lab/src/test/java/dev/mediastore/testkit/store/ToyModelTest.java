// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sequences with restarts against the plain store, right and broken. */
class ToyModelTest {
  private static ModelSequences run(Set<ToyStore.Flaw> flaws, int sequences) throws IOException {
    ModelSequences model = new ModelSequences(ToyStore.engine(flaws));
    for (int seed = 0; seed < sequences; seed++) {
      model.run(Scale.seed(seed), 40);
    }
    return model;
  }

  @Test
  void rightStore_agreesWithTheModel() throws IOException {
    ModelSequences model = run(EnumSet.noneOf(ToyStore.Flaw.class), 200);
    Scale.report("toy model", Map.of("sequences", 200, "restarts", model.restarts()));
    assertTrue(model.restarts() > 200);
  }

  @ParameterizedTest
  @EnumSource(
      value = ToyStore.Flaw.class,
      names = {"NO_SYNC", "LAST_RECORD_IGNORED", "DELETES_NOT_WRITTEN", "ORDER_IGNORED"})
  void brokenStore_isCaught(ToyStore.Flaw flaw) {
    assertThrows(AssertionError.class, () -> run(EnumSet.of(flaw), 200));
  }
}
