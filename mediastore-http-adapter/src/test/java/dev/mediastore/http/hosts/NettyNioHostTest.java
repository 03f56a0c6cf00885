// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.netty.NettyServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The contract of hosts over the transport that is everywhere; others run on the fastest. */
class NettyNioHostTest extends HostContract {

  @Override
  Host start(RequestHandler handler) throws IOException {
    return host(handler, NioIoHandler.newFactory(), NioServerSocketChannel.class);
  }

  static Host host(
      RequestHandler handler, IoHandlerFactory io, Class<? extends ServerChannel> channel)
      throws IOException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, io);
    Host host = NettyHostTest.host(NettyServer.builder(handler).eventLoops(loops, channel).start());
    return new Host() {
      @Override
      public int port() {
        return host.port();
      }

      @Override
      public void close() throws Exception {
        host.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
      }
    };
  }
}
