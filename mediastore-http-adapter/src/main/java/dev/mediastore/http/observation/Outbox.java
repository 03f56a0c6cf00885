// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands things to a receiver that may be slow or broken, one after the other, on a daemon thread
 * that is there only while there is something to hand over. Safe for any thread.
 *
 * <p>Waking a thread costs more than most things that are handed over here. So under load the
 * thread is not woken: it looks again after {@link #GATHER}, and takes what has gathered.
 *
 * @param <T> what is handed over, immutable
 */
final class Outbox<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);
  private static final Duration GATHER = Duration.ofMillis(20);
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** What is taken at once is no longer among what waits. */
  private static final int BATCH = 128;

  private final String name;
  private final int capacity;
  private final ToIntFunction<? super T> weight;
  private final Consumer<? super T> receiver;
  private final Runnable afterBatch;
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();

  private final Object lock = new Object();
  private final Deque<T> waiting = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean asleep;

  /** Of the thread that hands over. */
  private boolean complained;

  private boolean closed;

  /**
   * @param name of the thread
   * @param capacity how many things wait at most
   * @param weight what a thing counts for when it is lost
   * @param afterBatch called when nothing more is at hand, on the same thread; if it throws, what
   *     was handed over since the last time counts as failed
   */
  private Outbox(
      String name,
      int capacity,
      ToIntFunction<? super T> weight,
      Consumer<? super T> receiver,
      Runnable afterBatch) {
    this.name = name;
    this.capacity = capacity;
    this.weight = weight;
    this.receiver = receiver;
    this.afterBatch = afterBatch;
  }

  Outbox(String name, int capacity, Consumer<? super T> receiver, Runnable afterBatch) {
    this(name, capacity, thing -> 1, receiver, afterBatch);
  }

  Outbox(String name, int capacity, Consumer<? super T> receiver) {
    this(name, capacity, receiver, () -> {});
  }

  Outbox(String name, int capacity, ToIntFunction<? super T> weight, Consumer<? super T> receiver) {
    this(name, capacity, weight, receiver, () -> {});
  }

  /** Takes a thing if there is room for it; otherwise it is dropped and counted. */
  boolean put(T thing) {
    synchronized (lock) {
      if (closed || waiting.size() == capacity) {
        dropped.add(weight.applyAsInt(thing));
        return false;
      }
      waiting.addLast(thing);
      if (thread == null) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
      } else if (asleep) {
        lock.notifyAll();
      }
      return true;
    }
  }

  private void run() {
    for (List<T> batch = take(true); !batch.isEmpty(); batch = take(false)) {
      int good = 0;
      for (T thing : batch) {
        good += handOver(thing) ? weight.applyAsInt(thing) : 0;
      }
      if (!end()) {
        failed.add(good);
      }
    }
  }

  private boolean end() {
    try {
      afterBatch.run();
      return true;
    } catch (RuntimeException | Error e) {
      complain(e);
      return false;
    }
  }

  /** The next things; none when the thread is to end. */
  private List<T> take(boolean first) {
    boolean closing;
    synchronized (lock) {
      closing = closed;
      if (waiting.size() >= BATCH || closing) {
        return next();
      }
    }
    if (!first) {
      LockSupport.parkNanos(this, GATHER.toNanos());
    }
    synchronized (lock) {
      long until = System.nanoTime() + IDLE.toNanos();
      while (waiting.isEmpty() && !closed && !Thread.interrupted()) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          break;
        }
        sleep(left);
      }
      return next();
    }
  }

  private void sleep(long nanos) {
    asleep = true;
    try {
      TimeUnit.NANOSECONDS.timedWait(lock, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Ends the thread; the next thing starts another.
    } finally {
      asleep = false;
    }
  }

  private List<T> next() {
    List<T> batch = new ArrayList<>(Math.min(BATCH, waiting.size()));
    while (batch.size() < BATCH && !waiting.isEmpty()) {
      batch.add(waiting.removeFirst());
    }
    if (batch.isEmpty()) {
      thread = null;
      lock.notifyAll();
    }
    return batch;
  }

  private boolean handOver(T thing) {
    try {
      receiver.accept(thing);
      return true;
    } catch (RuntimeException | Error e) { // An end of the thread would end the handing over.
      failed.add(weight.applyAsInt(thing));
      complain(e);
      return false;
    }
  }

  private void complain(Throwable e) {
    if (!complained) {
      complained = true;
      LOG.warn("{} failed; further failures are only counted", name, e);
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
    long until = System.nanoTime() + FAREWELL.toNanos();
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
      LockSupport.unpark(thread);
      long left = until - System.nanoTime();
      while (thread != null && left > 0) {
        try {
          TimeUnit.NANOSECONDS.timedWait(lock, left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
        left = until - System.nanoTime();
      }
      waiting.forEach(thing -> dropped.add(weight.applyAsInt(thing)));
      waiting.clear();
      if (thread != null) {
        thread.interrupt(); // The receiver is stuck; perhaps it can be told.
      }
    }
  }
}
