// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each setting is changed by itself, and none can be missing. */
class DirectoryOptionsTest {
  private static final Map<UnaryOperator<DirectoryOptions>, List<String>> CHANGES =
      Map.of(
          options -> options.withDurability(Durability.OS),
          List.of("durability=OS"),
          options -> options.withUploadMemory(8192),
          List.of("uploadMemoryBytes=8192"),
          options -> options.withGeometry(2048, 512, 64),
          List.of("logFileBytes=2048", "blockBytes=512", "reserveBytes=64"),
          options -> options.withPatience(Duration.ofSeconds(1)),
          List.of("patience=PT1S"),
          options -> options.withScrub(7),
          List.of("scrubBytesPerSecond=7"),
          options -> options.withMaintenance(false),
          List.of("maintenance=false"),
          options -> options.withTrustedFileSystem(true),
          List.of("fileSystemTrusted=true"));

  private static List<String> differences(DirectoryOptions one, DirectoryOptions other)
      throws Exception {
    List<String> found = new ArrayList<>();
    for (RecordComponent component : DirectoryOptions.class.getRecordComponents()) {
      Object now = component.getAccessor().invoke(other);
      if (!Objects.equals(component.getAccessor().invoke(one), now)) {
        found.add(component.getName() + "=" + now);
      }
    }
    return found;
  }

  @Test
  void eachChange_changesNothingElse() throws Exception {
    DirectoryOptions all = DirectoryOptions.defaults();
    for (Map.Entry<UnaryOperator<DirectoryOptions>, List<String>> change : CHANGES.entrySet()) {
      DirectoryOptions changed = change.getKey().apply(DirectoryOptions.defaults());
      assertEquals(change.getValue(), differences(DirectoryOptions.defaults(), changed));
      all = change.getKey().apply(all);
    }
    assertEquals(9, differences(DirectoryOptions.defaults(), all).size());
  }

  @Test
  @SuppressWarnings("NullAway") // What a caller without a checker may do.
  void whatIsMissing_isNamed() {
    DirectoryOptions options = DirectoryOptions.defaults();
    assertEquals(
        "durability",
        assertThrows(NullPointerException.class, () -> options.withDurability(null)).getMessage());
    assertEquals(
        "patience",
        assertThrows(NullPointerException.class, () -> options.withPatience(null)).getMessage());
  }
}
