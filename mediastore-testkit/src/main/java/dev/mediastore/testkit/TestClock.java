// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that moves only when told to. Safe for any thread.
 *
 * @since 0.1
 */
public final class TestClock implements InstantSource {
  private volatile Instant now;

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
  public synchronized void advance(Duration step) {
    now = now.plus(step);
  }

  /**
   * Sets the clock.
   *
   * @param reading its next reading
   */
  public synchronized void set(Instant reading) {
    now = reading;
  }
}
