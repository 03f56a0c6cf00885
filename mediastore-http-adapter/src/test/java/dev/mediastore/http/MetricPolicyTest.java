// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.ObjectPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricPolicyTest {

  @ParameterizedTest
  @CsvSource({
    "*.m3u8,                    live/a/index.m3u8,            true",
    "*.m3u8,                    index.m3u8,                   true",
    "*.m3u8,                    index.m3u8/seg.ts,            false",
    "baseball/saturday,         baseball/saturday/a/seg.ts,   true",
    "baseball/saturday,         baseball/saturday,            true",
    "baseball/saturday,         baseball/saturday2/seg.ts,    false",
    "baseball/saturday,         x/baseball/saturday/seg.ts,   false",
    "/baseball/saturday/,       baseball/saturday/seg.ts,     true",
    "/baseball/saturday/,       baseball/saturday,            true",
    "sports/football,           sports/football/saturday/s1,  true",
    "sports/football/saturday,  sports/football/saturday/s1,  true",
    "sports/*,                  sports/football/s1,           true",
    "sports/*,                  sports,                       false",
    "sports/*/,                 sports/football/s1,           true",
    "*,                         anything,                     true",
    "Sports,                    sports/s1,                    false",
    "seg.ts,                    seg.ts,                       true",
    "seg.ts,                    live/seg.ts,                  false",
  })
  void group_coversWhatTheContractSays(String group, String path, boolean covered) {
    assertEquals(covered, new MetricPolicy.Rule(group, "g").matches(ObjectPath.of(path)));
  }

  @ParameterizedTest
  @CsvSource({"/", "//"})
  void group_withoutAName_isTheWholeContainer(String group) {
    assertTrue(new MetricPolicy.Rule(group, "g").matches(ObjectPath.of("a/b")));
  }

  @Test
  void compile_storedText_isThePolicy() {
    String text =
        "{\"ContainerLevelMetrics\":\"ENABLED\",\"MetricPolicyRules\":"
            + "[{\"ObjectGroup\":\"live/*\",\"ObjectGroupName\":\"live\"}]}";
    MetricPolicy policy = MetricPolicy.compile(text);
    assertTrue(policy.containerLevel());
    assertEquals(new MetricPolicy.Rule("live/*", "live"), policy.rules().get(0));
    assertEquals(text, JsonText.write(policy.toJson()));
  }

  @Test
  void compile_withoutRules_hasNone() {
    MetricPolicy policy = MetricPolicy.compile("{\"ContainerLevelMetrics\":\"DISABLED\"}");
    assertFalse(policy.containerLevel());
    assertTrue(policy.rules().isEmpty());
    assertEquals("{\"ContainerLevelMetrics\":\"DISABLED\"}", JsonText.write(policy.toJson()));
  }

  @Test
  void compile_damagedText_isAFaultOfOurs() {
    ServiceException fault =
        assertThrows(ServiceException.class, () -> MetricPolicy.compile("nothing"));
    assertEquals(ServiceError.INTERNAL, fault.error());
  }
}
