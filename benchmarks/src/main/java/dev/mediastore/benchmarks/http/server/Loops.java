// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;

/**
 * The transport of the bare server: the one that ours takes on the same class path.
 *
 * @param channel server channels of this kind run on {@code group}
 */
record Loops(EventLoopGroup group, Class<? extends ServerChannel> channel) {

  static Loops create(int threads) {
    if (IoUring.isAvailable()) {
      return of(threads, IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
    }
    return Epoll.isAvailable()
        ? of(threads, EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
        : of(threads, NioIoHandler.newFactory(), NioServerSocketChannel.class);
  }

  private static Loops of(
      int threads, IoHandlerFactory factory, Class<? extends ServerChannel> channel) {
    return new Loops(new MultiThreadIoEventLoopGroup(threads, factory), channel);
  }
}
