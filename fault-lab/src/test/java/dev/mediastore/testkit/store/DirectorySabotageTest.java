// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped engine on something that lies, and with a flaw: each must make the suite fail. */
class DirectorySabotageTest {
  @ParameterizedTest
  @EnumSource(Sabotage.class)
  void lieBeneath_isCaught(Sabotage sabotage) {
    Engine engine = sabotage.of(new DirectoryEngine(DirectoryEngine.TINY));
    CrashEnumerator enumerator = new CrashEnumerator(engine, Script.Sizes.SMALL);
    AssertionError caught = assertThrows(AssertionError.class, () -> crash(enumerator));
    String message = String.valueOf(caught.getMessage());
    assertTrue(message.matches("(?s)seed .*( shows | is Optional|readers saw).*"), message);
  }

  private static void crash(CrashEnumerator enumerator) throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      enumerator.run(seed, 60);
    }
  }

  @ParameterizedTest
  @EnumSource(Flaw.class)
  void flawInTheEngine_isCaught(Flaw flaw) {
    Engine engine = flaw.engine(DirectoryEngine.TINY);
    Throwable caught =
        assertThrows(
            Throwable.class,
            () -> {
              Written written = Written.by(engine, 5, 60, Script.Sizes.SMALL);
              new Rot(engine, written).flips(1, 2_000);
            });
    // An engine may notice by itself that it counts wrong; that fails a suite as well.
    boolean ofTheSuite = caught instanceof AssertionError;
    assertTrue(ofTheSuite || caught instanceof IllegalStateException, caught.toString());
  }
}
