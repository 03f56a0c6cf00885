// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.util.EnumSet;

/** The engines by name, for processes that are started with nothing but words. */
final class Engines {
  static final Engine TOY = ToyStore.engine(EnumSet.noneOf(ToyStore.Flaw.class));

  private Engines() {}

  /**
   * Finds an engine.
   *
   * @param name its name, or its name, a plus sign and a {@link Sabotage}
   */
  static Engine named(String name) {
    int plus = name.indexOf('+');
    if (plus > 0) {
      return Sabotage.valueOf(name.substring(plus + 1)).of(named(name.substring(0, plus)));
    }
    return switch (name) {
      case "toy" -> TOY;
      case "directory" -> new DirectoryEngine(DirectoryEngine.TINY.withMaintenance(true));
      default -> throw new IllegalArgumentException("no engine " + name);
    };
  }
}
