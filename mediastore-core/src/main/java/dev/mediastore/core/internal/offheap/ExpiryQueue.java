// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListSet;

/** The complete versions that expire, the next to expire first. Safe for any thread. */
final class ExpiryQueue {
  private final NavigableSet<StoredObject> objects =
      new ConcurrentSkipListSet<>(
          Comparator.comparing(ExpiryQueue::expiresAt).thenComparingLong(StoredObject::order));

  private static Instant expiresAt(StoredObject object) {
    return Objects.requireNonNull(object.metadata().expiresAt());
  }

  void add(StoredObject object) {
    if (object.metadata().expiresAt() != null) {
      objects.add(object);
    }
  }

  void remove(StoredObject object) {
    if (object.metadata().expiresAt() != null) {
      objects.remove(object);
    }
  }

  /** Removes what has expired from its container, at most so many versions. */
  int reclaim(Instant now, int max) {
    int removed = 0;
    for (StoredObject object : objects) {
      if (removed == max || now.isBefore(expiresAt(object))) {
        break;
      }
      if (object.space().expire(object)) {
        removed++;
      }
    }
    return removed;
  }
}
