// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcLogTest {

  @Test
  void pauses_areFoundAmongConcurrentPhases() {
    String log =
        """
        [0.010s] Using G1
        [0.512s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->3M(256M) 3.456ms
        [0.901s] GC(1) Concurrent Mark Cycle
        [0.950s] GC(1) Pause Remark 30M->30M(256M) 0.789ms
        [0.990s] GC(1) Concurrent Mark Cycle 89.123ms
        [1.100s] GC(2) Pause Full (System.gc()) 30M->20M(256M) 41.000ms
        """;

    assertEquals(List.of(3.456, 0.789, 41.0), GcLog.pauses(log.lines()));
  }
}
