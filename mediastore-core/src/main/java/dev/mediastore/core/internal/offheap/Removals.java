// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.ObjectPath;
import java.util.HashMap;
import java.util.Map;

/**
 * The paths of a container at which a deletion is on its way to the disk. Safe for any thread.
 *
 * <p>What is to be deleted is decided before that is on record, and takes effect after. In between
 * nothing an upload does at that path may change what is visible there, or the record would delete
 * something else than the answer says. So its writer waits, for the time of one sync.
 */
final class Removals {
  private final Map<ObjectPath, Integer> underWay = new HashMap<>();

  /** Paths in the map; lets writers pass without a lock when there are none. */
  private volatile int paths;

  /** Holds the writers at a path, once more. */
  synchronized void begin(ObjectPath path) {
    underWay.merge(path, 1, Integer::sum);
    paths = underWay.size();
  }

  /** Lets the writers at a path go on, unless another deletion still holds them. */
  synchronized void end(ObjectPath path) {
    underWay.computeIfPresent(path, (held, times) -> times == 1 ? null : times - 1);
    paths = underWay.size();
    notifyAll();
  }

  /** Waits until no deletion is under way at a path; an interrupt does not end that. */
  void await(ObjectPath path) {
    if (paths == 0) {
      return;
    }
    boolean interrupted = false;
    synchronized (this) {
      while (underWay.containsKey(path)) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
