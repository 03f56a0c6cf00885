// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Event loops with the kind of channel they drive.
 *
 * @param channel server channels of this kind run on {@code loops}
 * @param options adds what connections need on these loops
 */
record Transport(
    EventLoopGroup loops,
    Class<? extends ServerChannel> channel,
    Consumer<ServerBootstrap> options) {

  /** Event loops of an embedder's, whose options are those of any other. */
  Transport(EventLoopGroup loops, Class<? extends ServerChannel> channel) {
    this(loops, channel, bootstrap -> {});
  }

  /** The fastest whose classes and library are there, and which the system permits. */
  static Transport create(String name, int threads) {
    ThreadFactory factory = new DefaultThreadFactory(name, true);
    if (isThere(() -> Uring.isAvailable())) {
      return Uring.create(threads, factory);
    }
    return isThere(() -> Native.isAvailable())
        ? Native.create(threads, factory)
        : nio(threads, factory);
  }

  @SuppressWarnings("deprecation") // The replacement exists in Netty 4.2 only.
  private static Transport nio(int threads, ThreadFactory factory) {
    return new Transport(new NioEventLoopGroup(threads, factory), NioServerSocketChannel.class);
  }

  private static boolean isThere(BooleanSupplier available) {
    try {
      return available.getAsBoolean();
    } catch (LinkageError e) {
      return false; // The optional artifact is not on the class path.
    }
  }

  /**
   * Linux io_uring. Apart, so that the classes it names are looked up only when it is used.
   *
   * <p>Reads go into a ring of buffers that all connections of a loop share. Without one, Netty
   * 4.2.18 waits for the next readiness before each read, and of a connection that was reset behind
   * its last bytes there is none: nobody learns of the loss.
   */
  private static final class Uring {
    private static final short RING = 1;
    private static final short RING_BUFFERS = 128;
    private static final int BATCH = 16;
    private static final int BUFFER_BYTES = 32 * 1024;

    static boolean isAvailable() {
      return IoUring.isAvailable() && IoUring.isRegisterBufferRingSupported();
    }

    static Transport create(int threads, ThreadFactory factory) {
      IoUringBufferRingConfig ring =
          IoUringBufferRingConfig.builder()
              .bufferGroupId(RING)
              .bufferRingSize(RING_BUFFERS)
              .batchSize(BATCH)
              .allocator(new IoUringFixedBufferRingAllocator(BUFFER_BYTES))
              .build();
      IoUringIoHandlerConfig config = new IoUringIoHandlerConfig().setBufferRingConfig(ring);
      return new Transport(
          new MultiThreadIoEventLoopGroup(threads, factory, IoUringIoHandler.newFactory(config)),
          IoUringServerSocketChannel.class,
          bootstrap -> bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, RING));
    }
  }

  /** Linux epoll. Apart, so that the classes it names are looked up only when it is used. */
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
