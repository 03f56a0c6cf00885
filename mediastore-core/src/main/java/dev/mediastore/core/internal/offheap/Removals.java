// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps deletions and what uploads do at the same path apart, in a store whose deletions are on
 * record before they take effect. Safe for any thread.
 *
 * <p>What is to be deleted is decided first, put on record, and taken away after that. In between
 * nothing an upload does at that path may change what is visible there, or the record would delete
 * something else than the answer says. So a deletion waits for what its uploads have begun, and
 * they wait for it, for the time of one sync. They wait at a lock and not in a monitor, where a
 * virtual thread might keep its carrier from the very thread that is waited for. An interrupt does
 * not end what waits.
 */
final class Removals {
  private final Map<ObjectPath, Traffic> traffic = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();

  /** What goes on at one path; guarded by the lock. */
  private static final class Traffic {
    int deletions;
    int steps;
  }

  /** Begins a deletion, once no step of an upload is under way. */
  void begin(ObjectPath path) {
    lock.lock();
    try {
      Traffic here = at(path);
      here.deletions++;
      while (here.steps > 0) {
        settled.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  void end(ObjectPath path) {
    lock.lock();
    try {
      at(path).deletions--;
      settle(path);
    } finally {
      lock.unlock();
    }
  }

  /** Begins a step of an upload, once no deletion is under way. */
  void enter(ObjectPath path) {
    lock.lock();
    try {
      while (at(path).deletions > 0) {
        settled.awaitUninterruptibly();
      }
      at(path).steps++;
    } finally {
      lock.unlock();
    }
  }

  void leave(ObjectPath path) {
    lock.lock();
    try {
      at(path).steps--;
      settle(path);
    } finally {
      lock.unlock();
    }
  }

  private Traffic at(ObjectPath path) {
    return traffic.computeIfAbsent(path, unknown -> new Traffic());
  }

  private void settle(ObjectPath path) {
    Traffic here = at(path);
    if (here.deletions == 0 && here.steps == 0) {
      traffic.remove(path);
    }
    settled.signalAll();
  }
}
