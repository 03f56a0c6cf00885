// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The crash enumerator against a plain store that is right, and against the same store broken. */
class ToyCrashTest {
  private static CrashEnumerator enumerate(Set<ToyStore.Flaw> flaws, int scripts)
      throws IOException {
    CrashEnumerator enumerator = new CrashEnumerator(ToyStore.engine(flaws), Script.Sizes.SMALL);
    for (int seed = 0; seed < scripts; seed++) {
      enumerator.run(Scale.seed(seed), 60);
    }
    return enumerator;
  }

  @Test
  void rightStore_survivesEverything() throws IOException {
    CrashEnumerator enumerator = enumerate(EnumSet.noneOf(ToyStore.Flaw.class), 10);
    Scale.report("toy crashes", enumerator.counts());
    assertTrue(enumerator.states() > 1000);
  }

  @ParameterizedTest
  @EnumSource(
      value = ToyStore.Flaw.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "GOES_ON_AFTER_FAILED_SYNC")
  void brokenStore_isCaught(ToyStore.Flaw flaw) {
    AssertionError caught =
        assertThrows(AssertionError.class, () -> enumerate(EnumSet.of(flaw), 10));
    String message = String.valueOf(caught.getMessage());
    // Without checksums, noise is taken for records and fails in any way.
    assertTrue(
        flaw == ToyStore.Flaw.NO_CHECKSUM
            || message.matches("(?s)seed .*( shows | is Optional|readers saw|lists).*"),
        message);
  }
}
