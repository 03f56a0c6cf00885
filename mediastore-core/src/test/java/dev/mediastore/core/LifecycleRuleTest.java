// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.LifecycleRule.Action;
import dev.mediastore.core.LifecycleRule.AgeUnit;
import dev.mediastore.core.LifecycleRule.Comparison;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleRuleTest {
  private static final List<PathPattern> WILDCARD = List.of(PathPattern.wildcard("*"));
  private static final List<PathPattern> PREFIX = List.of(PathPattern.prefix(""));

  @ParameterizedTest(name = "{0} {1} {2} {3} {4}")
  @CsvSource({
    "WILDCARD, SECONDS, GREATER,          1,     EXPIRE,  legal",
    "WILDCARD, SECONDS, GREATER_OR_EQUAL, 300,   EXPIRE,  legal",
    "WILDCARD, SECONDS, GREATER,          0,     EXPIRE,  refused",
    "WILDCARD, SECONDS, GREATER,          301,   EXPIRE,  refused",
    "PREFIX,   SECONDS, GREATER,          15,    EXPIRE,  refused",
    "WILDCARD, SECONDS, GREATER,          15,    ARCHIVE, refused",
    "PREFIX,   DAYS,    GREATER,          1,     EXPIRE,  legal",
    "WILDCARD, DAYS,    GREATER_OR_EQUAL, 36500, EXPIRE,  legal",
    "PREFIX,   DAYS,    GREATER,          0,     EXPIRE,  refused",
    "PREFIX,   DAYS,    GREATER,          36501, EXPIRE,  refused",
    "PREFIX,   DAYS,    GREATER_OR_EQUAL, 30,    ARCHIVE, legal",
    "WILDCARD, DAYS,    GREATER_OR_EQUAL, 30,    ARCHIVE, legal",
    "PREFIX,   DAYS,    GREATER,          30,    ARCHIVE, refused",
    "PREFIX,   DAYS,    GREATER_OR_EQUAL, 31,    ARCHIVE, refused",
    "PREFIX,   DAYS,    GREATER_OR_EQUAL, 29,    ARCHIVE, refused"
  })
  void rule_shape_isOneOfThree(
      PathPattern.Kind kind,
      AgeUnit unit,
      Comparison comparison,
      int threshold,
      Action action,
      String outcome) {
    List<PathPattern> paths = kind == PathPattern.Kind.PREFIX ? PREFIX : WILDCARD;
    if (outcome.equals("legal")) {
      new LifecycleRule(paths, unit, comparison, threshold, action);
    } else {
      assertEquals(
          ErrorCode.VALIDATION,
          codeOf(() -> new LifecycleRule(paths, unit, comparison, threshold, action)));
    }
  }

  @Test
  void rule_paths_areOneToTenOfOneKind() {
    days(Collections.nCopies(10, PathPattern.prefix("a")));
    for (List<PathPattern> paths :
        List.of(
            List.<PathPattern>of(),
            Collections.nCopies(11, PathPattern.prefix("a")),
            List.of(PathPattern.prefix("a"), PathPattern.wildcard("a")))) {
      assertEquals(ErrorCode.VALIDATION, codeOf(() -> days(paths)));
    }
  }

  private static LifecycleRule days(List<PathPattern> paths) {
    return new LifecycleRule(paths, AgeUnit.DAYS, Comparison.GREATER, 1, Action.EXPIRE);
  }

  @Test
  void policy_rules_areOneToTen() {
    new LifecyclePolicy("{}", Collections.nCopies(10, days(PREFIX)));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> new LifecyclePolicy("{}", List.of())));
    assertEquals(
        ErrorCode.VALIDATION,
        codeOf(() -> new LifecyclePolicy("{}", Collections.nCopies(11, days(PREFIX)))));
  }

  @ParameterizedTest
  @CsvSource({
    "SECONDS, GREATER,          15, PT16S",
    "SECONDS, GREATER_OR_EQUAL, 15, PT15S",
    "DAYS,    GREATER,          1,  PT48H",
    "DAYS,    GREATER_OR_EQUAL, 1,  PT24H"
  })
  void dueAt_comparison_decidesTheUnit(
      AgeUnit unit, Comparison comparison, int threshold, Duration age) {
    Instant created = Instant.parse("2026-01-01T00:00:00.250Z");
    LifecycleRule rule = new LifecycleRule(WILDCARD, unit, comparison, threshold, Action.EXPIRE);

    assertEquals(created.plus(age), rule.dueAt(created));
  }

  @Test
  void transientExpiry_severalMatching_isTheEarliest() {
    ObjectPath path = ObjectPath.of("live/a.ts");
    Instant created = Instant.EPOCH;
    List<LifecycleRule> rules =
        List.of(seconds("*", 100), seconds("live/*.ts", 20), seconds("other*", 1), days(PREFIX));

    assertEquals(
        created.plusSeconds(21),
        LifecyclePolicy.transientExpiry(rules, path, created).orElseThrow());
    assertTrue(LifecyclePolicy.transientExpiry(List.of(days(PREFIX)), path, created).isEmpty());
  }

  private static LifecycleRule seconds(String pattern, int threshold) {
    return new LifecycleRule(
        List.of(PathPattern.wildcard(pattern)),
        AgeUnit.SECONDS,
        Comparison.GREATER,
        threshold,
        Action.EXPIRE);
  }

  @Test
  void policyText_isNotPrinted() {
    assertFalse(new LifecyclePolicy("secret", List.of(days(PREFIX))).toString().contains("secret"));
    assertFalse(new StoredDocument("secret", 1).toString().contains("secret"));
  }
}
