// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The timer of one instance: ends requests that take too long. Safe for any thread.
 *
 * <p>Its one daemon thread starts with the first deadline. Tests supply their own.
 */
interface Deadlines extends AutoCloseable {

  /** Calls {@code action} after a delay unless cancelled; it must not block. */
  Deadline after(Duration delay, Runnable action);

  @Override
  void close();

  /** A deadline that is not needed any more is cancelled. */
  @FunctionalInterface
  interface Deadline {
    /** No deadline at all. */
    Deadline NONE = () -> {};

    /** Does nothing if the action has begun or was cancelled. */
    void cancel();
  }

  /** Deadlines by the monotonic clock of the machine. */
  static Deadlines start(String threadName) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            action -> {
              Thread thread = new Thread(action, threadName);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return new Deadlines() {
      @Override
      public Deadline after(Duration delay, Runnable action) {
        Future<?> scheduled = timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
      }

      @Override
      public void close() {
        timer.shutdownNow();
      }
    };
  }
}
