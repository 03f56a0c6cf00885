// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ArrivalWatch;
import dev.mediastore.core.Container;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.http.flight.WaitFlight;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for something to arrive in a container. Safe for any thread.
 *
 * <p>A waiting request is one small object: no thread, no lease, no memory of the store. It is
 * looked at again when something arrives where it looked, on a thread of this instance, so that no
 * uploader is held up by those who wait for it. There is a limit to how many wait; the next one is
 * told at once what it would have been told in the end.
 */
final class Waits implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final int most;
  private final Deadlines deadlines;
  private final Executor executor;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Does what a request is about as soon as that can be done. */
  @FunctionalInterface
  interface Attempt {
    /**
     * Answers the request if it can.
     *
     * @return null if the request was answered, or where something has to arrive first
     * @throws RuntimeException that becomes the answer
     */
    @Nullable ObjectPath tryNow();
  }

  Waits(int most, Deadlines deadlines, Executor executor) {
    this.most = most;
    this.deadlines = deadlines;
    this.executor = executor;
  }

  /** One daemon thread, there only while there is something to do. */
  static Executor startWaker(String threadName) {
    return new ThreadPoolExecutor(
        0,
        1,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        action -> {
          Thread thread = new Thread(action, threadName);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Ends the thread; who still waits gets no answer from here. */
  @Override
  public void close() {
    if (executor instanceof ExecutorService own) {
      own.shutdownNow();
    }
  }

  /** How many requests wait. */
  int waiting() {
    return waiting.get();
  }

  /**
   * Tries again and again, each time that something has arrived.
   *
   * @param atMost how long
   * @param tooLate answers a request for which nothing has arrived in that time; what it throws
   *     becomes the answer
   * @throws RuntimeException of {@code tooLate}, if too many wait already
   */
  void begin(
      Transaction transaction,
      Container container,
      Duration atMost,
      Attempt attempt,
      Runnable tooLate) {
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      tooLate.run();
      return;
    }
    new Wait(transaction, container, attempt, tooLate).begin(atMost);
  }

  /** One request. Its state is guarded by itself. */
  private final class Wait {
    private final Transaction transaction;
    private final Container container;
    private final Attempt attempt;
    private final Runnable tooLate;
    private Deadlines.Deadline deadline = Deadlines.Deadline.NONE;
    private @Nullable ArrivalWatch watch;
    private final WaitFlight flight;
    private boolean ended;

    Wait(Transaction transaction, Container container, Attempt attempt, Runnable tooLate) {
      this.transaction = transaction;
      this.container = container;
      this.attempt = attempt;
      this.tooLate = tooLate;
      this.flight = WaitFlight.begin(container.name());
    }

    synchronized void begin(Duration atMost) {
      try {
        deadline = deadlines.after(atMost, () -> later(this::giveUp));
      } catch (RuntimeException | Error e) {
        end(false);
        throw e;
      }
      look();
    }

    private void later(Runnable step) {
      try {
        executor.execute(step);
      } catch (RejectedExecutionException e) {
        // The service is stopping, and its hosts have ended what was not answered.
        transaction.abandon("stopped while it waited");
      }
    }

    /** Whoever waits for the next arrival looks once more after that: it may have been the last. */
    private synchronized void look() {
      if (ended) {
        return;
      }
      try {
        boolean answered = transaction.isAnswered();
        ObjectPath awaited = answered ? null : attempt.tryNow();
        ObjectPath watched = null;
        while (awaited != null && !awaited.equals(watched)) {
          unwatch();
          watch = container.onArrival(awaited, () -> later(this::look));
          watched = awaited;
          awaited = attempt.tryNow();
        }
        if (awaited == null) {
          end(!answered);
        }
      } catch (RuntimeException | Error e) {
        end(false);
        transaction.fail(e);
      }
    }

    private synchronized void giveUp() {
      if (ended) {
        return;
      }
      end(false);
      try {
        tooLate.run();
      } catch (RuntimeException | Error e) {
        transaction.fail(e);
      }
    }

    private void end(boolean arrived) {
      ended = true;
      flight.ended(arrived);
      unwatch();
      deadline.cancel();
      waiting.decrementAndGet();
    }

    private void unwatch() {
      ArrivalWatch before = watch;
      watch = null;
      if (before != null) {
        before.close();
      }
    }
  }
}
