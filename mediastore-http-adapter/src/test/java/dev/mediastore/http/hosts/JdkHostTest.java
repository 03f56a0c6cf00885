// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.jdk.MediaStoreJdkHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The contract of hosts over the handler in the server of the JDK. */
class JdkHostTest extends HostContract {

  @Override
  Host start(RequestHandler handler) throws Exception {
    return host(handler);
  }

  /** Each of them holds one. */
  @Override
  int mostThreads() {
    return 240;
  }

  /** That server waits for the rest of the body; its clients have been told to close. */
  @Override
  boolean isClosedAfterRefusal(RawClient client) throws IOException {
    return super.isClosedAfterRefusal(client.endOutput());
  }

  /** That server says it to everyone. */
  @Override
  @Test
  void continue_is_not_said_when_the_request_is_refused() throws Exception {
    try (RawClient client = connect()) {
      client.send(request("PUT /refuse/ HTTP/1.1", "Expect: 100-continue", "Content-Length: 3"));
      assertEquals(100, client.answer().status());
      assertEquals(403, client.answer().status());
      assertEquals(200, client.send("abc" + request("GET /echo/ HTTP/1.1")).answer().status());
    }
  }

  /** That server takes no trailers. */
  @Override
  @Test
  void body_in_transfer_chunks_is_stored_without_its_framing() throws Exception {
    String head = request("PUT /store/a HTTP/1.1", "Transfer-Encoding: chunked");
    String chunks = "5\r\nhello\r\n00A;x=y\r\n 123456789\r\n0\r\n";
    try (RawClient client = connect()) {
      assertEquals("stored 15", client.send(head + chunks + "\r\n").answer().text());
      assertEquals(200, client.send(request("GET /echo/ HTTP/1.1")).answer().status());
      // The next request may begin before the end of this one is reported.
      List<String> ended = List.of(nextEnded(), nextEnded());
      assertEquals(Set.of("sent /store/a", "sent /echo/"), Set.copyOf(ended));
      client.send(head + chunks + "X-Trailer: dropped\r\n\r\n");
      assertEquals(400, client.answer().status());
      assertEquals("lost /store/a", nextEnded());
    }
  }

  static Host host(RequestHandler handler) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", new MediaStoreJdkHandler(handler));
    server.start();
    return new Host() {
      @Override
      public int port() {
        return server.getAddress().getPort();
      }

      @Override
      public void close() {
        server.stop(0);
        threads.shutdownNow();
      }
    };
  }
}
