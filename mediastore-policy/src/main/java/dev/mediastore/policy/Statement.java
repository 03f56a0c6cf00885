// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Optional;

/**
 * One statement of a policy document, compiled for evaluation. Immutable.
 *
 * @since 0.1
 */
public final class Statement {
  private final int index;
  private final String sid;
  private final Effect effect;

  Statement(int index, String sid, Effect effect) {
    this.index = index;
    this.sid = sid;
    this.effect = effect;
  }

  /** The position in the document, from 0. */
  public int index() {
    return index;
  }

  /** The author's name for the statement: ASCII letters and digits. */
  public Optional<String> sid() {
    return sid.isEmpty() ? Optional.empty() : Optional.of(sid);
  }

  /** Whether the statement grants or refuses. */
  public Effect effect() {
    return effect;
  }
}
