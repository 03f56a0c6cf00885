// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.netty.NettyServer;
import java.io.IOException;

/** The contract of hosts over the server of this library. */
class NettyHostTest extends HostContract {

  @Override
  Host start(RequestHandler handler) throws IOException {
    return host(handler);
  }

  static Host host(RequestHandler handler) throws IOException {
    NettyServer server = NettyServer.builder(handler).start();
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
}
