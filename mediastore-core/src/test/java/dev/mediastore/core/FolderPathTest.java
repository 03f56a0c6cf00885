// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderPathTest {

  @ParameterizedTest
  @CsvSource({
    "a/b,   a/b",
    "/a/b,  a/b",
    "a/b/,  a/b",
    "/a/b/, a/b",
    "'',    ''",
    "/,     ''",
    "a,     a",
    "1/2/3/4/5/6/7/8/9/10/11/, 1/2/3/4/5/6/7/8/9/10/11"
  })
  void of_documentedSpellings_areOneFolder(String spelling, String folder) {
    assertEquals(folder, FolderPath.of(spelling).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//",
        "///",
        "//a",
        "a//",
        "a//b",
        "..",
        "/..",
        "a/../b",
        "./",
        "*",
        "a b",
        "1/2/3/4/5/6/7/8/9/10/11/12"
      })
  void of_otherSpellings_areRefused(String spelling) {
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> FolderPath.of(spelling)));
  }

  @Test
  void of_lengthLimit_countsTheWholeSpelling() {
    FolderPath.of("a".repeat(900));
    FolderPath.of("/" + "a".repeat(899));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> FolderPath.of("/" + "a".repeat(900))));
  }

  @Test
  void child_ofAnyFolder_isTheObjectListedThere() {
    assertEquals(ObjectPath.of("a/b/c"), FolderPath.of("a/b").child("c"));
    assertEquals(ObjectPath.of("c"), FolderPath.ROOT.child("c"));
    assertTrue(FolderPath.of("").isRoot());
  }
}
