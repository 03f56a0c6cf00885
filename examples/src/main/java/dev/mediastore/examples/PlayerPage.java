// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page on an origin of its own that plays one stream, with the player from its WebJar: nothing is
 * loaded from outside. Safe for any thread.
 */
final class PlayerPage implements AutoCloseable {
  private static final Map<String, String> TYPES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "player.css", "text/css; charset=utf-8",
          "player.js", "text/javascript; charset=utf-8",
          "hls.min.js", "text/javascript; charset=utf-8");

  private final HttpServer server;
  private final URI stream;

  private PlayerPage(HttpServer server, URI stream) {
    this.server = server;
    this.stream = stream;
  }

  /** Starts serving the page on a free port of the loopback interface. */
  static PlayerPage serve(URI stream) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    PlayerPage page = new PlayerPage(HttpServer.create(any, 0), stream);
    page.server.createContext("/", page::answer);
    page.server.start();
    return page;
  }

  /** Where a browser finds the page. */
  URI uri() {
    String query = "stream=" + URLEncoder.encode(stream.toString(), StandardCharsets.UTF_8);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/?" + query);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.equals("/") ? "index.html" : path.substring(1);
    try (exchange;
        InputStream content = TYPES.containsKey(name) ? open(name) : null) {
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", TYPES.get(name));
      exchange.getResponseHeaders().set("Content-Security-Policy", contentSecurityPolicy());
      exchange.sendResponseHeaders(200, 0);
      content.transferTo(exchange.getResponseBody());
    }
  }

  private String contentSecurityPolicy() {
    String media = stream.getScheme() + "://" + stream.getAuthority();
    return "default-src 'none'; script-src 'self'; style-src 'self'; worker-src blob:; media-src blob: "
        + media
        + "; connect-src "
        + media;
  }

  private static @Nullable InputStream open(String name) throws IOException {
    String resource =
        name.equals("hls.min.js")
            ? "/META-INF/resources/webjars/hls.js/" + hlsVersion() + "/dist/" + name
            : "/player/" + name;
    return PlayerPage.class.getResourceAsStream(resource);
  }

  /** The WebJar keeps its files under its version, which the build writes down. */
  private static String hlsVersion() throws IOException {
    try (InputStream version = PlayerPage.class.getResourceAsStream("/hls.version")) {
      if (version == null) {
        throw new IOException("the build left no hls.version");
      }
      return new String(version.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
