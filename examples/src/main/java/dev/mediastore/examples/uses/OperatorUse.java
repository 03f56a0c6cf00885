// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Callers;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.netty.NettyServer;
import dev.mediastore.http.observation.AccessLog;
import dev.mediastore.http.observation.AccessLogFile;
import dev.mediastore.http.observation.AuditTrail;
import dev.mediastore.micrometer.MediaStoreMeters;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An origin as an operator runs it: access logs in a file, an audit trail in the log, a health
 * endpoint, and meters that Prometheus scrapes from a port of their own, which clients of the
 * origin do not reach.
 */
public final class OperatorUse implements AutoCloseable {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AccessLogFile accessLogFile;
  private final AccessLog accessLog;
  private final AuditTrail audit;
  private final MediaStore store;
  private final MediaStoreHttp http;
  private final NettyServer server;
  private final HttpServer scraped;

  /**
   * Starts the origin and the port for Prometheus, both free ones of the loopback interface.
   *
   * @param accessKey access key of the account root
   * @param secretKey its secret
   * @param logFile where the access log is appended
   * @throws IOException if there is no free port
   */
  public OperatorUse(String accessKey, String secretKey, Path logFile) throws IOException {
    // snippet: operator
    store = MediaStore.builder().memory(256 << 20).build();
    accessLogFile = new AccessLogFile(logFile);
    accessLog = AccessLog.to(accessLogFile); // containers with StartAccessLogging
    audit = AuditTrail.to(entry -> AUDIT.info("{}", entry.toJson()));
    http =
        MediaStoreHttp.builder(store)
            .callers(Callers.create().rootKey(accessKey, secretKey, "111122223333"))
            .healthEndpoint("/health")
            .listener(accessLog)
            .listener(audit)
            .listener(MediaStoreMeters.of(store, meters))
            .build();
    // end of snippet
    new JvmMemoryMetrics().bindTo(meters);
    server = NettyServer.builder(http).port(0).start();
    scraped = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    scraped.createContext("/metrics", this::scrape);
    scraped.start();
  }

  private void scrape(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] text = meters.scrape(PROMETHEUS_TEXT).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", PROMETHEUS_TEXT);
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  /** The store, for what an operator does in process. */
  public MediaStore store() {
    return store;
  }

  /** The port of the origin. */
  public int port() {
    return server.port();
  }

  /** The port of {@code /metrics}. */
  public int metricsPort() {
    return scraped.getAddress().getPort();
  }

  @Override
  public void close() {
    server.close();
    scraped.stop(0);
    http.close();
    accessLog.close(); // writes what still waits
    audit.close();
    accessLogFile.close();
    store.close();
    meters.close();
  }
}
