// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A right engine on something that lies: each lie must make the crashes fail. */
class ToySabotageTest {
  @ParameterizedTest
  @EnumSource(Sabotage.class)
  void lieBeneath_isCaught(Sabotage sabotage) {
    CrashEnumerator enumerator = new CrashEnumerator(sabotage.of(Engines.TOY), Script.Sizes.SMALL);
    AssertionError caught = assertThrows(AssertionError.class, () -> run(enumerator));
    String message = String.valueOf(caught.getMessage());
    assertTrue(message.matches("(?s).*( shows | is Optional|readers saw).*"), message);
  }

  private static void run(CrashEnumerator enumerator) throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      enumerator.run(seed, 60);
    }
  }
}
