// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.time.Duration;

/**
 * How long somebody goes on waiting. Used by one thread.
 *
 * <p>A wait is made of short turns, and a turn counts no longer than it was meant to be: should the
 * process stand still in it, stopped or collecting garbage, what is waited for stood still as well.
 * So nobody is refused for that alone, however long it was.
 */
final class Patience {
  private static final int TURNS = 16;

  private final long longestTurn;
  private long left;

  Patience(Duration longest) {
    this.left = longest.toNanos();
    this.longestTurn = Math.max(1, left / TURNS);
  }

  boolean isOver() {
    return left <= 0;
  }

  /** Nanoseconds to wait next. */
  long turn() {
    return Math.min(longestTurn, left);
  }

  /**
   * Counts a turn.
   *
   * @param unused what was left of it; below zero if it lasted longer
   */
  void waited(long unused) {
    left -= turn() - Math.max(0, unused);
  }
}
