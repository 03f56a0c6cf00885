// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts a certificate is for. */
class CertificateHostsTest {
  private static final CertificateHosts HOSTS =
      CertificateHosts.of(
          List.of(
              List.of(1, "mail@media.example"),
              List.of(2, "Media.example"),
              List.of(2, "*.cdn.example"),
              List.of(2, "part*.example"),
              List.of(7, "192.0.2.1"),
              List.of(7, "2001:db8:0:0:0:0:0:1")));

  @ParameterizedTest
  @CsvSource({
    "media.example, true",
    "MEDIA.EXAMPLE.:8443, true",
    "media.example:, true",
    "live.media.example, false",
    "a.cdn.example:443, true",
    "cdn.example, false",
    "a.b.cdn.example, false",
    ".cdn.example, false",
    "*.cdn.example, true",
    "party.example, false",
    "192.0.2.1:80, true",
    "192.0.2.2, false",
    "[2001:db8::1]:443, true",
    "[2001:db8::2], false",
    "'', false",
    ":443, false",
    "[, false",
    "mail@media.example, false",
  })
  void host_isCoveredAsClientsJudgeIt(String field, boolean covered) {
    assertEquals(covered, HOSTS.cover(field));
  }

  @Test
  void certificateThatListsNothing_isForAnyHost() {
    assertTrue(CertificateHosts.of(List.<List<?>>of()).cover("media.example"));
    assertTrue(CertificateHosts.of((java.security.cert.Certificate) null).cover("media.example"));
  }
}
