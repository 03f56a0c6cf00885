// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.servlet.MediaStoreServlet;
import dev.mediastore.http.servlet.ServletLimits;
import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The contract of hosts over the servlet in Jetty. */
class JettyHostTest extends HostContract {

  static final ServletLimits LIMITS = new ServletLimits(64 * 1024, Duration.ofMillis(300));

  @Override
  Host start(RequestHandler handler) throws Exception {
    return host(handler);
  }

  static Host host(RequestHandler handler) throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(16);
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration settings = new HttpConfiguration();
    settings.setUriCompliance(UriCompliance.UNSAFE);
    settings.setHeaderCacheCaseSensitive(true);
    settings.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(settings));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    ServletHolder servlet = new ServletHolder(new MediaStoreServlet(handler, LIMITS));
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/*");
    server.setHandler(context);
    server.start();
    return new Host() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void close() throws Exception {
        server.stop();
      }
    };
  }
}
