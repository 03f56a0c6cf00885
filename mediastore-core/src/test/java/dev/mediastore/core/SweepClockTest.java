// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** H06, N09: a clock that leaps, goes back, stops, or is wrong from the start. */
class SweepClockTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final Instant start = clock.instant();
  private long nanos = 5;
  private final SweepClock time = new SweepClock(clock, () -> nanos, null);

  /** Lets time pass for both. */
  private void pass(Duration step) {
    clock.advance(step);
    nanos += step.toNanos();
  }

  @Test
  void H06_clockThatRunsAsItShould_isBelieved() {
    assertEquals(start, time.instant());
    for (int i = 0; i < 100; i++) {
      pass(HOUR);
      assertEquals(clock.instant(), time.instant());
    }
  }

  @Test
  void H06_leapOfADay_isNotBelievedForAnHour() {
    time.instant();
    clock.advance(Duration.ofDays(1));
    assertEquals(start, time.instant());
    pass(Duration.ofMinutes(59));
    assertEquals(start.plus(Duration.ofMinutes(59)), time.instant());
    pass(Duration.ofMinutes(1));
    assertEquals(clock.instant(), time.instant());
  }

  @Test
  void H06_leapOfTenYearsThatIsTakenBack_deletesNothing() {
    time.instant();
    clock.advance(Duration.ofDays(3650));
    assertEquals(start, time.instant());
    pass(Duration.ofMinutes(30));
    clock.advance(Duration.ofDays(-3650));
    assertEquals(start.plus(Duration.ofMinutes(30)), time.instant());
    pass(HOUR);
    assertEquals(clock.instant(), time.instant());
  }

  @Test
  void H06_clockThatGoesBack_isBelievedAtOnce() {
    time.instant();
    clock.advance(HOUR.negated());
    assertEquals(start.minus(HOUR), time.instant());
  }

  @Test
  void H06_clockThatStops_stopsDeleting() {
    time.instant();
    nanos += HOUR.toNanos();
    assertEquals(start, time.instant());
  }

  @Test
  void N09_clockThatStartsDaysAhead_isNotBelievedForAnHour() {
    Instant newest = start.minus(Duration.ofDays(2));
    SweepClock late = new SweepClock(clock, () -> nanos, newest);
    assertEquals(newest, late.instant());
    pass(Duration.ofMinutes(59));
    assertEquals(newest.plus(Duration.ofMinutes(59)), late.instant());
    pass(Duration.ofMinutes(1));
    assertEquals(clock.instant(), late.instant());
  }

  @Test
  void N09_clockThatStartsInTheYear2100_andIsSetRight_isBelievedThen() {
    Instant newest = start.minus(HOUR);
    clock.advance(Duration.ofDays(27_000));
    SweepClock wrong = new SweepClock(clock, () -> nanos, newest);
    assertEquals(newest, wrong.instant());
    pass(Duration.ofMinutes(10));
    clock.advance(Duration.ofDays(-27_000));
    // As long as it is ahead of what has passed since the newest object, it has leapt.
    assertTrue(wrong.instant().isBefore(newest.plus(HOUR)));
    pass(HOUR);
    assertEquals(clock.instant(), wrong.instant());
  }

  @Test
  void N09_originThatStoodStillForHours_sweepsAtOnce() {
    SweepClock rested = new SweepClock(clock, () -> nanos, start.minus(Duration.ofHours(23)));
    assertEquals(start, rested.instant());
  }

  @Test
  void N09_clockThatStartsIn1970_deletesNothing() {
    clock.advance(Duration.between(start, Instant.EPOCH));
    SweepClock wrong = new SweepClock(clock, () -> nanos, start);
    assertEquals(Instant.EPOCH, wrong.instant());
  }

  @Test
  void H06_clocksThatDriftApart_areNoLeap() {
    time.instant();
    for (int i = 0; i < 1000; i++) {
      pass(Duration.ofSeconds(10));
      clock.advance(Duration.ofMillis(50));
      assertTrue(!time.instant().isBefore(clock.instant()));
    }
  }
}
