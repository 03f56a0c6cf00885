// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** J17: waiting for a disk is judged by the time in which something could have happened. */
class PatienceTest {
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private final Patience patience = new Patience(LONGEST);

  /** Lets turns pass as long as they should until patience is over; returns how long that was. */
  private long nanosUntilOver() {
    long waited = 0;
    while (!patience.isOver()) {
      waited += patience.turn();
      patience.waited(0);
    }
    return waited;
  }

  @Test
  void J17_diskThatDoesNotAnswer_isGivenUpInTime() {
    assertEquals(LONGEST.toNanos(), nanosUntilOver());
  }

  @Test
  void wokenEarly_onlyWhatWasUsedCounts() {
    patience.waited(patience.turn());
    patience.waited(patience.turn() / 2);

    assertEquals(LONGEST.toNanos() - patience.turn() / 2, nanosUntilOver());
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 30, 100_000})
  void J17_processThatStandsStill_losesOneTurnOfItsPatience(int seconds) {
    long turn = patience.turn();
    patience.waited(-Duration.ofSeconds(seconds).toNanos());

    assertFalse(patience.isOver());
    assertEquals(LONGEST.toNanos() - turn, nanosUntilOver());
  }

  @Test
  void shortestPatience_endsAsWell() {
    Patience shortest = new Patience(Duration.ofNanos(3));
    shortest.waited(0);
    shortest.waited(-5);
    assertFalse(shortest.isOver());
    shortest.waited(0);
    assertTrue(shortest.isOver());
  }
}
