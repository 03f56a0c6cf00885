// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import dev.mediastore.core.MediaStore;
import dev.mediastore.http.Callers;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.netty.ConnectionLimits;
import dev.mediastore.http.netty.MediaStoreNetty;
import dev.mediastore.http.netty.NettyLimits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.logging.LoggingHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A custom origin: one's own Netty server, with its own handlers in front. */
public final class NettyUse implements AutoCloseable {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final MediaStore store;
  private final MediaStoreHttp http;
  private final Channel listener;

  /**
   * Starts the server on a free port.
   *
   * @param accessKey access key of the account root
   * @param secretKey its secret
   */
  public NettyUse(String accessKey, String secretKey) {
    // snippet: netty
    store = MediaStore.builder().memory(256 << 20).build();
    Callers callers = Callers.create().rootKey(accessKey, secretKey, "111122223333");
    http = MediaStoreHttp.builder(store).callers(callers).build();
    ChannelInitializer<SocketChannel> connections =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(new LoggingHandler()); // your own handlers
            channel.pipeline().addLast(new HttpServerCodec());
            MediaStoreNetty.configure(channel.pipeline(), http, NettyLimits.defaults());
          }
        };
    // end of snippet
    listener =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .handler(MediaStoreNetty.connectionGate(ConnectionLimits.defaults()))
            .childHandler(connections)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  /** The port the server listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    loops.shutdownGracefully().syncUninterruptibly();
    http.close();
    store.close();
  }
}
