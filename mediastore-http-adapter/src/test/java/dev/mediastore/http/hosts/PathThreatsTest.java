// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Group B of the threat catalogue: paths and encodings. A servlet container may refuse a target in
 * its own words before we see it.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
class PathThreatsTest extends AttackTest {
  private static final String ALLOWED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~=:";

  /** The host is for the origin, which all of a class share. */
  PathThreatsTest(HostKind kind) {
    kind.name();
  }

  @BeforeEach
  void open() {
    origin().policy(AttackedOrigin.statement("Allow", "\"*\"", "mediastore:*", ""));
  }

  private static void refusedInEveryWay(String target) throws Exception {
    origin().refusedByAnybody("400", AttackedOrigin.unsigned("GET " + target));
    origin()
        .refusedByAnybody(
            "400", AttackedOrigin.unsigned("PUT " + target, "Content-Length: 1") + "x");
  }

  private static int put(String target, String body) throws IOException {
    String head = AttackedOrigin.unsigned("PUT " + target, "Content-Length: " + body.length());
    return origin().send(head + body).status();
  }

  private static String content(String target) throws IOException {
    Answer answer = origin().send(AttackedOrigin.unsigned("GET " + target));
    return answer.status() == 200 ? answer.text() : Integer.toString(answer.status());
  }

