// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.servlet.MediaStoreServlet;
import java.io.File;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;

/** The contract of hosts over the servlet in Tomcat. */
class TomcatHostTest extends HostContract {
  /** Held, or the setting is lost. */
  private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

  static {
    TOMCAT_LOG.setLevel(Level.OFF);
  }

  @Override
  Host start(RequestHandler handler) throws Exception {
    return host(handler);
  }

  static Host host(RequestHandler handler) throws Exception {
    Path folder = Files.createTempDirectory("tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    connector.setEncodedSolidusHandling("passthrough");
    connector.setEncodedReverseSolidusHandling("passthrough");
    connector.setProperty("maxSwallowSize", "65536");
    connector.setProperty("minSpareThreads", "1");
    ((AbstractProtocol<?>) connector.getProtocolHandler()).setMaxThreads(16);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", new File(folder.toString()).getAbsolutePath());
    Wrapper servlet =
        Tomcat.addServlet(
            context, "mediastore", new MediaStoreServlet(handler, JettyHostTest.LIMITS));
    servlet.setAsyncSupported(true);
    servlet.addMapping("/*");
    tomcat.start();
    return new Host() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        deleteAll(folder.toFile());
      }
    };
  }

  /** Tomcat says it to everyone before the servlet is asked; see {@link MediaStoreServlet}. */
  @Override
  @Test
  void continue_is_not_said_when_the_request_is_refused() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /refuse/ HTTP/1.1", "Expect: 100-continue", "Content-Length: 3"));
      assertEquals(100, client.answer().status());
      Answer answer = client.answer();
      assertEquals(403, answer.status());
      assertEquals("close", answer.field("connection"));
      assertTrue(client.isClosedByServer());
    }
  }

  private static void deleteAll(File file) throws Exception {
    File[] inside = file.listFiles();
    if (inside != null) {
      for (File each : inside) {
        deleteAll(each);
      }
    }
    Files.delete(file.toPath());
  }
}
