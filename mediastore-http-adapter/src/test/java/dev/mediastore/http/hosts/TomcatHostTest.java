// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.servlet.MediaStoreServlet;
import java.io.File;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;

/** The contract of hosts over the servlet in Tomcat. */
class TomcatHostTest extends HostContract {

  @Override
  Host start(ScriptedHandler handler) throws Exception {
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
    Wrapper servlet = Tomcat.addServlet(context, "mediastore", new MediaStoreServlet(handler));
    servlet.setAsyncSupported(true);
    context.addServletMappingDecoded("/*", "mediastore");
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
