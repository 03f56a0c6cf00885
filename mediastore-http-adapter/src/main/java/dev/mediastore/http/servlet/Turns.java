// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time, in the order in which they came. Safe for any thread.
 *
 * <p>A container calls its listeners from several threads, and answers come from others again. A
 * lock would make them wait for each other, and containers hold locks of their own during calls; so
 * a task that finds another running is left to that one's thread.
 */
final class Turns {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger outstanding = new AtomicInteger();

  /** Runs {@code task} here and now, or after the task that is running. */
  void run(Runnable task) {
    tasks.add(task);
    if (outstanding.getAndIncrement() == 0) {
      drain();
    }
  }

  /**
   * Runs {@code task} after the task that is running, or by {@code executor}; in this thread only
   * if that refuses.
   */
  void runElsewhere(Runnable task, Executor executor) {
    tasks.add(task);
    if (outstanding.getAndIncrement() == 0) {
      try {
        executor.execute(this::drain);
      } catch (RejectedExecutionException e) {
        drain();
      }
    }
  }

  private void drain() {
    Throwable failure = null;
    do {
      try {
        tasks.remove().run();
      } catch (RuntimeException | Error e) {
        failure = e; // Those behind it still have to run.
      }
    } while (outstanding.decrementAndGet() != 0);
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
