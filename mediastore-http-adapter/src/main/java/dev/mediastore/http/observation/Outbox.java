// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands things to a receiver that may be slow or broken, one after the other, on a daemon thread
 * that is there only while there is something to hand over. Safe for any thread.
 *
 * @param <T> what is handed over, immutable
 */
final class Outbox<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final long IDLE_SECONDS = 10;

  private final Consumer<? super T> receiver;
  private final ThreadPoolExecutor thread;
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /**
   * @param name of the thread
   * @param capacity how many things wait at most
   */
  Outbox(String name, int capacity, Consumer<? super T> receiver) {
    this.receiver = receiver;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(capacity),
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            },
            (work, full) -> dropped.increment());
    thread.allowCoreThreadTimeOut(true);
  }

  void put(T thing) {
    thread.execute(() -> handOver(thing));
  }

  private void handOver(T thing) {
    try {
      receiver.accept(thing);
    } catch (RuntimeException e) {
      failed.increment();
      if (failed.sum() == 1) {
        LOG.warn("{} failed; further failures are only counted", receiver, e);
      }
    }
  }

  /** How many did not fit. */
  long dropped() {
    return dropped.sum();
  }

  /** How many the receiver threw at. */
  long failed() {
    return failed.sum();
  }

  /** Waits a little for what is left; takes nothing more. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        dropped.add(thread.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      dropped.add(thread.shutdownNow().size());
      Thread.currentThread().interrupt();
    }
  }
}
