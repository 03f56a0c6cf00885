// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.HostVersions;
import dev.mediastore.http.RequestHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.Version;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Mounts the service in a Netty pipeline of the embedder's.
 *
 * <pre>{@code
 * protected void initChannel(SocketChannel channel) {
 *   channel.pipeline().addLast(MediaStoreNetty.codec(NettyLimits.defaults()));
 *   MediaStoreNetty.configure(channel.pipeline(), handler, NettyLimits.defaults());
 * }
 * }</pre>
 *
 * <p>In front of it belongs a codec that yields {@link io.netty.handler.codec.http.HttpObject}s:
 * this one, or Netty's {@code HttpServerCodec} if others in the pipeline need that; and nothing
 * that collects whole bodies. The handler takes over reading (it switches {@code autoRead} off) and
 * how the connection ends (half-closure allowed, no closing at the first failed write): leave these
 * options alone. It answers every request that reaches it and passes on what is no HTTP object. How
 * many connections there may be is up to the listener, which has a {@linkplain #connectionGate
 * handler} for it.
 *
 * @since 0.1
 */
public final class MediaStoreNetty {
  /** Name of the handler in the pipeline. */
  public static final String HANDLER_NAME = "mediastore";

  private static final AtomicBoolean CHECKED = new AtomicBoolean();

  private MediaStoreNetty() {}

  /** Warns once if this version of Netty is known to confuse requests. */
  static void checkVersion() {
    if (!CHECKED.get() && CHECKED.compareAndSet(false, true)) {
      Version codec = Version.identify().get("netty-codec-http");
      if (codec != null) {
        HostVersions.check("Netty/" + codec.artifactVersion());
      }
    }
  }

  /**
   * A codec for one channel that refuses what two parsers could read differently, and keeps the
   * limits of {@code limits}. It yields what Netty's {@code HttpServerCodec} yields, except that
   * trailers are dropped.
   */
  public static ChannelHandler codec(NettyLimits limits) {
    return new CombinedChannelDuplexHandler<>(
        new RequestDecoder(limits.syntax()), new ResponseEncoder());
  }

  /**
   * Adds the service to the end of {@code pipeline}; it runs on the channel's event loop. To be
   * called while the channel is initialised, or on its event loop.
   *
   * @throws IllegalArgumentException if {@code handler} may block
   */
  public static void configure(
      ChannelPipeline pipeline, RequestHandler handler, NettyLimits limits) {
    if (handler.mayBlock()) {
      throw new IllegalArgumentException(
          "this handler may block: name an executor group for its calls");
    }
    if (takesOver(pipeline.channel())) {
      pipeline.addLast(
          HANDLER_NAME, new MediaStoreChannelHandler(handler, limits, System::nanoTime));
    }
  }

  /**
   * Adds the service to the end of {@code pipeline}; all calls into {@code handler} run on one
   * thread of {@code executors} per connection, in order.
   */
  @SuppressWarnings("deprecation") // Not before Netty 5 is there another way to do the same.
  public static void configure(
      ChannelPipeline pipeline,
      EventExecutorGroup executors,
      RequestHandler handler,
      NettyLimits limits) {
    if (takesOver(pipeline.channel())) {
      pipeline.addLast(
          executors, HANDLER_NAME, new MediaStoreChannelHandler(handler, limits, System::nanoTime));
    }
  }

  /**
   * Adds the service to the end of {@code pipeline} for a connection of HTTP/2, in place of codec
   * and {@link #configure}: from its preface on, whether it was agreed on by ALPN or known before.
   * Needs {@code netty-codec-http2}.
   *
   * @param executors run all calls into {@code handler}, one thread per connection; null for the
   *     event loop
   * @throws IllegalArgumentException if {@code handler} may block and there are no executors
   */
  public static void configureHttp2(
      ChannelPipeline pipeline,
      @Nullable EventExecutorGroup executors,
      RequestHandler handler,
      NettyLimits limits) {
    if (handler.mayBlock() && executors == null) {
      throw new IllegalArgumentException(
          "this handler may block: name an executor group for its calls");
    }
    if (hasPeer(pipeline.channel())) {
      EventExecutor calls = executors == null ? null : executors.next();
      pipeline.addLast(HANDLER_NAME, Http2Handler.create(handler, calls, limits, System::nanoTime));
    }
  }

  /**
   * A handler for the listener ({@code ServerBootstrap.handler}), not for its connections: it
   * resets those that are accepted beyond {@code limits}. One handler may stand before several
   * listeners, and counts their connections together.
   */
  public static ChannelHandler connectionGate(ConnectionLimits limits) {
    return new ConnectionGate(
        Objects.requireNonNull(limits, "limits"), peer -> false, System::nanoTime);
  }

  /** Here and not in the handler: that is told of its pipeline later, if it has other threads. */
  private static boolean takesOver(Channel channel) {
    checkVersion();
    channel.config().setAutoRead(false);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.config().setOption(ChannelOption.AUTO_CLOSE, false);
    return hasPeer(channel);
  }

  /**
   * Whether it is known who is there, as policies may ask; closes the channel if not. io_uring asks
   * for the address after it has accepted, when a client that was quick to reset has none any more,
   * though what it sent can still be read.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // However closing goes, the connection is over.
  private static boolean hasPeer(Channel channel) {
    if (channel instanceof SocketChannel && channel.remoteAddress() == null) {
      channel.close();
      return false;
    }
    return true;
  }

  /** Finishes what is in progress in {@code pipeline}, and closes its channel. */
  public static void drain(ChannelPipeline pipeline) {
    pipeline.fireUserEventTriggered(MediaStoreChannelHandler.Event.DRAIN);
  }
}
