// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again on a daemon thread of its own, with a pause after each time, and
 * something else whenever it is called. Whoever makes it closes it.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Runnable work;
  private final Runnable whenCalled;
  private final long pauseNanos;
  private final Semaphore calls = new Semaphore(0);
  private volatile boolean closing;
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param pause between two times, and before the first
   * @param work looks at {@link #isClosing} if it may take long; what it throws is logged
   */
  public Heartbeat(String name, Duration pause, Runnable work) {
    this(name, pause, work, () -> {});
  }

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param pause between two times, and before the first
   * @param work looks at {@link #isClosing} if it may take long; what it throws is logged
   * @param whenCalled is done after {@link #call}, and as the work otherwise
   */
  public Heartbeat(String name, Duration pause, Runnable work, Runnable whenCalled) {
    this.work = work;
    this.whenCalled = whenCalled;
    this.pauseNanos = pause.toNanos();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long due = System.nanoTime() + pauseNanos;
      while (!closing) {
        long left = due - System.nanoTime();
        if (left <= 0) {
          run(work);
          due = System.nanoTime() + pauseNanos;
        } else if (calls.tryAcquire(left, TimeUnit.NANOSECONDS) && !closing) {
          calls.drainPermits();
          run(whenCalled);
        }
      }
    } catch (InterruptedException e) {
      // Nobody but the end of the process interrupts this thread.
      Thread.currentThread().interrupt();
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("{} failed, and will be tried again", thread.getName(), e);
    }
  }

  /**
   * Tells whether the end is waited for.
   *
   * @return true from the beginning of {@link #close} on
   */
  public boolean isClosing() {
    return closing;
  }

  /** Has done soon, on its own thread, what is to be done then: once for all calls before that. */
  public void call() {
    calls.release();
  }

  /** Ends the thread, and waits for it unless it is the one that calls. */
  @Override
  public void close() {
    closing = true;
    calls.release();
    boolean interrupted = false;
    while (thread.isAlive() && thread != Thread.currentThread()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
