// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.TestHost.Answer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths as clients send them, from the wire to the key of the object (contract section 8.1). */
class PathsTest {
  private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "DELETE");

  private final Fixture origin = new Fixture();

  @AfterEach
  void close() {
    origin.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../x",
        "/a/../b",
        "/a/./b",
        "/a/..",
        "/.",
        "/..", // B01
        "/%2e%2e/x",
        "/%2E%2e%2fx",
        "/..%2fx",
        "/%2e/x",
        "/.%2E/x", // B02
        "/a%2Fb",
        "/a%2fb",
        "/%2F", // B03
        "/%252e%252e/x",
        "/a%252Fb", // B04
        "/a\\b",
        "/a%5Cb",
        "/..%5Cb", // B05
        "/%C0%AE/x",
        "/%C0%AF",
        "/%E0%80%AE",
        "/\u00c0\u00ae",
        "/%ED%A0%80", // B06
        "/%00",
        "/a%0Ab",
        "/%0D",
        "/%09",
        "/%7F", // B07
        "/%",
        "/%2",
        "/%GG",
        "/%u002e",
        "/%+1", // B08
        "/a b",
        "/a+b",
        "/a%20b",
        "/a%2Bb",
        "/*",
        "/a%3Fb",
        "/a#b",
        "/a%23b", // B09
        "/a;jsessionid=1",
        "/a,b",
        "/a@b",
        "/a$b",
        "/a(b",
        "/a'b",
        "/a/",
        "/a//",
        "//a//b/", // B12
        "/e\u0301",
        "/%C3%A9",
        "/\u00e9",
        "/\uff0e\uff0e/x", // B15
        "/live/secret.m3u8/x.css;y",
        "/a%0Ax.css", // C19
      })
  void illegalPath_isRefusedByEveryMethod(String path) {
    for (String method : METHODS) {
      Answer answer = origin.call(method, path).send(new byte[0]);
      assertEquals(400, answer.status(), method + " " + answer);
      assertEquals("ValidationException", answer.error());
    }
  }

  @Test
  void printableCharacter_isAllowedOrRefusedRawAndEncodedAlike() { // B10
    String legal = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~-=:";
    for (char c = ' '; c < 0x7F; c++) {
      boolean allowed = legal.indexOf(c) >= 0;
      String encoded = "/" + String.format(Locale.ROOT, "%%%02x", (int) c);
      int status = origin.call("PUT", encoded).send("x").status();
      assertEquals(allowed ? 200 : 400, status, "encoded " + c);
      if (allowed) {
        assertEquals("x", origin.get("/" + c).text(), "raw " + c);
        assertEquals(200, origin.call("DELETE", "/" + c).send().status());
      } else if (c != '/' && c != '?') {
        assertEquals(400, origin.call("PUT", "/" + c).send("x").status(), "raw " + c);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"900, 200", "901, 400"})
  void pathLength_isLimitedInItsDecodedForm(int length, int status) { // B11
    String name = "a".repeat(length);
    assertEquals(status, origin.call("PUT", "/" + name).send("x").status());
    assertEquals(status, origin.call("PUT", "/" + "%61".repeat(length)).send("y").status());
    if (status == 200) {
      assertEquals("y", origin.content(name));
    }
  }

  @ParameterizedTest
  @CsvSource({"11, 200", "12, 400"})
  void pathDepth_isLimited(int segments, int status) { // B11
    String path = "/" + "s/".repeat(segments - 1) + "x";
    assertEquals(status, origin.call("PUT", path).send("x").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"//a//b", "/a///b", "///a/b", "//a/%62"})
  void redundantSlashes_addressTheSameObject(String target) { // B12
    origin.object("a/b", "content");
    assertEquals("content", origin.get(target).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "...",
        ".hidden",
        "a..b",
        "..a",
        "~",
        "-",
        "=",
        ":",
        "C:",
        "con",
        "nul.ts",
        "LPT1", // B13
        "segment",
        "index",
        "lock",
        "0000000001.log",
        "MANIFEST",
        "a.tmp", // B16
        "http:/x",
        "host/path",
        "c/live", // B19
      })
  void unusualName_isAnOrdinaryObject(String path) {
    assertEquals(200, origin.call("PUT", "/" + path).send(path).status());
    assertEquals(path, origin.content(path));
  }

  @Test
  void objectAndFolder_mayShareAPath() { // B14
    origin.object("a", "object").object("a/b", "below").object("A", "other case");
    assertEquals("object", origin.content("a"));
    assertEquals("below", origin.content("a/b"));
    assertEquals("other case", origin.content("A"));
  }

  @Test
  void folder_isNoObject() {
    origin.object("live/hls/a.ts", "x");
    for (String method : List.of("GET", "HEAD", "DELETE")) {
      Answer answer = origin.call(method, "/live/hls").send();
      assertEquals(404, answer.status());
      assertEquals("ObjectNotFoundException", answer.error());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?versionId=1, 200",
    "?acl, 200",
    "?a=b&a=c, 200",
    "?token=%2Fx%3D, 200",
    "?, 200",
    "?&&, 200",
    "?%00, 400",
    "?a=%, 400",
    "?a=%zz, 400",
    "?%FF, 400",
    "?X-Amz-Signature=00, 400",
  })
  void query_isNeverPartOfTheKey(String query, int status) { // B17, C19
    origin.object("a.ts", "x");
    Answer answer = origin.get("/a.ts" + query);
    assertEquals(status, answer.status(), answer::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "/a%00, The path holds an encoded slash or control character or one outside ASCII.",
    "/a%2Fb, The path holds an encoded slash or control character or one outside ASCII.",
    "/a%zz, The request target holds a broken percent escape.",
    "/a?%00, The query holds an encoded control character.",
    "/a?%0d, The query holds an encoded control character.",
    "/a?%FF, The query holds escapes that are not UTF-8.",
    "/a?b=%, The request target holds a broken percent escape.",
  })
  void refusedEscape_isToldForWhatItIs(String target, String text) {
    Answer answer = origin.get(target);
    assertEquals(400, answer.status());
    assertTrue(answer.text().contains(text), answer::toString);
  }

  @Test
  void query_isLimitedInLengthAndNumber() { // B17
    origin.object("a", "x");
    assertEquals(200, origin.get("/a?" + "q".repeat(4096)).status());
    Answer tooLong = origin.get("/a?" + "q".repeat(4097));
    assertEquals(414, tooLong.status());
    assertTrue(tooLong.close());
    assertEquals(200, origin.get("/a?" + "q&".repeat(64)).status());
    assertEquals(400, origin.get("/a?" + "q&".repeat(65)).status());
  }

  @Test
  void target_thatLooksLikeAnAddress_neverRedirects() { // B19
    for (String target : List.of("//evil.test/x", "/\\evil.test", "http:path")) {
      Answer answer = origin.get(target);
      assertTrue(answer.status() == 400 || answer.status() == 404, answer::toString);
      assertFalse(answer.headers().contains("Location"));
    }
  }

  @Test
  void rootPath_isAListingAndNeverAnObject() {
    assertEquals(200, origin.get("/").status());
    assertEquals(200, origin.get("///").status());
    assertEquals(404, origin.call("HEAD", "/").send().status());
    assertEquals(400, origin.call("PUT", "/").send("x").status());
    assertEquals(400, origin.call("DELETE", "/").send().status());
    assertEquals(405, origin.call("POST", "/").send("x").status());
  }
}
