// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again on a daemon thread of its own, with a pause after each time.
 * Whoever makes it closes it.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Runnable work;
  private final long pauseNanos;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param pause between two times, and before the first
   * @param work looks at {@link #isClosing} if it may take long; what it throws is logged
   */
  public Heartbeat(String name, Duration pause, Runnable work) {
    this.work = work;
    this.pauseNanos = pause.toNanos();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(pauseNanos, TimeUnit.NANOSECONDS)) {
        beat();
      }
    } catch (InterruptedException e) {
      // Nobody but the end of the process interrupts this thread.
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      work.run();
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
    return closing.getCount() == 0;
  }

  /** Ends the thread, and waits for it unless it is the one that calls. */
  @Override
  public void close() {
    closing.countDown();
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
