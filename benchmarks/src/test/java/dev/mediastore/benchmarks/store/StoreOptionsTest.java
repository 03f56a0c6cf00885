// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.benchmarks.store.workload.Effort;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOptionsTest {
  private static final Path DEFAULT = Path.of("default").toAbsolutePath();

  @Test
  void everyFlag_isRead() {
    List<String> line =
        List.of(
            ("page --engines memory,lmdb --rounds 5 --seconds 0.5 --window 64 --objects 1000"
                    + " --dir disk --memory-dir ram")
                .split(" "));

    StoreOptions options = StoreOptions.parse(line, DEFAULT);

    assertEquals(
        new StoreOptions(
            "page",
            List.of("memory", "lmdb"),
            5,
            new Effort(0.5, 64L << 20, 1000),
            Path.of("disk").toAbsolutePath(),
            Path.of("ram").toAbsolutePath()),
        options);
  }

  @Test
  void noFlag_measuresEverythingInTheDefaultFolder() {
    StoreOptions options = StoreOptions.parse(List.of(), DEFAULT);

    assertEquals("all", options.workload());
    assertEquals(List.of(), options.engines());
    assertEquals(DEFAULT, options.disk());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rounds", "--round 3", "page --seconds soon"})
  void wrongLine_isRefused(String line) {
    List<String> arguments = List.of(line.split(" "));

    assertThrows(IllegalArgumentException.class, () -> StoreOptions.parse(arguments, DEFAULT));
  }
}
