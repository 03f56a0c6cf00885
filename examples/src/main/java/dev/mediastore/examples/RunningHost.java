// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.netty.NettyServer;
import dev.mediastore.testkit.TlsMaterial;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The server that carries a stand-alone origin. */
interface RunningHost extends AutoCloseable {

  /** The port it listens on. */
  int port();

  @Override
  void close();

  static RunningHost start(OriginOptions options, RequestHandler handler, @Nullable TlsMaterial tls)
      throws Exception {
    // Loopback by number: the endpoints it prints are numeric, whatever localhost means here.
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), options.port());
    return switch (options.host()) {
      case NETTY -> netty(address, handler, tls);
      case SERVLET -> JettyHost.start(address, handler, tls);
    };
  }

  private static RunningHost netty(
      InetSocketAddress address, RequestHandler handler, @Nullable TlsMaterial tls)
      throws IOException {
    NettyServer.Builder builder = NettyServer.builder(handler).address(address);
    if (tls != null) {
      SslContext context =
          SslContextBuilder.forServer(tls.key(), tls.certificate())
              .protocols("TLSv1.3", "TLSv1.2")
              .build();
      builder.tls(context);
    }
    NettyServer server = builder.start();
    return new RunningHost() {
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
