// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who waits for objects of one container. Safe for any thread; uploads pass it without a lock. */
final class Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivalWatch.class);

  private final Map<ObjectPath, List<ArrivalWatch>> watches = new HashMap<>();

  /** Written under the lock; lets uploads pass that nobody waits for. */
  private volatile boolean awaited;

  ArrivalWatch watch(ObjectPath path, Runnable wake) {
    ArrivalWatch watch = new ArrivalWatch(this, path, wake);
    synchronized (this) {
      watches.computeIfAbsent(path, key -> new ArrayList<>(1)).add(watch);
      awaited = true;
    }
    return watch;
  }

  void forget(ArrivalWatch watch) {
    synchronized (this) {
      List<ArrivalWatch> others = watches.get(watch.path());
      if (others != null && others.remove(watch) && others.isEmpty()) {
        watches.remove(watch.path());
        awaited = !watches.isEmpty();
      }
    }
  }

  boolean awaited() {
    return awaited;
  }

  /** Something new is visible at a path. */
  void arrived(ObjectPath path) {
    if (!awaited) {
      return;
    }
    List<ArrivalWatch> woken;
    synchronized (this) {
      woken = watches.remove(path);
      awaited = !watches.isEmpty();
    }
    if (woken != null) {
      woken.forEach(Arrivals::wake);
    }
  }

  /** Nothing will arrive any more. */
  void end() {
    List<ArrivalWatch> woken = new ArrayList<>();
    synchronized (this) {
      watches.values().forEach(woken::addAll);
      watches.clear();
      awaited = false;
    }
    woken.forEach(Arrivals::wake);
  }

  /** What a watcher does wrong is not the uploader's concern. */
  private static void wake(ArrivalWatch watch) {
    try {
      watch.wake();
    } catch (RuntimeException e) {
      LOG.warn("A watcher of an arrival failed", e);
    }
  }
}
