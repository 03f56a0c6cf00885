// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.http.servlet.MediaStoreServlet;
import dev.mediastore.http.servlet.ServletLimits;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of hosts over the servlet in Jetty. */
class JettyHostTest extends HostContract {

  static final ServletLimits LIMITS = new ServletLimits(64 * 1024, Duration.ofMillis(300));

  @Override
  Host start(RequestHandler handler) throws Exception {
    return host(handler);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /%zz", "GET /a%00b", "PUT /%zz", "DELETE /a%", "GET /%zz?a=b"})
  void what_Jetty_refuses_has_the_form_of_all_refusals(String line) throws Exception {
    try (RawClient client = connect()) {
      client.send(request(line + " HTTP/1.1", "Accept: text/html", "Content-Length: 0"));
      Answer answer = client.answer();
      assertEquals(400, answer.status());
      assertEquals("application/json", answer.field("content-type"));
      assertEquals("ValidationException", answer.field("x-amzn-errortype"));
      assertEquals("close", answer.field("connection"));
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      assertTrue(text.startsWith("{"), text);
      assertFalse(text.contains("jetty") || text.contains("<") || text.contains("\tat "), text);
      assertTrue(client.isClosedByServer());
    }
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
    server.setErrorHandler(new JettyRefusals(handler));
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
