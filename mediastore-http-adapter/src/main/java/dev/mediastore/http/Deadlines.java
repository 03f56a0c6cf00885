// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A timer that ends requests that take or wait too long. Safe for any thread.
 *
 * @since 0.1
 */
public interface Deadlines extends AutoCloseable {

  /**
   * Calls an action after a delay unless cancelled.
   *
   * @param delay zero or more
   * @param action does not block
   */
  Deadline after(Duration delay, Runnable action);

  /** Drops what is still to come. */
  @Override
  void close();

  /**
   * A deadline that is not needed any more is cancelled. Safe for any thread.
   *
   * @since 0.1
   */
  @FunctionalInterface
  interface Deadline {
    /** No deadline at all. */
    Deadline NONE = () -> {};

    /** Does nothing if the action has begun or was cancelled. */
    void cancel();
  }

  /**
   * Deadlines by the monotonic clock of the machine, on one daemon thread that starts with the
   * first.
   */
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
