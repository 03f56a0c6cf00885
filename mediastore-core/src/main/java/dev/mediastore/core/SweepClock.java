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
 * believed at once, since that deletes nothing.
 *
 * <p>The same goes for the start: a clock that is days ahead of the newest object has leapt, or the
 * origin was not running, and an hour tells which. Used by one thread.
 */
final class SweepClock {
  private static final Logger LOG = LoggerFactory.getLogger(SweepClock.class);

  /** What clocks may differ by without a leap. */
  static final Duration TOLERANCE = Duration.ofMinutes(1);

  /** How long a leap has to last before it is believed. */
  static final Duration CONFIRMATION = Duration.ofHours(1);

  /** How long an origin may have stood still without its clock being doubted. */
  static final Duration STANDSTILL = Duration.ofDays(1);

  /** Before this was written it cannot run. */
  static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private final InstantSource clock;
  private final LongSupplier nanos;
  private @Nullable Instant believed;
  private long believedAt;
  private boolean leapt;
  private long leaptAt;

  /**
   * Makes it, and warns of a clock that is wrong as far as can be known.
   *
   * @param clock may leap
   * @param nanos never does; {@link System#nanoTime}
   * @param newest when the newest object was stored, or null if that is not known
   */
  SweepClock(InstantSource clock, LongSupplier nanos, @Nullable Instant newest) {
    this.clock = clock;
    this.nanos = nanos;
    Instant told = clock.instant();
    Instant before = newest == null ? EARLIEST : newest;
    if (told.isBefore(before.minus(TOLERANCE))) {
      LOG.warn("The clock says {}, but it must be later than {}", told, before);
    } else if (newest != null && told.isAfter(newest.plus(STANDSTILL))) {
      believe(newest, nanos.getAsLong());
      leap(newest, told);
    }
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
      leap(expected, told);
    }
    return at - leaptAt >= CONFIRMATION.toNanos() ? believe(told, at) : expected;
  }

  private void leap(Instant expected, Instant told) {
    leapt = true;
    leaptAt = nanos.getAsLong();
    LOG.warn(
        "The clock leapt from {} to {}; nothing is deleted by it for {}",
        expected,
        told,
        CONFIRMATION);
  }

  private Instant believe(Instant told, long at) {
    believed = told;
    believedAt = at;
    leapt = false;
    return told;
  }
}
