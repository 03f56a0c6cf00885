// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which things are deleted unattended: the clock, unless it has just leapt ahead of a
 * source that cannot be set. Then time goes on as if it had not, until the leap has lasted; so a
 * clock that is set wrong for an hour deletes nothing, whoever set it. A clock that goes back is
 * believed at once, since that deletes nothing. Used by one thread.
 */
final class SweepClock {
  private static final Logger LOG = LoggerFactory.getLogger(SweepClock.class);

  /** What clocks may differ by without a leap. */
  static final Duration TOLERANCE = Duration.ofMinutes(1);

  /** How long a leap has to last before it is believed. */
  static final Duration CONFIRMATION = Duration.ofHours(1);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private @Nullable Instant believed;
  private long believedAt;
  private boolean leapt;
  private long leaptAt;

  /**
   * Makes it.
   *
   * @param clock may leap
   * @param nanos never does; {@link System#nanoTime}
   */
  SweepClock(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  Instant instant() {
    Instant told = clock.instant();
    long at = nanos.getAsLong();
    Instant before = believed;
    if (before == null) {
      return believe(told, at);
    }
    Instant expected = before.plusNanos(at - believedAt);
    if (!told.isAfter(expected.plus(TOLERANCE))) {
      return believe(told, at);
    }
    if (!leapt) {
      leapt = true;
      leaptAt = at;
      LOG.warn(
          "The clock leapt from {} to {}; nothing is deleted by it for {}",
          expected,
          told,
          CONFIRMATION);
    }
    return at - leaptAt >= CONFIRMATION.toNanos() ? believe(told, at) : expected;
  }

  private Instant believe(Instant told, long at) {
    believed = told;
    believedAt = at;
    leapt = false;
    return told;
  }
}
