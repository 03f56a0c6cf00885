// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;

/**
 * Event loops with the kind of channel they drive.
 *
 * @param channel server channels of this kind run on {@code loops}
 */
record Transport(EventLoopGroup loops, Class<? extends ServerChannel> channel) {

  /** The native one where its classes and its library are there, else the JDK's. */
  static Transport create(String name, int threads) {
    ThreadFactory factory = new DefaultThreadFactory(name, true);
    return isEpollThere() ? Native.create(threads, factory) : nio(threads, factory);
  }

  @SuppressWarnings("deprecation") // The replacement exists in Netty 4.2 only.
  private static Transport nio(int threads, ThreadFactory factory) {
    return new Transport(new NioEventLoopGroup(threads, factory), NioServerSocketChannel.class);
  }

  private static boolean isEpollThere() {
    try {
      return Native.isAvailable();
    } catch (LinkageError e) {
      return false; // The optional artifact is not on the class path.
    }
  }

  /** Apart, so that the classes it names are looked up only when it is used. */
  private static final class Native {
    static boolean isAvailable() {
      return Epoll.isAvailable();
    }

    @SuppressWarnings("deprecation") // The replacement exists in Netty 4.2 only.
    static Transport create(int threads, ThreadFactory factory) {
      return new Transport(
          new EpollEventLoopGroup(threads, factory), EpollServerSocketChannel.class);
    }
  }
}
