// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalRequestTest {
  @ParameterizedTest
  @CsvSource({
    "v, v",
    "' v ', v",
    "'a  b', a b",
    "'a\tb', a b",
    "'\t a \t b \t', a b",
    "'\"a   b\"', '\"a b\"'",
    "'max-age=6,  s-maxage=2', 'max-age=6, s-maxage=2'",
    "'a\n   b', a b",
    "'', ''",
    "'   ', ''",
  })
  void headerValue_written_isTrimmedAndFolded(String value, String canonical) {
    assertEquals("h:" + canonical, lineOf(Sample.get("/").with("H", value), "h"));
  }

  @Test
  void repeatedHeader_written_isJoinedInOrderOfArrival() {
    Sample request = Sample.get("/").with("My", " b ").with("X", "-").with("mY", "a  a");
    assertEquals("my:b,a a", lineOf(request, "my"));
  }

  @Test
  void redactedText_keepsAllButSecrets() {
    CanonicalRequest canonical =
        CanonicalRequest.of(
            Sample.get("/").with("x-token", "t").view(),
            List.of("host", "x-token"),
            "UNSIGNED-PAYLOAD",
            PathRules.STANDARD);
    assertTrue(canonical.text().contains("\nx-token:t\n"));
    assertEquals(
        canonical.text().replace("x-token:t", "x-token:(redacted)"), canonical.redactedText());
  }

  @Test
  void valueBeyondAscii_written_isItsBytes() {
    assertEquals(
        "h:\u00c3\u00a9", lineOf(Sample.get("/").with("h", "\u00c3\u00a9"), "h"), "as bytes");
    assertEquals(
        "h:\u00e1\u0088\u00b4 a",
        lineOf(Sample.get("/").with("h", " \u1234  a"), "h"),
        "as decoded text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "a;host", "host;a", "host;host", "host;;a", ";host", "", "ho st"})
  void badListOfNames_written_isRefused(String list) {
    RequestView request = Sample.get("/").with("b", "1").view();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            CanonicalRequest.of(
                request, List.of(list.split(";", -1)), "UNSIGNED-PAYLOAD", PathRules.STANDARD));
  }

  /** Names must ascend byte by byte; one that begins another comes first. */
  @ParameterizedTest
  @CsvSource({
    "a;b, true",
    "b;a, false",
    "a;a, false",
    "a;ab, true",
    "ab;a, false",
    "aa;ab, true",
    "ab;aa, false",
    "ab;ab, false",
    "host;x-amz-a;x-amz-b, true",
    "host;x-amz-b;x-amz-a, false",
    "a;ab;b;ba;bb, true",
    "a;ab;abc;ab, false",
    "aaa;aab, true",
    "aab;aaa, false",
    "a;b;c;b, false",
    "aaaa;b, true",
    "b;aaaa, false",
    "x-amz-meta-a;x-amz-meta-a1;x-amz-meta-b, true",
    "!a;~a, true",
    "@a;[a, true",
    "Aa, false",
    "Za, false",
    "a b, false",
    "a\u007f, false",
    "a~, true",
    "a!, true"
  })
  void listOfNames_ascending_isWritten(String list, boolean good) {
    List<String> names = List.of(list.split(";", -1));
    Sample request = Sample.get("/");
    for (String name : new LinkedHashSet<>(names)) {
      request = name.equals("host") ? request : request.with(name, "v");
    }
    RequestView view = request.view();
    if (good) {
      String text = CanonicalRequest.of(view, names, "UNSIGNED-PAYLOAD", PathRules.S3).text();
      assertTrue(text.endsWith("\n\n" + list + "\nUNSIGNED-PAYLOAD"), text);
    } else {
      assertThrows(
          IllegalArgumentException.class,
          () -> CanonicalRequest.of(view, names, "UNSIGNED-PAYLOAD", PathRules.S3));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /", "G\nT", "G\u007fT", "G\u00e9T"})
  void methodThatIsNoToken_written_isRefused(String method) {
    RequestView request = Sample.get("/").method(method).view();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            CanonicalRequest.of(request, List.of("host"), "UNSIGNED-PAYLOAD", PathRules.STANDARD));
  }

  /** HTTP/2 calls the host by another name, and signers call it by either. */
  @Test
  void authority_signedAsHost_standsForIt() {
    Sample request = Sample.get("/").without("Host").with(":authority", "h.example");
    assertEquals("host:h.example", lineOf(request, "host"));
    assertEquals(":authority:h.example", lineOf(request, ":authority"));
    assertEquals(":authority:h.example", lineOf(Sample.get("/"), ":authority"));
  }

  @Test
  void request_written_hasSixFields() {
    CanonicalRequest canonical =
        CanonicalRequest.of(
            Sample.get("/a%20b").query("z=1&a=2").with("X-Amz-Date", "now").view(),
            List.of("host", "x-amz-date"),
            "UNSIGNED-PAYLOAD",
            PathRules.STANDARD);
    String expected =
        """
        GET
        /a%2520b
        a=2&z=1
        host:h.example
        x-amz-date:now

        host;x-amz-date
        UNSIGNED-PAYLOAD""";
    assertEquals(expected, canonical.text());
    assertArrayEquals(expected.getBytes(StandardCharsets.US_ASCII), canonical.bytes());
    assertEquals(Sample.sha256(expected), canonical.hash());
    assertEquals("CanonicalRequest[GET /a%2520b]", canonical.toString());
  }

  @Test
  void canonicalRequests_compared_areEqualByText() {
    CanonicalRequest one = canonical("/a");
    assertEquals(one, canonical("//a"));
    assertEquals(one.hashCode(), canonical("//a").hashCode());
    assertNotEquals(one, canonical("/b"));
    assertNotEquals(one, (Object) "text");
  }

  private static CanonicalRequest canonical(String path) {
    return CanonicalRequest.of(
        Sample.get(path).view(), List.of("host"), Sha256.EMPTY_HEX, PathRules.STANDARD);
  }

  private static String lineOf(Sample request, String name) {
    String text =
        CanonicalRequest.of(request.view(), List.of(name), "UNSIGNED-PAYLOAD", PathRules.STANDARD)
            .text();
    return text.split("\n", -1)[3];
  }
}
