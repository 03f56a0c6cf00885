// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

/**
 * Whether the container still lends its request and response. Safe for any thread.
 *
 * <p>A container that has ended a request uses the same objects for the next one, of whoever it is.
 * It says so while a task of ours may wait in another thread for its turn; whatever that task was
 * about to do with them would happen to a stranger.
 */
final class Loan {
  private volatile boolean over;

  /** Called by the container's own thread, at once, before it takes the objects back. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }
}
