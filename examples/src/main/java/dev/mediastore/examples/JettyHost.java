// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.servlet.MediaStoreServlet;
import dev.mediastore.testkit.TlsMaterial;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** An origin in embedded Jetty. Safe for any thread. */
final class JettyHost implements RunningHost {
  private final Server server;
  private final ServerConnector connector;

  private JettyHost(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  static JettyHost start(
      InetSocketAddress address, RequestHandler handler, @Nullable TlsMaterial tls)
      throws Exception {
    Server server = new Server();
    ServerConnector connector = connector(server, tls);
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    // Signatures cover the raw path: Jetty must hand it on instead of judging it.
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    ServletHolder holder = new ServletHolder(new MediaStoreServlet(handler));
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    server.setHandler(context);
    server.setErrorHandler(new JettyRefusals(handler));
    server.setStopTimeout(5_000);
    server.start();
    return new JettyHost(server, connector);
  }

  private static ServerConnector connector(Server server, @Nullable TlsMaterial tls)
      throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setHeaderCacheCaseSensitive(true);
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (tls == null) {
      return new ServerConnector(server, plain);
    }
    // Clients address the machine by number, which a server name indication cannot carry.
    http.addCustomizer(new SecureRequestCustomizer(false));
    KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, null);
    keys.setKeyEntry("origin", tls.key(), new char[0], new Certificate[] {tls.certificate()});
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(keys);
    context.setKeyStorePassword("");
    return new ServerConnector(
        server, new SslConnectionFactory(context, plain.getProtocol()), plain);
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    }
  }
}
