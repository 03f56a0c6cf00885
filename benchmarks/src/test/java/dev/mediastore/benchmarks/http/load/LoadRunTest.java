// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The load counts right answers, and a wrong one ends the run. */
@Timeout(30)
class LoadRunTest {
  private static final int LENGTH = 100_000;

  private final Bodies bodies = new Bodies();
  private HttpServer server;
  private Target target;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/right", 200, bodies.body(1, LENGTH));
    answer("/other", 200, bodies.body(2, LENGTH));
    answer("/short", 200, bodies.body(1, LENGTH - 1));
    answer("/missing", 404, bodies.body(1, LENGTH));
    server.start();
    target = new Target(server.getAddress().getPort(), "/", false, false);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String path, int status, ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private void run(String name) throws IOException, InterruptedException {
    Request get = new Requests(target, false).get(name, bodies.body(1, LENGTH));
    try (LoadRun run = new LoadRun(target)) {
      run.start(2, 1, () -> Choice.inTurn(List.of(get)));
      while (run.counts()[0] < 20) {
        Thread.onSpinWait();
      }
      long[] counts = run.counts();
      assertTrue(counts[1] >= 20L * LENGTH, "bytes " + counts[1]);
    }
  }

  @Test
  void rightAnswers_areCounted() throws Exception {
    run("right");
  }

  @Test
  void wrongAnswers_endTheRun() {
    assertThrows(IOException.class, () -> run("other"));
    assertThrows(IOException.class, () -> run("short"));
    assertThrows(IOException.class, () -> run("missing"));
  }
}
