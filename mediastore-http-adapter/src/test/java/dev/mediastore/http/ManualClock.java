// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
public final class ManualClock implements InstantSource {
  private volatile Instant now;

  /** A clock that shows {@code start}. */
  public ManualClock(Instant start) {
    now = start;
  }

  /** Moves the clock to an instant. */
  public void set(Instant instant) {
    now = instant;
  }

  /** Moves the clock on. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
