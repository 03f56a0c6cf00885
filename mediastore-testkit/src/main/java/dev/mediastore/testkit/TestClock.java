// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.Deadlines;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when told to. Safe for any thread.
 *
 * <p>An origin that was given this clock goes by it everywhere: signatures, expiry, deadlines,
 * waits and the delays of {@linkplain FaultScript faults}. What falls due happens on the thread
 * that moves the clock, one after the other in the order of time, before the call returns.
 *
 * @since 0.1
 */
public final class TestClock implements InstantSource {
  private final PriorityQueue<Due> pending =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
  private volatile Instant now;
  private long numbers;

  private record Due(Instant at, long number, Runnable action) {}

  private TestClock(Instant start) {
    this.now = start;
  }

  /**
   * A clock that stands at {@code start}.
   *
   * @param start its first reading
   * @return a new clock
   */
  public static TestClock at(Instant start) {
    return new TestClock(start);
  }

  /**
   * A clock that stands at the real time of this call, so that clients which sign with the real
   * time are within the accepted skew.
   *
   * @return a new clock
   */
  public static TestClock atRealTime() {
    return new TestClock(InstantSource.system().instant());
  }

  @Override
  public Instant instant() {
    return now;
  }

  /**
   * Moves the clock; a negative step moves it back, as real clocks do at times.
   *
   * @param step how far
   */
  public void advance(Duration step) {
    Instant target;
    synchronized (this) {
      target = now.plus(step);
    }
    set(target);
  }

  /**
   * Sets the clock.
   *
   * @param reading its next reading
   */
  public void set(Instant reading) {
    for (Due due = next(reading); due != null; due = next(reading)) {
      due.action().run();
    }
  }

  /** Takes the next action that is due by then, the clock set to its time; or sets the clock. */
  private synchronized @Nullable Due next(Instant until) {
    Due first = pending.peek();
    if (first == null || first.at().isAfter(until)) {
      now = until;
      return null;
    }
    pending.remove();
    if (first.at().isAfter(now)) {
      now = first.at();
    }
    return first;
  }

  /** How many actions wait for their time. */
  synchronized int pending() {
    return pending.size();
  }

  private synchronized Due schedule(Duration delay, Runnable action) {
    Due due = new Due(now.plus(delay), numbers++, action);
    pending.add(due);
    return due;
  }

  private synchronized void cancel(Due due) {
    pending.remove(due);
  }

  /** Deadlines by this clock; closing them drops theirs only. */
  Deadlines deadlines() {
    return new Deadlines() {
      private volatile boolean closed;

      @Override
      public Deadline after(Duration delay, Runnable action) {
        Due due =
            schedule(
                delay,
                () -> {
                  if (!closed) {
                    action.run();
                  }
                });
        return () -> cancel(due);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }
}
