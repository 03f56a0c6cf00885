// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a directory store: gives room back, step by step, about every second while
 * there is something to do.
 */
final class Maintenance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
  private static final long PAUSE_MILLIS = 250;

  private final BooleanSupplier step;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  Maintenance(String name, BooleanSupplier step) {
    this.step = step;
    this.thread = new Thread(this::run, "mediastore-maintenance " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        work();
      }
    } catch (InterruptedException e) {
      // Nobody but the end of the process interrupts this thread.
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (closing.getCount() > 0 && step.getAsBoolean()) {
        Thread.onSpinWait();
      }
    } catch (RuntimeException e) {
      LOG.error("A step of the maintenance failed", e);
    }
  }

  /** Ends the thread, after the step it is in. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
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