  private static void stores(String target) throws IOException {
    assertEquals(200, put(target, target), target);
    assertEquals(target, content(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/../x", "/a/../b", "/a/./b", "/a/..", "/."})
  void B01_dotSegments(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%2e%2e/x", "/%2E%2e%2fx", "/..%2fx", "/%2e/x", "/a/%2E%2E/x"})
  void B02_encodedDotSegments(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/live%2Fkept.ts", "/live%2fkept.ts", "/live/%2Fkept.ts"})
  void B03_encodedSlash(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%252e%252e/x", "/a%252Fb", "/a%25b"})
  void B04_encodedTwice(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\\b", "/a%5Cb", "/..%5Cx"})
  void B05_backslash(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%C0%AEx",
        "/%C0%AFx",
        "/%E0%80%AEx",
        "/%ED%A0%80x",
        "/%FFx",
        "/\u00e9",
        "/%F0%9F"
      })
  void B06_notUtf8(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%00b", "/a%0Ab", "/a%0D%0AX-Injected:1", "/a%09b", "/a%7Fb"})
  void B07_controls(String target) throws Exception {
    Answer answer = origin().refusedByAnybody("400", AttackedOrigin.unsigned("GET " + target));
    assertFalse(answer.toString().toLowerCase(Locale.ROOT).contains("x-injected"));
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%", "/a%2", "/a%GG", "/a%u002e", "/a%+1"})
  void B08_brokenEncoding(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a+b",
        "/a%20b",
        "/a%2Bb",
        "/a*b",
        "/a%3Fb",
        "/a%23b",
        "/kept.ts;jsessionid=1",
        "/a,b",
        "/a@b",
        "/a$b",
        "/a(b",
        "/a'b",
        "/live;x=1/kept.ts",
      })
  void B09_outsideTheSet(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @Test
  void B10_eachPrintableCharacter() throws Exception {
    for (char c = '!'; c < 0x7F; c++) {
      String raw = "/c/x" + c;
      String encoded = "/c/x%" + String.format("%02X", (int) c);
      if (ALLOWED.indexOf(c) >= 0) {
        assertEquals(200, put(raw, raw), raw);
        assertEquals(raw, content(encoded), encoded);
      } else {
        assertEquals(400, put(encoded, "x"), encoded);
        assertTrue("?#/".indexOf(c) >= 0 || put(raw, "x") == 400, raw);
      }
    }
  }

  @Test
  void B11_lengths() throws Exception {
    String segment = "s".repeat(199) + "/";
    stores("/" + segment.repeat(4) + "x".repeat(100));
    refusedInEveryWay("/" + segment.repeat(4) + "x".repeat(101));
    String encoded = "%61".repeat(900);
    assertEquals(200, put("/" + encoded, "x"));
    assertEquals("x", content("/" + "a".repeat(900)));
    stores("/" + "s/".repeat(10) + "x");
    refusedInEveryWay("/" + "s/".repeat(11) + "x");
    stores("/" + "s".repeat(890));
  }

  @Test
  void B12_slashes() throws Exception {
    for (String spelling : List.of("//a//b", "/a///b", "/a/b")) {
      assertEquals(200, put(spelling, spelling));
      assertEquals(spelling, content("/a/b"));
    }
    refusedInEveryWay("/a/");
    refusedInEveryWay("/a//");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/...",
        "/.hidden",
        "/a..b",
        "/..a",
        "/~",
        "/-",
        "/=",
        "/:",
        "/C:",
        "/con",
        "/nul.ts",
        "/LPT1",
      })
  void B13_namesThatMeanSomethingElsewhere(String target) throws Exception {
    stores(target);
  }

  @Test
  void B14_distinctNames() throws Exception {
    for (String target : List.of("/d", "/d/b", "/D", "/d/B", "/d/b/c")) {
      stores(target);
    }
    for (String target : List.of("/d", "/d/b", "/D", "/d/B", "/d/b/c")) {
      assertEquals(target, content(target));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/caf%C3%A9", "/cafe%CC%81", "/%EF%BC%8E%EF%BC%8E/x", "/%E2%80%AEx"})
  void B15_unicode(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/log-0000000001", "/lock", "/reserve", "/index", "/x.tmp"})
  void B16_namesOfOurFiles(String target) throws Exception {
    stores(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?versionId=1",
        "?acl",
        "?a=b&a=c",
        "?X-Amz-Expires=5",
        "?=",
        "?&&",
        "?_HLS_msn=x"
      })
  void B17_queriesNobodyKnows(String query) throws Exception {
    String kept = content("/live/kept.ts" + query);
    assertTrue(List.of("kept", "400", "403").contains(kept), kept);
    assertEquals(query.startsWith("?X-Amz"), !kept.equals("kept"));
  }

  @Test
  void B17_brokenQueries() throws Exception {
    for (String query : List.of("?%00x=%zz", "?x=" + "y".repeat(4096))) {
      origin().refusedByAnybody("400 414", AttackedOrigin.unsigned("GET /live/kept.ts" + query));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/live/kept.ts;x", "/live/;/kept.ts", "/live;/kept.ts", "/;/live/kept.ts"})
  void B18_whatContainersTakeOff(String target) throws Exception {
    refusedInEveryWay(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//private.test/live/kept.ts", "/\\private.test/x", "http:live/kept.ts"})
  void B19_authorityInThePath(String target) throws Exception {
    Answer answer = origin().refusedByAnybody("400 404", AttackedOrigin.unsigned("GET " + target));
    assertEquals(null, answer.field("location"));
  }

  @ParameterizedTest
  @CsvSource({
    "..,            400",
    "a/../b, 400",
    "*,      400 200",
    "none/,  200",
    "liv,    200",
    "../private,    400",
  })
  void B20_listing(String path, String statuses) throws Exception {
    Answer answer = origin().send(AttackedOrigin.unsigned("GET /?Path=" + path));
    assertTrue(statuses.contains(Integer.toString(answer.status())), answer::toString);
    assertTrue(answer.status() != 200 || answer.text().contains("\"Items\":[]"), answer::toString);
    String longest = "x".repeat(901);
    assertEquals(400, origin().send(AttackedOrigin.unsigned("GET /?Path=" + longest)).status());
  }

  @ParameterizedTest
  @CsvSource({
    "LIVE.test, 200",
    "live.test., 200 404 400",
    "live.test:1234, 200",
    "other.test, 404",
    "127.0.0.1, 404",
    "[::1], 404",
    "xn--live.test, 404",
    "a.live.test, 404",
    "_live.test, 404 400",
    "live.test.private.test, 404",
  })
  void B21_hosts(String host, String statuses) throws Exception {
    Answer answer = origin().send("GET /live/kept.ts HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    assertTrue(statuses.contains(Integer.toString(answer.status())), answer::toString);
  }
}
