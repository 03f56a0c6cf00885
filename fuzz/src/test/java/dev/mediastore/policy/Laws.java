// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/** How the targets of policies fail. */
final class Laws {
  private Laws() {}

  /** Fails the target; an assertion of the language may be switched off. */
  static void require(boolean holds, String law) {
    if (!holds) {
      throw new AssertionError(law);
    }
  }
}
