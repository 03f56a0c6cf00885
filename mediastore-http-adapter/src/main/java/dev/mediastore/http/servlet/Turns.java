// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time, in the order in which they came. Safe for any thread.
 *
 * <p>A container calls its listeners from several threads, and answers come from others again. A
 * lock would make them wait for each other, and containers hold locks of their own during calls; so
 * a task that finds another running is left to that one's thread.
 *
 * <p>Thread pools that are stopped forget what they took and have not begun, without a word to
 * anybody. So whoever knows that the end has come takes such work back, and none is given to a pool
 * after that.
 */
final class Turns {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger outstanding = new AtomicInteger();

  /** Whether an executor has been given the outstanding tasks and has not begun. */
  private final AtomicBoolean handedOver = new AtomicBoolean();

  private volatile boolean executorsGone;

  /** Runs {@code task} here and now, or after the task that is running. */
  void run(Runnable task) {
    tasks.add(task);
    if (outstanding.getAndIncrement() == 0) {
      drain();
    }
  }

  /**
   * Runs {@code task} after the task that is running, or by {@code executor}; in this thread only
   * if that refuses, or after {@link #runLast}.
   */
  void runElsewhere(Runnable task, Executor executor) {
    tasks.add(task);
    if (outstanding.getAndIncrement() == 0) {
      handedOver.set(true);
      try {
        executor.execute(this::takeOver);
      } catch (RejectedExecutionException e) {
        takeOver();
      }
      if (executorsGone) {
        takeOver(); // Whoever said so may have looked before there was anything to take back.
      }
    }
  }

  /**
   * Runs {@code task} here and now after all that an executor has not begun, or after the task that
   * is running. From now on no executor is asked: those that containers lend end without notice.
   */
  void runLast(Runnable task) {
    executorsGone = true;
    tasks.add(task);
    if (outstanding.getAndIncrement() == 0) {
      drain();
    } else {
      takeOver();
    }
  }

  private void takeOver() {
    if (handedOver.compareAndSet(true, false)) {
      drain();
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
