// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.spi.DirectoryOptions;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** I13: the newest file is cut at each byte and goes on with something else. */
class DirectoryTornTailTest {
  @Test
  void cutTail_losesOnlyWhatWasBehindTheCut() throws IOException {
    int bytes = Scale.of(64 << 10, 1 << 20);
    DirectoryOptions options = DirectoryEngine.TINY.withGeometry(bytes + (32 << 10), 2048, 4096);
    TornTail torn =
        new TornTail(
            new DirectoryEngine(options), Scale.seed(7), bytes, new Script.Sizes(300, 20_000, 3));
    Scale.Portion portion = Scale.portion();
    torn.run(1, portion.index(), portion.of());
    Scale.report("directory torn tail", Map.of("cuts", torn.cuts(), "portion", portion));
  }
}
