// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.RequestHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection of HTTP/2 without a channel per stream: frames become calls to {@link
 * Http2Streams}, which keeps one small object for each request. Used on its event loop only.
 *
 * <p>Framing, flow control, header compression and the bounds against floods are Netty's: of reset
 * streams (200 in 30 s), of empty frames, of small CONTINUATION frames, of control frames that a
 * client makes us queue. A connection that passes one is closed.
 */
final class Http2Handler extends Http2ConnectionHandler {
  /** Requests at a time on one connection. */
  static final int MAX_STREAMS = 100;

  /** What a client may send ahead, for one stream and for all of a connection together. */
  static final int WINDOW_BYTES = 1024 * 1024;

  /** Answers to pings, settings and resets that may wait for a client that does not read. */
  private static final int MAX_CONTROL_FRAMES = 1000;

  /** What a stream may send before the next one has its turn. */
  private static final int TURN_BYTES = 64 * 1024;

  private final Http2Streams streams;
  private boolean reading;

  private Http2Handler(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Http2Streams streams) {
    super(decoder, encoder, settings);
    this.streams = streams;
  }

  /**
   * A handler for a connection whose first bytes are still to come.
   *
   * @param calls runs all calls into {@code handler}; null for the event loop
   */
  static Http2Handler create(
      RequestHandler handler,
      @Nullable EventExecutor calls,
      NettyLimits limits,
      LongSupplier nanoTime) {
    DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
    connection.remote().maxActiveStreams(MAX_STREAMS); // Also before the setting is acknowledged.
    UniformStreamByteDistributor turns = new UniformStreamByteDistributor(connection);
    turns.minAllocationChunk(TURN_BYTES);
    connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, turns));
    return new Builder(
            connection, new Http2Streams(connection, handler, calls, limits, nanoTime), limits)
        .build();
  }

  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2Handler, Builder> {
    private final Http2Streams streams;

    Builder(DefaultHttp2Connection connection, Http2Streams streams, NettyLimits limits) {
      this.streams = streams;
      connection(connection);
      frameListener(streams);
      initialSettings(
          Http2Settings.defaultSettings()
              .maxConcurrentStreams(MAX_STREAMS)
              .initialWindowSize(WINDOW_BYTES)
              .maxHeaderListSize(limits.syntax().headers()));
      encoderEnforceMaxQueuedControlFrames(MAX_CONTROL_FRAMES);
      headerSensitivityDetector((name, value) -> Http2Fields.differsEachTime(name));
    }

    @Override
    protected Http2Handler build() {
      return super.build();
    }

    @Override
    protected Http2Handler build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new Http2Handler(decoder, encoder, settings, streams);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    super.handlerAdded(ctx);
    streams.attach(ctx, this);
    if (ctx.channel().isActive()) {
      widen(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    super.channelActive(ctx);
    widen(ctx);
  }

  /** The window of a whole connection is no setting: it is widened by hand. */
  private void widen(ChannelHandlerContext ctx) throws Http2Exception {
    decoder()
        .flowController()
        .incrementWindowSize(
            connection().connectionStream(),
            WINDOW_BYTES - decoder().flowController().windowSize(connection().connectionStream()));
    flush(ctx);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    reading = true;
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    reading = false;
    super.channelReadComplete(ctx);
  }

  /** Sends what was written, unless that happens anyway when all that arrived has been read. */
  void flushSoon(ChannelHandlerContext ctx) {
    if (!reading) {
      flush(ctx);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event == MediaStoreChannelHandler.Event.DRAIN) {
      drain(ctx);
    }
    super.userEventTriggered(ctx, event);
  }

  /** Takes no more requests, and closes after those in progress. */
  void drain(ChannelHandlerContext ctx) throws Exception {
    close(ctx, ctx.newPromise());
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    streams.ended();
    super.handlerRemoved0(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    streams.ended();
  }

  /** How often deadlines are looked at: a quarter of the shortest. */
  static Duration tick(NettyLimits.Times times) {
    Duration shortest = times.firstByte();
    for (Duration each :
        new Duration[] {times.keepAlive(), times.stalledUpload(), times.stalledDownload()}) {
      shortest = each.compareTo(shortest) < 0 ? each : shortest;
    }
    return shortest.dividedBy(4);
  }
}
