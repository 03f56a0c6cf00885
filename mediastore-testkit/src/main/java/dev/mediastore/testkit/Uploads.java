// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.MediaStoreEvent;
import dev.mediastore.core.MediaStoreListener;
import dev.mediastore.core.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The completed uploads of an origin in their order, and those who wait for one. */
final class Uploads implements MediaStoreListener {
  /**
   * Enough for hours of a live test; older ones are forgotten so that a soak test stays bounded.
   */
  private static final int MOST = 100_000;

  private record Upload(String container, ObjectMetadata object, Instant at) {}

  /** When an upload was complete. Immutable. */
  record Completed(String path, Instant at) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Upload> inOrder = new ArrayDeque<>();
  private long forgotten;

  @Override
  public void on(MediaStoreEvent event) {
    if (event instanceof MediaStoreEvent.ObjectUpdated updated) {
      lock.lock();
      try {
        if (inOrder.size() == MOST) {
          inOrder.removeFirst();
          forgotten++;
        }
        inOrder.addLast(new Upload(updated.container().name(), updated.object(), updated.at()));
        arrived.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Paths of everything uploaded to {@code container} since the last {@link #forget}. */
  List<String> paths(String container) {
    lock.lock();
    try {
      return inOrder.stream()
          .filter(upload -> upload.container().equals(container))
          .map(upload -> upload.object().path().value())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The same with their times. */
  List<Completed> completed(String container) {
    lock.lock();
    try {
      return inOrder.stream()
          .filter(upload -> upload.container().equals(container))
          .map(upload -> new Completed(upload.object().path().value(), upload.at()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until {@code look} finds something, looking again after every upload.
   *
   * @return what was found, or empty when the time is over
   */
  <T> Optional<T> await(Supplier<Optional<T>> look, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      Optional<T> found = look.get();
      while (found.isEmpty() && left > 0) {
        left = arrived.awaitNanos(left);
        found = look.get();
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** How many were forgotten because there were too many. */
  long forgotten() {
    lock.lock();
    try {
      return forgotten;
    } finally {
      lock.unlock();
    }
  }

  void forget() {
    lock.lock();
    try {
      inOrder.clear();
      forgotten = 0;
    } finally {
      lock.unlock();
    }
  }
}
