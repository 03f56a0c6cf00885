// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ResourceServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with its own servlet for files, as it comes: its cache holds them in memory. */
public final class JettyServer {
  private JettyServer() {}

  /**
   * Starts the server.
   *
   * @param arguments the folder to serve
   */
  public static void main(String[] arguments) throws Exception {
    ServletHolder files = new ServletHolder(new ResourceServlet());
    files.setInitParameter("baseResource", Path.of(arguments[0]).toUri().toString());
    files.setInitParameter("pathInfoOnly", "true");
    files.setInitParameter("acceptRanges", "true");
    files.setInitParameter("maxCacheSize", Integer.toString(1 << 30));
    files.setInitParameter("maxCachedFileSize", Integer.toString(64 << 20));
    ServerControl.serve(start(files));
  }

  /** Starts Jetty with one servlet for everything. */
  static int start(ServletHolder servlet) throws Exception {
    Server server = new Server(new QueuedThreadPool(16, 4));
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(servlet, "/*");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setHeaderCacheCaseSensitive(true);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
    return connector.getLocalPort();
  }
}
