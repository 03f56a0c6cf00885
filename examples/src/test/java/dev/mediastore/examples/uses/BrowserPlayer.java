// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A player under test: hls.js in a headless Chromium, on a page of a site of its own. Nothing but
 * the loopback interface is spoken to. Used by one thread at a time.
 */
final class BrowserPlayer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 80;
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-proxy-server",
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
          "--autoplay-policy=no-user-gesture-required");

  private final HttpServer site;
  private final Path folder;
  private final CompletableFuture<JsonNode> atTheEnd = new CompletableFuture<>();
  private volatile String lastSeen = "nothing";

  /**
   * Starts the site of the player.
   *
   * @param folder for the files of the browser
   */
  BrowserPlayer(Path folder) throws IOException {
    this.folder = folder;
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, String> pages =
        Map.of(
            "/",
            "/player-test/index.html",
            "/hls.min.js",
            "/META-INF/resources/webjars/hls.js/" + text("/hls.version") + "/dist/hls.min.js");
    pages.forEach(
        (path, resource) -> site.createContext(path, exchange -> answer(exchange, resource)));
    site.createContext("/seen", this::seen);
    site.start();
  }

  /** What the browser calls the origin of the page, for CORS policies. */
  String requestOrigin() {
    return "http://127.0.0.1:" + site.getAddress().getPort();
  }

  /**
   * Plays a stream to its end or until the player gives up.
   *
   * @param playlist address of a playlist
   * @return what the page saw
   */
  JsonNode play(URI playlist) throws Exception {
    Path profile = Files.createTempDirectory(folder, "profile");
    String query = "?stream=" + URLEncoder.encode(playlist.toString(), StandardCharsets.UTF_8);
    List<String> command =
        Stream.of(
                Stream.of("chromium"),
                FLAGS.stream(),
                Stream.of("--user-data-dir=" + profile, requestOrigin() + "/" + query))
            .flatMap(words -> words)
            .toList();
    ProcessBuilder chromium =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target", "chromium.log").toFile());
    // What it leaves behind is to be in a folder that goes.
    chromium.environment().put("TMPDIR", folder.toString());
    Process browser = chromium.start();
    try {
      return atTheEnd.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the player came to no end; it last saw " + lastSeen, e);
    } finally {
      end(browser.toHandle());
    }
  }

  /** Ends the browser and its helpers, so that its folder can be deleted. */
  private static void end(ProcessHandle browser) {
    List<ProcessHandle> all = Stream.concat(Stream.of(browser), browser.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  private void seen(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode seen = new ObjectMapper().readTree(exchange.getRequestBody());
      lastSeen = seen.toString();
      if (seen.path("ended").asBoolean() || !seen.path("fatal").isNull()) {
        atTheEnd.complete(seen);
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static void answer(HttpExchange exchange, String resource) throws IOException {
    try (exchange;
        InputStream content = open(resource)) {
      String type = resource.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, 0);
      content.transferTo(exchange.getResponseBody());
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream content = open(resource)) {
      return new String(content.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream content = BrowserPlayer.class.getResourceAsStream(resource);
    if (content == null) {
      throw new FileNotFoundException(resource);
    }
    return content;
  }

  @Override
  public void close() {
    site.stop(0);
  }
}
