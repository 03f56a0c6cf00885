// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mediastore.http.servlet.MediaStoreServlet;
import dev.mediastore.http.servlet.ServletLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The input is what a client sends on one connection, to a whole origin behind the servlet in
 * Jetty. Whatever it is, the answers are well formed and nothing stays behind.
 */
class ServletRequestFuzzTest {
  private static final FuzzedOrigin ORIGIN = new FuzzedOrigin();
  private static final LocalConnector CONNECTOR = start();

  private static LocalConnector start() {
    QueuedThreadPool threads = new QueuedThreadPool(8);
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration settings = new HttpConfiguration();
    settings.setUriCompliance(UriCompliance.UNSAFE);
    settings.setHeaderCacheCaseSensitive(true);
    LocalConnector connector = new LocalConnector(server, new HttpConnectionFactory(settings));
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    ServletHolder servlet =
        new ServletHolder(
            new MediaStoreServlet(
                ORIGIN.http, new ServletLimits(64 * 1024, Duration.ofMillis(300))));
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/*");
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return connector;
  }

  @FuzzTest
  void servletRequest(byte[] input) throws Exception {
    ORIGIN.next();
    LocalConnector.LocalEndPoint client = CONNECTOR.executeRequest("");
    client.addInput(ByteBuffer.wrap(input));
    client.addInputEOF();
    client.waitUntilClosedOrIdleFor(2, TimeUnit.SECONDS);
    String answers = client.takeOutputString(StandardCharsets.ISO_8859_1);
    client.close();
    FuzzedOrigin.requireAnswers(
        new String(input, StandardCharsets.ISO_8859_1), answers == null ? "" : answers);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (!ORIGIN.isNothingHeld() && System.nanoTime() < deadline) {
      Thread.onSpinWait(); // A thread of the server may be about to close.
    }
    ORIGIN.requireNothingHeld();
  }
}
