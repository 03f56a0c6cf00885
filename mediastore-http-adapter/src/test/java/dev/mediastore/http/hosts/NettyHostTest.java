// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.netty.NettyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** The contract of hosts over the server of this library. */
class NettyHostTest extends HostContract {

  @Override
  Host start(RequestHandler handler) throws IOException {
    return host(handler);
  }

  static Host host(RequestHandler handler) throws IOException {
    return host(NettyServer.builder(handler).start());
  }

  static Host host(NettyServer server) {
    return new Host() {
      @Override
      public int port() {
        return server.port();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  /**
   * More is under way than the server has room for when the client closes, so most of it is still
   * with the client's system, which would throw it away on the first answer.
   */
  @Test
  void uploads_sent_ahead_by_a_client_that_hangs_up_are_all_stored() throws Exception {
    int uploads = 15;
    byte[] body = bytes(20_000);
    try (RawClient client = RawClient.over(socketWithRoomFor(uploads * body.length))) {
      client.send(request("GET /deferred/ HTTP/1.1"));
      for (int i = 0; i < uploads; i++) {
        client.send(request("PUT /store/" + i + " HTTP/1.1", "Content-Length: " + body.length));
        client.send(body);
      }
    }
    handler.deferred.take().run();
    for (int i = 0; i <= uploads; i++) {
      assertNotNull(nextEnded(), "request " + i + " never came");
    }
    assertEquals(uploads, handler.stored.size());
    assertArrayEquals(body, handler.stored.get("14"));
  }

  private Socket socketWithRoomFor(int bytes) throws IOException {
    Socket socket = new Socket();
    socket.setSendBufferSize(bytes);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), host.port()));
    return socket;
  }
}
