// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  @ParameterizedTest
  @CsvSource({
    "/a/b.ts, a/b.ts, false",
    "//a//b, a/b, false",
    "/a///b/, a/b, true",
    "/, '', false",
    "///, '', false",
    "/a%3Db, a=b, false",
    "/%7Ea, ~a, false",
    "/a+b, a+b, false",
    "/a%2Bb, a+b, false",
    "/a%252e, a%2e, false",
    "/../x, ../x, false",
    "/%2e%2E/x, ../x, false",
    "http://media.test/a, a, false",
    "HTTPS://media.test, '', false",
    "http://media.test?x=1, '', false",
    "//host/path, host/path, false",
  })
  void path_isDecodedOnceAndCollapsed(String target, String path, boolean folderForm) {
    RequestTarget parsed = RequestTarget.parse(target);
    assertEquals(path, parsed.path());
    assertEquals(folderForm, parsed.folderForm());
  }

  @Test
  void rawParts_areKeptAsReceived() {
    RequestTarget target = RequestTarget.parse("//a%2db?x=%31&y");
    assertEquals("//a%2db", target.rawPath());
    assertEquals("x=%31&y", target.rawQuery());
    assertNull(RequestTarget.parse("/a").rawQuery());
    assertEquals("", RequestTarget.parse("/a?").rawQuery());
    assertEquals("/", RequestTarget.parse("http://media.test").rawPath());
    assertEquals("media.test:80", RequestTarget.parse("http://media.test:80/x").authority());
  }

  @Test
  void asterisk_isAFormOfItsOwn() {
    assertTrue(RequestTarget.parse("*").asterisk());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%",
        "/%2",
        "/%GG",
        "/%u002e",
        "/%+1",
        "/% 1",
        "/a%2Fb",
        "/a%2fb",
        "/%00",
        "/%0A",
        "/%7F",
        "/%C0%AE",
        "/%E0%80%AE",
        "/%ED%A0%80",
        "/a#b",
        "/a b",
        "/a\tb",
        "/a\u0000",
        "a/b",
        "http:path",
        "host:80",
        "/\\host%",
        "",
        "**",
      })
  void target_thatHidesSomething_isRefused(String target) {
    ServiceException refused =
        assertThrows(ServiceException.class, () -> RequestTarget.parse(target));
    assertEquals(ServiceError.VALIDATION, refused.error());
  }

  @Property
  void legalPath_readsTheSameHoweverItIsEncoded(
      @ForAll
          @CharRange(from = 'a', to = 'z')
          @CharRange(from = '0', to = ':')
          @StringLength(min = 1, max = 40)
          String name) {
    StringBuilder encoded = new StringBuilder("/");
    name.chars().forEach(c -> encoded.append(String.format("%%%02x", c)));
    assertEquals(name, RequestTarget.parse(encoded.toString()).path());
    assertEquals(name, RequestTarget.parse("/" + name).path());
  }

  @Property
  void anyTarget_isReadOrRefused(@ForAll @StringLength(max = 60) String anything) {
    try {
      assertTrue(RequestTarget.parse("/" + anything).path().indexOf("//") < 0);
    } catch (ServiceException refused) {
      assertEquals(ServiceError.VALIDATION, refused.error());
    }
  }
}
