// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  private static final int[] POLES = {0x1F3A7, 0xE9, 'a', 'b', '.'};

  private static Glob glob(String pattern) {
    return Glob.of(Template.pattern(pattern));
  }

  private static boolean matches(String pattern, String text, AuthorizationContext context) {
    try {
      Place place = Place.document(PolicyRules.identityPolicy());
      return Glob.of(TemplateParser.parse(pattern, true, true, place)).matches(text, 0, context);
    } catch (PolicyFault e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'',        '',         true",
        "'',        'a',        false",
        "'a',       '',         false",
        "'abc',     'abc',      true",
        "'abc',     'abd',      false",
        "'abc',     'ab',       false",
        "'abc',     'abcd',     false",
        "'*',       '',         true",
        "'*',       'anything', true",
        "'?',       '',         false",
        "'?',       'a',        true",
        "'?',       'ab',       false",
        "'a*',      'a',        true",
        "'a*',      'ba',       false",
        "'*a',      'ba',       true",
        "'*a',      'ab',       false",
        "'a*c',     'ac',       true",
        "'a*c',     'abbbc',    true",
        "'a*c',     'abcb',     false",
        "'a*b*c',   'aXbYbZc',  true",
        "'a*b*c',   'aXcYbZ',   false",
        "'*ab*ab',  'abab',     true",
        "'*ab*ab',  'aab',      false",
        "'**a',     'ba',       true",
        "'*?',      '',         false",
        "'*?',      'a',        true",
        "'?*',      'ab',       true",
        "'*?*',     '',         false",
        "'?*?',     'a',        false",
        "'?*?',     'ab',       true",
        "'a?*?b',   'aXb',      false",
        "'a?*?b',   'aXYb',     true",
        "'a?*?b',   'aXYZb',    true",
        "'*a?',     'aab',      true",
        "'a.c',     'abc',      false",
        "'*aab',    'aaaab',    true",
        "'*.ts',    'a.ts.ts',  true",
        "'*.ts',    'a.ts.tx',  false",
        "'*a*b',    'xaxbxa',   false",
      })
  void pattern_coversText(String pattern, String text, boolean expected) {
    assertEquals(expected, glob(pattern).matches(text));
  }

  @Test
  void wildcards_coverLineFeedsAndNul() {
    assertTrue(glob("a*c").matches("a\n\r\u0000c"));
    assertTrue(glob("a?c").matches("a\nc"));
  }

  @Test
  void questionMark_isOneCodePoint() {
    assertTrue(glob("a?c").matches("a\uD83C\uDFA7c"));
    assertFalse(glob("a??c").matches("a\uD83C\uDFA7c"));
    assertTrue(glob("*\uD83C\uDFA7c").matches("x\uD83C\uDFA7\uD83C\uDFA7c"));
    assertFalse(glob("*\uDFA7").matches("\uD83C\uDFA7"));
  }

  @Test
  void part_ofText_isMatchedAlone() {
    AuthorizationContext none = AuthorizationContext.empty();
    String text = "xxabcyy";

    assertTrue(glob("abc").matches(text, 2, 5, none));
    assertTrue(glob("a*").matches(text, 2, 5, none));
    assertTrue(glob("*b*c").matches(text, 2, 5, none));
    assertFalse(glob("abc*y").matches(text, 2, 5, none));
    assertFalse(glob("abcy").matches(text, 2, 5, none));
    assertFalse(glob("*y").matches(text, 2, 5, none));
    assertFalse(glob("*y*").matches(text, 2, 5, none));
    assertFalse(glob("x*c").matches(text, 2, 5, none));
  }

  @Property(tries = 3_000)
  void match_equalsNaiveMatcher(@ForAll("patterns") String pattern, @ForAll("texts") String text) {
    assertEquals(
        naive(pattern.codePoints().toArray(), 0, text.codePoints().toArray(), 0),
        glob(pattern).matches(text));
  }

  /** Pieces with question marks are found another way from four code points on. */
  @Property(tries = 3_000)
  void longPiece_equalsNaiveMatcher(
      @ForAll("longPieces") String piece, @ForAll("longTexts") String text) {
    String pattern = "*" + piece + "*";

    assertEquals(
        naive(pattern.codePoints().toArray(), 0, text.codePoints().toArray(), 0),
        glob(pattern).matches(text));
  }

  @Provide
  Arbitrary<String> longPieces() {
    return Arbitraries.of("a", "a", "b", "?", "\uD83C\uDFA7")
        .list()
        .ofMinSize(3)
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> longTexts() {
    return Arbitraries.of("a", "a", "b", "\uD83C\uDFA7", "c")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 31, 32, 63, 64, 65, 127, 128, 129, 192, 1023, 1024, 1025})
  void pieceOfAnyLength_isFoundWhereItIsAndNowhereElse(int length) {
    String piece = "a?".repeat(length / 2) + (length % 2 == 1 ? "a" : "");
    String fits = "ax".repeat(length / 2) + (length % 2 == 1 ? "a" : "");
    Glob glob = glob("*" + piece + "b*");

    assertTrue(glob.matches(fits + "b"));
    assertTrue(glob.matches("x" + fits + "b"));
    assertTrue(glob.matches("aa" + fits + "bz"));
    assertTrue(glob.matches(fits + fits + "b"));
    assertFalse(glob.matches(fits.substring(1) + "b"));
    assertFalse(glob.matches(fits + "c" + "a".repeat(length % 2) + "x"));
    assertFalse(glob.matches("x" + fits.substring(1) + "b"));
  }

  @Test
  void pieceWithQuestionMarks_endsBeforeTheLastPiece() {
    assertTrue(glob("*a??d*d").matches("xabcdd"));
    assertFalse(glob("*a??d*d").matches("xabcd"));
    assertFalse(glob("*a??d*abcd").matches("xabcd"));
    assertTrue(glob("*a??\uD83C\uDFA7*").matches("xab\uD83C\uDFA7\uD83C\uDFA7"));
    assertFalse(glob("*a?\uD83C\uDFA7?*").matches("xab\uD83C\uDFA7"));
  }

  /** Each way to find a piece says where it ends, so that the next one is looked for behind it. */
  @ParameterizedTest
  @ValueSource(strings = {"12345678", "123456789", "1?", "1??4", "a?b?c?d?", "1"})
  void nextPiece_isFoundBehindTheOneBefore(String piece) {
    String fits = piece.replace('?', 'x');

    assertTrue(glob("*" + piece + "*zz*").matches("-" + fits + "-zz-"));
    assertFalse(glob("*" + piece + "*zz*").matches("-zz-" + fits + "-"));
    assertFalse(glob("*" + piece + "*" + piece + "*").matches("-" + fits + "-"));
    assertTrue(glob("*" + piece + "*" + piece + "*").matches(fits + fits));
    String longer = (piece + "?").repeat(40);
    String longFits = (fits + "y").repeat(40);
    assertTrue(glob("*" + longer + "*zz*").matches(longFits + "zz"));
    assertFalse(glob("*" + longer + "*zz*").matches("zz" + longFits));
  }

  @Test
  void questionMarksOfTheLastPiece_areCodePoints() {
    assertTrue(glob("*a?").matches("xa\uD83C\uDFA7"));
    assertFalse(glob("*a??").matches("xa\uD83C\uDFA7"));
    assertTrue(glob("*a?b?").matches("a\uD83C\uDFA7b\uD83C\uDFA7"));
    assertTrue(glob("*a?\uDFA7").matches("axa\uD83C\uDFA7\uDFA7"));
    assertTrue(glob("*a?").matches("a\uDFA7"));
    assertFalse(glob("*a?").matches("a"));
    assertFalse(glob("a*b?").matches("ab"));
    assertFalse(glob("ab*b?").matches("abc"));
    assertTrue(glob("ab*b?").matches("abbc"));
  }

  @Test
  void longLiteral_isFoundAfterPartialMatches() {
    assertTrue(glob("*aaaaaaaab*").matches("aaaaaaaaaab"));
    assertTrue(glob("*abababababc*").matches("abababababababc"));
    assertFalse(glob("*abababababc*").matches("abababababababab"));
    assertTrue(glob("*aabaabaaab*").matches("aabaabaabaaab"));
    assertFalse(glob("*123456789*9").matches("x123456789"));
    assertTrue(glob("*123456789*9").matches("x1234567899"));
    assertFalse(glob("*12345678*8").matches("x12345678"));
    assertTrue(glob("*12345678*").matches("12345678"));
  }

  @Test
  void halfOfAPair_asAValue_isNoPartOfAWholePair() {
    AuthorizationContext half =
        AuthorizationContext.builder().put("aws:low", "\uDFA7").put("aws:high", "\uD83C").build();

    assertFalse(matches("*${aws:low}", "\uD83C\uDFA7", half));
    assertFalse(matches("*${aws:low}*", "\uD83C\uDFA7", half));
    assertFalse(matches("${aws:high}*", "\uD83C\uDFA7", half));
    assertTrue(matches("*${aws:low}*", "a\uDFA7b", half));
    assertTrue(matches("${aws:high}", "\uD83C", half));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "b", "*", "?", ".", "\uD83C\uDFA7")
        .list()
        .ofMaxSize(9)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.integers()
        .between(0, POLES.length - 1)
        .list()
        .ofMaxSize(10)
        .map(
            indexes -> {
              StringBuilder text = new StringBuilder();
              indexes.forEach(i -> text.appendCodePoint(POLES[i]));
              return text.toString();
            });
  }

  /** The definition, without any thought of cost. */
  private static boolean naive(int[] pattern, int p, int[] text, int t) {
    if (p == pattern.length) {
      return t == text.length;
    }
    if (pattern[p] == '*') {
      return naive(pattern, p + 1, text, t) || (t < text.length && naive(pattern, p, text, t + 1));
    }
    return t < text.length
        && (pattern[p] == '?' || pattern[p] == text[t])
        && naive(pattern, p + 1, text, t + 1);
  }

  /** 8 KB of wildcards against a path of 900 characters, a thousand times. */
  @ParameterizedTest
  @ValueSource(strings = {"*a", "?*", "*?a", "**", "a*", "*a?", "*aaaaaaaaaaaaaaab"})
  void hostilePattern_takesBoundedTime(String unit) {
    String text = "a".repeat(900);
    String pattern = unit.repeat(8_000 / unit.length()) + "b";
    Glob hostile = glob(pattern);

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertFalse(hostile.matches(text));
          }
        });
  }

  /** The worst that pieces with question marks can do: all but the last place fits everywhere. */
  @Test
  void longPiecesWithQuestionMarks_takeLinearTime() {
    String text = "a".repeat(900);
    Glob hostile = glob("*" + "a?".repeat(225) + "b*");

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertFalse(hostile.matches(text));
          }
        });
  }

  @Test
  void longLiteralAfterStar_takesBoundedTime() {
    String text = "a".repeat(900);
    Glob hostile = glob("*" + "a".repeat(449) + "b*");

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 100; i++) {
            assertFalse(hostile.matches(text));
          }
        });
  }
}
