// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

import static dev.mediastore.core.Refusals.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectPathTest {
  private static final String ALLOWED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-=:";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b",
        "...",
        ".hidden",
        "a..b",
        "..a",
        "a.",
        "~",
        "-",
        "=",
        ":",
        "C:",
        "con",
        "nul.ts",
        "LPT1",
        "a/.../b",
        "1/2/3/4/5/6/7/8/9/10/11",
        "live/hls/seg_001-a.m4s"
      })
  void of_legalPath_isItself(String path) {
    assertEquals(path, ObjectPath.of(path).value());
    assertEquals(path, ObjectPath.of(path).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "//",
        ".",
        "..",
        "./a",
        "../a",
        "a/./b",
        "a/../b",
        "a/..",
        "a/.",
        "a b",
        "a+b",
        "a*b",
        "a?b",
        "a#b",
        "a%20b",
        "a\\b",
        "a;b",
        "a,b",
        "a@b",
        "a$b",
        "a(b",
        "a'b",
        "a\u0000b",
        "a\nb",
        "a\u007fb",
        "\u00e4",
        "\uff0f",
        "\u2024",
        "e\u0301",
        "1/2/3/4/5/6/7/8/9/10/11/12"
      })
  void of_illegalPath_isRefused(String path) {
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> ObjectPath.of(path)));
  }

  @Test
  void of_anyCharacter_onlyTheAllowedOnesPass() {
    for (char c = 0; c < 0x300; c++) {
      String path = "x" + c + "y";
      if (ALLOWED.indexOf(c) >= 0 || c == '/') {
        assertEquals(path, ObjectPath.of(path).value());
      } else {
        assertThrows(MediaStoreException.class, () -> ObjectPath.of(path), path);
      }
    }
  }

  @Test
  void of_lengthLimits_areInclusive() {
    ObjectPath.of("a".repeat(900));
    ObjectPath.of("f/" + "a".repeat(898));
    assertEquals(ErrorCode.VALIDATION, codeOf(() -> ObjectPath.of("a".repeat(901))));
  }

  @Test
  void refusal_message_neverRepeatsTheInput() {
    String message =
        assertThrows(MediaStoreException.class, () -> ObjectPath.of("<script>")).publicMessage();
    assertTrue(!message.contains("<"), message);
  }

  @Test
  void nameAndFolder_splitAtTheLastSlash() {
    assertEquals("c", ObjectPath.of("a/b/c").name());
    assertEquals(FolderPath.of("a/b"), ObjectPath.of("a/b/c").folder());
    assertEquals("c", ObjectPath.of("c").name());
    assertEquals(FolderPath.ROOT, ObjectPath.of("c").folder());
  }

  @Test
  void naturalOrder_keepsFoldersTogether() {
    List<String> expected =
        List.of("a", "a/b", "a/b/c", "a/b-c", "a/z", "a-b", "a.b", "a0", "ab", "b");
    List<ObjectPath> paths = new ArrayList<>(expected.stream().map(ObjectPath::of).toList());
    java.util.Collections.reverse(paths);
    java.util.Collections.sort(paths);
    assertEquals(expected, paths.stream().map(ObjectPath::value).toList());
  }

  @Property
  void compareTo_agreesWithComparingSegmentBySegment(
      @ForAll("paths") String a, @ForAll("paths") String b) {
    int expected = 0;
    String[] left = a.split("/", -1);
    String[] right = b.split("/", -1);
    for (int i = 0; i < Math.min(left.length, right.length) && expected == 0; i++) {
      expected = left[i].compareTo(right[i]);
    }
    if (expected == 0) {
      expected = left.length - right.length;
    }

    assertEquals(
        Integer.signum(expected),
        Integer.signum(ObjectPath.of(a).compareTo(ObjectPath.of(b))),
        a + " and " + b);
  }

  @Provide
  Arbitrary<String> paths() {
    Arbitrary<String> name = Arbitraries.strings().withChars("ab-~0").ofMinLength(1).ofMaxLength(3);
    return name.list().ofMinSize(1).ofMaxSize(4).map(names -> String.join("/", names));
  }
}
