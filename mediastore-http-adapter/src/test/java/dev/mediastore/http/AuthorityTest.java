// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

  @ParameterizedTest
  @CsvSource({
    "media.test, media.test, -1",
    "MEDIA.Test:8080, media.test, 8080",
    "media.test., media.test, -1",
    "media.test.:80, media.test, 80",
    "127.0.0.1:1, 127.0.0.1, 1",
    "[::1]:65535, [::1], 65535",
    "[2001:DB8::1], [2001:db8::1], -1",
    "my_live.localhost, my_live.localhost, -1",
    "xn--bcher-kva.example, xn--bcher-kva.example, -1",
    "media.test:, media.test, -1",
  })
  void hostAndPort_areNormalised(String text, String host, int port) {
    assertEquals(Optional.of(new Authority(host, port)), Authority.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":80", "a:0", "a:65536", "a:abc", "a:+1", "a:1:2", "a/b", "user@a", "a b", "a,b",
        "a\u0001", "a%20", "[::1", "[]", "[::1]x", "[g]", "::1", ".a", "ä.test",
      })
  void everythingElse_isNoAuthority(String text) {
    assertTrue(Authority.parse(text).isEmpty(), text);
  }
}
