// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
  @ParameterizedTest
  @CsvSource({
    "/, /",
    "'', /",
    "/a/b.ts, /a/b.ts",
    "//lead/a.ts, /lead/a.ts",
    "/a//b///c, /a/b/c",
    "/a/./b, /a/b",
    "/./, /",
    "/a/../b.ts, /b.ts",
    "/../b.ts, /b.ts",
    "/../../.., /",
    "/a/b/.., /a",
    "/a/b/../, /a/",
    "/a/.., /",
    "/a/../, /",
    "/a/b/../../../c, /c",
    "/a/b/, /a/b/",
    "/a/b//, /a/b/",
    "/.hidden/a..b.ts, /.hidden/a..b.ts",
    "/.../x, /.../x",
    "/a%20b, /a%2520b",
    "/a%2520b, /a%252520b",
    "/a%2Fb, /a%252Fb",
    "/a%2fb, /a%252fb",
    "/%2e%2e/x, /%252e%252e/x",
    "/a%2F../b, /a%252F../b",
    "/~-._, /~-._",
    "/a:b=c+d, /a%3Ab%3Dc%2Bd",
    "/a b, /a%20b",
    "/*, /%2A",
  })
  void standardPath_written_isNormalizedAndEncodedOnceMore(String raw, String canonical) {
    assertEquals(canonical, path(raw, PathRules.STANDARD));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "'', /",
    "//lead/a.ts, //lead/a.ts",
    "/a/../b//c, /a/../b//c",
    "/a%20b, /a%20b",
    "/a%2520b, /a%2520b",
    "/a%2fb, /a/b",
    "/%7Etilde, /~tilde",
    "/a b+c, /a%20b%2Bc",
    "/./, /./",
  })
  void pathOfS3_written_isEncodedOnce(String raw, String canonical) {
    assertEquals(canonical, path(raw, PathRules.S3));
  }

  /** Bytes beyond ASCII come in as one character each, or already decoded. */
  @ParameterizedTest
  @EnumSource(PathRules.class)
  void pathBeyondAscii_written_isItsUtf8Bytes(PathRules rules) {
    assertEquals("/%E1%88%B4", path("/\u1234", rules));
    assertEquals("/%E1%88%B4", path("/\u00e1\u0088\u00b4", rules));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/a%2", "/%zz", "/%2x/a", "/a%/b", "/%%20", "/%/41"})
  void brokenEscape_written_isRefused(String raw) {
    for (PathRules rules : PathRules.values()) {
      assertThrows(IllegalArgumentException.class, () -> path(raw, rules), rules.name());
    }
  }

  private static String path(String raw, PathRules rules) {
    String text =
        CanonicalRequest.of(Sample.get(raw).view(), List.of("host"), "UNSIGNED-PAYLOAD", rules)
            .text();
    return text.split("\n", -1)[1];
  }
}
