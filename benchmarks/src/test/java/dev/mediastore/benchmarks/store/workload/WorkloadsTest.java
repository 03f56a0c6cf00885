// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.benchmarks.store.engine.Engines;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

  @Test
  void everyWorkload_namesEnginesThatExist() {
    for (Workload workload : Workloads.all()) {
      for (String engine : workload.engines()) {
        assertDoesNotThrow(() -> Engines.named(engine), workload.name());
      }
    }
  }

  @Test
  void names_areUnique() {
    List<String> names = Workloads.all().stream().map(Workload::name).toList();

    assertEquals(names.size(), new HashSet<>(names).size());
  }

  @Test
  void exactName_findsThatOne() {
    assertEquals(List.of("durable-188k"), names("durable-188k"));
  }

  @Test
  void firstPartOfNames_findsAllOfThem() {
    assertEquals(List.of("memory-188k", "memory-1500k"), names("memory"));
  }

  @Test
  void unknownName_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Workloads.named("mem"));
  }

  private static List<String> names(String name) {
    return Workloads.named(name).stream().map(Workload::name).toList();
  }
}
