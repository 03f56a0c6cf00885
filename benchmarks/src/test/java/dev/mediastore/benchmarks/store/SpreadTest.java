// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void oddNumber_medianIsTheMiddleOne() {
    assertEquals(new Spread(2, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0)));
  }

  @Test
  void evenNumber_medianIsBetweenTheMiddleOnes() {
    assertEquals(new Spread(2.5, 1, 9), Spread.of(List.of(9.0, 3.0, 1.0, 2.0)));
  }

  @Test
  void oneValue_isAllThree() {
    assertEquals(new Spread(7, 7, 7), Spread.of(List.of(7.0)));
  }
}
