// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

  @ParameterizedTest
  @CsvSource({
    "'',           a/b,              true",
    "April,        April,            true",
    "April,        April/a.ts,       true",
    "April,        Aprilia.ts,       true",
    "April/,       Aprilia.ts,       false",
    "Football/,    Football/a/b,     true",
    "/Football/,   Football/a/b,     true",
    "football/,    Football/a/b,     false",
    "a*,           ab,               false"
  })
  void prefix_isComparedWithTheStart(String prefix, String path, boolean matches) {
    assertEquals(matches, PathPattern.prefix(prefix).matches(ObjectPath.of(path)));
  }

  @ParameterizedTest
  @CsvSource({
    "*,             a,                true",
    "*,             a/b/c,            true",
    "**,            a/b/c,            true",
    "a,             a,                true",
    "a,             a/b,              false",
    "Program/*.ts,  Program/1.ts,     true",
    "Program/*.ts,  Program/x/1.ts,   true",
    "/Program/*.ts, Program/1.ts,     true",
    "Program/*.ts,  program/1.ts,     false",
    "Program/*.ts,  Program/1.ts2,    false",
    "*.ts,          .ts,              true",
    "*.ts,          a.ts.ts,          true",
    "a*a,           a,                false",
    "a*a,           aa,               true",
    "*ab*ab*,       ab/ab,            true",
    "*ab*ab*,       abab,             true",
    "*ab*ba*,       aba,              false",
    "'',            a,                false",
    "a.c,           abc,              false",
    "*aab*b,        aaabb,            true"
  })
  void wildcard_matchesTheWholePath(String pattern, String path, boolean matches) {
    assertEquals(matches, PathPattern.wildcard(pattern).matches(ObjectPath.of(path)));
  }

  @Property(tries = 5000)
  void wildcard_agreesWithARegularExpression(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    String regex =
        pattern
            .chars()
            .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());

    assertEquals(Pattern.matches(regex, text), Wildcard.matches(pattern, text));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab*").ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab").ofMaxLength(12);
  }

  @Test
  void wildcard_builtToBacktrack_isLinear() {
    ObjectPath path = ObjectPath.of("a".repeat(900));
    PathPattern stars = PathPattern.wildcard("*a".repeat(4000) + "b");
    PathPattern run = PathPattern.wildcard("*" + "a".repeat(450) + "b*" + "a".repeat(449));

    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 2000; i++) {
            assertEquals(false, stars.matches(path));
            assertEquals(false, run.matches(path));
          }
        });
  }
}
