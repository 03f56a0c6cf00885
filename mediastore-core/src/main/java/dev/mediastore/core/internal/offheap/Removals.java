// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps deletions and what uploads do at the same path apart, in a store whose deletions are on
 * record before they take effect. Safe for any thread.
 *
 * <p>What is to be deleted is decided first, put on record, and taken away after that. In between
 * nothing an upload does at that path may change what is visible there, or the record would delete
 * something else than the answer says. So a deletion waits for what its uploads have begun, and
 * they wait for it, for the time of one sync.
 */
final class Removals {
  private final Map<ObjectPath, Traffic> traffic = new HashMap<>();

  /** What goes on at one path; guarded by the map's owner. */
  private static final class Traffic {
    int deletions;
    int steps;
  }

  /** Begins a deletion, once no step of an upload is under way. */
  synchronized void begin(ObjectPath path) {
    Traffic here = traffic.computeIfAbsent(path, unknown -> new Traffic());
    here.deletions++;
    boolean interrupted = false;
    while (here.steps > 0) {
      interrupted |= pause();
    }
    restore(interrupted);
  }

  synchronized void end(ObjectPath path) {
    Traffic here = traffic.get(path);
    if (here != null) {
      here.deletions--;
      settle(path, here);
    }
  }

  /** Begins a step of an upload, once no deletion is under way. */
  synchronized void enter(ObjectPath path) {
    Traffic here = traffic.computeIfAbsent(path, unknown -> new Traffic());
    boolean interrupted = false;
    while (here.deletions > 0) {
      interrupted |= pause();
      // It may have been forgotten meanwhile.
      here = traffic.computeIfAbsent(path, unknown -> new Traffic());
    }
    here.steps++;
    restore(interrupted);
  }

  synchronized void leave(ObjectPath path) {
    Traffic here = traffic.get(path);
    if (here != null) {
      here.steps--;
      settle(path, here);
    }
  }

  private void settle(ObjectPath path, Traffic here) {
    if (here.deletions == 0 && here.steps == 0) {
      traffic.remove(path);
    }
    notifyAll();
  }

  /** Waits for a change; an interrupt does not end what waits, it is told later. */
  @SuppressWarnings("WaitNotInLoop") // Its callers look again each time.
  private boolean pause() {
    try {
      wait();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
