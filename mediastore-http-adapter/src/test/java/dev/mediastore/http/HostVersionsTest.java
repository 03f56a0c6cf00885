// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** N12: servers that are known to read requests otherwise than others. */
class HostVersionsTest {

  @ParameterizedTest
  @CsvSource({
    "jetty/12.0.32, 12.0.33",
    "jetty/12.1.6, 12.1.7",
    "jetty/11.0.26, 12.0.33",
    "jetty/9.4.58.v20250814, 12.0.33",
    "Apache Tomcat/11.0.18, 11.0.20",
    "Apache Tomcat/10.1.52, 10.1.53",
    "Apache Tomcat/9.0.118, 10.1.53",
    "Undertow - 2.3.24.Final, 2.3.25",
    "Undertow - 2.2.40.Final, 2.3.25",
    "Netty/4.2.9.Final, 4.2.10",
    "Netty/4.1.131.Final, 4.1.132",
  })
  void N12_versionWithAFlaw_isWarnedOf_withTheOneToTake(String server, String better) {
    RecordedLog.clear();
    HostVersions.check(server);
    String line = RecordedLog.lines().get(RecordedLog.lines().size() - 1);
    assertTrue(line.startsWith("WARN dev.mediastore.http.HostVersions " + server), line);
    assertTrue(line.endsWith("take " + better + " or newer"), line);
  }

  @ParameterizedTest
  @CsvSource({
    "jetty/12.0.33",
    "jetty/12.0.36",
    "jetty/12.1.7",
    "jetty/12.2.0",
    "jetty/13.0.0",
    "Apache Tomcat/11.0.27",
    "Apache Tomcat/11.1.0",
    "Undertow - 2.3.26.Final",
    "Undertow - 2.4.0.Final",
    "Netty/4.2.18.Final",
    "Netty/5.0.0",
    "WildFly Full 30.0.0.Final (WildFly Core 22.0.1.Final) - 2.3.10.Final",
    "jetty/12.0.99999999999",
    "jetty",
    "''",
  })
  void N12_otherVersionsAndServersNobodyKnows_areNot(String server) {
    assertEquals("", HostVersions.advice(server).orElse(""));
  }
}
