// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a connection. Used on its executor only.
 *
 * <p>Setting a deadline is an assignment: a timer that is already scheduled for an earlier moment
 * stays, and looks again when it fires. A connection under load so schedules about one task per
 * deadline length, not one per request.
 *
 * <p>A timer that fires much too late tells that the process stood still. What clients sent
 * meanwhile may not have been read yet, so they are given a moment more.
 */
final class Deadline {
  /** How late a timer may fire, and the moment given if it was later. */
  private static final long STOOD_STILL = TimeUnit.SECONDS.toNanos(1);

  private final EventExecutor executor;
  private final LongSupplier nanoTime;
  private final Runnable expired;

  private @Nullable Future<?> timer;
  private long timerDue;
  private long due;
  private boolean set;

  /**
   * @param nanoTime a clock that only runs forward
   * @param expired called each time a deadline passes; the deadline is then gone
   */
  Deadline(EventExecutor executor, LongSupplier nanoTime, Runnable expired) {
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.expired = expired;
  }

  /** Replaces the deadline by one {@code length} from now. */
  void set(Duration length) {
    due = nanoTime.getAsLong() + length.toNanos();
    set = true;
    if (timer == null || timerDue - due > 0) {
      schedule();
    }
  }

  /** Forgets the deadline. */
  void clear() {
    set = false;
  }

  /** Forgets the deadline and gives the timer back. */
  void cancel() {
    clear();
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule() {
    if (timer != null) {
      timer.cancel(false);
    }
    timerDue = due;
    long delay = Math.max(0, due - nanoTime.getAsLong());
    timer = executor.schedule(this::fire, delay, TimeUnit.NANOSECONDS);
  }

  private void fire() {
    timer = null;
    if (!set) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (now - due > STOOD_STILL) {
      due = now + STOOD_STILL;
    }
    if (due - now > 0) {
      schedule();
      return;
    }
    set = false;
    expired.run();
  }
}
