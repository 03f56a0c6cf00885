// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.RequestHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.EventExecutorGroup;

/**
 * Mounts the service in a Netty pipeline of the embedder's.
 *
 * <pre>{@code
 * protected void initChannel(SocketChannel channel) {
 *   channel.pipeline().addLast(new HttpServerCodec());
 *   MediaStoreNetty.configure(channel.pipeline(), handler, NettyLimits.defaults());
 * }
 * }</pre>
 *
 * <p>In front of it belongs a codec that yields {@link io.netty.handler.codec.http.HttpObject}s,
 * and nothing that collects whole bodies. The handler takes over reading (it switches {@code
 * autoRead} off) and how the connection ends (half-closure allowed, no closing at the first failed
 * write): leave these options alone. It answers every request that reaches it and passes on what is
 * no HTTP object.
 *
 * @since 0.1
 */
public final class MediaStoreNetty {
  /** Name of the handler in the pipeline. */
  public static final String HANDLER_NAME = "mediastore";

  private MediaStoreNetty() {}

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
    pipeline.addLast(HANDLER_NAME, new MediaStoreChannelHandler(handler, limits, System::nanoTime));
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
    pipeline.addLast(
        executors, HANDLER_NAME, new MediaStoreChannelHandler(handler, limits, System::nanoTime));
  }

  /** Finishes what is in progress in {@code pipeline}, and closes its channel. */
  public static void drain(ChannelPipeline pipeline) {
    pipeline.fireUserEventTriggered(MediaStoreChannelHandler.Event.DRAIN);
  }
}
