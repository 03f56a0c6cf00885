// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Callers;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.servlet.MediaStoreServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An existing servlet server gets a media origin beside its own servlets. */
public final class ServletUse implements AutoCloseable {

  /** What the server did before. */
  private static final class Greeting extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("hello");
    }
  }

  private final Server server = new Server();
  private final ServerConnector connector;
  private final MediaStore store;
  private final MediaStoreHttp http;

  /**
   * Starts the server on a free port.
   *
   * @param accessKey access key of the account root
   * @param secretKey its secret
   */
  public ServletUse(String accessKey, String secretKey) throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Greeting()), "/hello");
    // snippet: servlet
    store = MediaStore.builder().memory(256 << 20).build();
    http =
        MediaStoreHttp.builder(store)
            .callers(Callers.create().rootKey(accessKey, secretKey, "111122223333"))
            .build();
    ServletHolder origin = new ServletHolder(new MediaStoreServlet(http));
    origin.setAsyncSupported(true);
    context.addServlet(origin, "/"); // whatever no other servlet answers
    // end of snippet
    HttpConfiguration configuration = new HttpConfiguration();
    // Signatures cover the raw path: Jetty must hand it on instead of judging it.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setHeaderCacheCaseSensitive(true);
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  /** The port the server listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
    http.close();
    store.close();
  }
}
