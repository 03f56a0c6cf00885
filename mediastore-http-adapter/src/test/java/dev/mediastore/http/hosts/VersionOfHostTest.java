// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.RecordedLog;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** N12: servlet containers say which they are in the words that the table knows. */
@Timeout(60)
class VersionOfHostTest {
  static Stream<Arguments> containers() {
    return Stream.of(
        Arguments.of("jetty/12.", (Host.Kind) JettyHostTest::host),
        Arguments.of("Apache Tomcat/11.", (Host.Kind) TomcatHostTest::host),
        Arguments.of("Undertow - 2.", (Host.Kind) UndertowHostTest::host));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void N12_containerOfThisBuild_isLookedUp_andGood(String name, Host.Kind kind) throws Exception {
    RecordedLog.clear();
    try (Host host = kind.start(new ScriptedHandler());
        RawClient client = RawClient.connect(host.port())) {
      client.send(HostContract.request("GET /echo/ HTTP/1.1"));
      assertEquals(200, client.answer().status());
    }
    List<String> said =
        RecordedLog.lines().stream().filter(line -> line.contains("HostVersions")).toList();
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).contains(" served by " + name), said::toString);
  }

  @Test
  void N12_codecOfThisBuild_isGood() throws Exception {
    RecordedLog.clear();
    try (Host host = NettyHostTest.host(new ScriptedHandler())) {
      assertTrue(host.port() > 0);
    }
    assertEquals(
        List.of(),
        RecordedLog.lines().stream()
            .filter(line -> line.startsWith("WARN") && line.contains("HostVersions"))
            .toList());
  }
}
