// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends waits that containers do not limit. Safe for any thread.
 *
 * <p>Its daemon thread exists only while something is waited for, and keeps no class loader of the
 * application alive.
 */
final class Timer implements AutoCloseable {
  private static final int IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor executor;

  Timer(String threadName) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, threadName);
              thread.setDaemon(true);
              thread.setContextClassLoader(null);
              return thread;
            });
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
  }

  /**
   * Calls {@code action}, which must not block, after {@code delay}.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
   */
  Future<?> after(Duration delay, Runnable action) {
    return executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
