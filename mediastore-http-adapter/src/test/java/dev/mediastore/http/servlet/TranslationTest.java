// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a request's address as a servlet container tells it. */
class TranslationTest {

  private static HttpServletRequest from(String address) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            TranslationTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemoteAddr" -> address;
                  case "getRemotePort" -> 4711;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::1, 0:0:0:0:0:0:0:1",
    "[2001:db8::7], 2001:db8:0:0:0:0:0:7",
    "fe80::7%eth0, fe80:0:0:0:0:0:0:7",
    "[fe80::7%3], fe80:0:0:0:0:0:0:7",
    "::ffff:192.0.2.7, 192.0.2.7",
  })
  void address_inDigits_isThatOfThePeer(String told, String expected) {
    InetSocketAddress peer = Translation.peer(from(told));
    assertEquals(expected, peer.getAddress().getHostAddress());
    assertEquals(4711, peer.getPort());
  }

  /**
   * Some are made of nothing but hexadecimal digits, dots and colons, and some of these are
   * domains.
   */
  @ParameterizedTest
  @CsvSource({
    "cafe.de",
    "dead.beef",
    "fab.ac.be",
    "999.1.1.1",
    "1.2.3",
    "1.2.3.4.5",
    "''",
    ":",
    "[]",
    "[",
    "%"
  })
  void N11_nameThatLooksLikeAnAddress_isNotLookedUp(String told) {
    assertEquals("0.0.0.0", Translation.peer(from(told)).getAddress().getHostAddress());
  }
}
