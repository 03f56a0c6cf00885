// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The directory store on something that lies: the checks that pass without it have to fail. */
class DirectorySabotageTest {
  @ParameterizedTest
  @EnumSource(Sabotage.class)
  void sabotagedStore_isCaught(Sabotage sabotage) {
    Engine broken = sabotage.of(new DirectoryEngine(DirectoryEngine.TINY));
    assertThrows(AssertionError.class, () -> crash(broken));
  }

  private static void crash(Engine engine) throws IOException {
    CrashEnumerator enumerator = new CrashEnumerator(engine, Script.Sizes.SMALL);
    for (int seed = 0; enumerator.states() < 20_000; seed++) {
      enumerator.run(Scale.seed(seed), 60);
    }
  }
}
