// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.RequestHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection of HTTP/2, and its deadlines. Used on its event loop only.
 *
 * <p>Deadlines are looked at a few times in the length of the shortest: a stream that neither sends
 * nor takes anything is reset, a connection without streams is closed.
 */
final class Http2Streams extends Http2EventAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Http2Streams.class);

  private final Http2Connection connection;
  private final RequestHandler handler;
  private final @Nullable EventExecutor calls;
  private final NettyLimits limits;
  private final LongSupplier nanoTime;
  private final Http2Connection.PropertyKey key;

  private @Nullable ChannelHandlerContext ctx;
  private @Nullable Http2Handler owner;
  private @Nullable Future<?> timer;
  private long requests;
  private long idleSince;
  private long progressBefore;
  private boolean ended;

  Http2Streams(
      Http2Connection connection,
      RequestHandler handler,
      @Nullable EventExecutor calls,
      NettyLimits limits,
      LongSupplier nanoTime) {
    this.connection = connection;
    this.handler = handler;
    this.calls = calls;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.key = connection.newKey();
  }

  /** Begins to serve. */
  void attach(ChannelHandlerContext context, Http2Handler http2) {
    ctx = context;
    owner = http2;
    idleSince = nanoTime.getAsLong();
    connection.addListener(this);
    schedule();
  }

  /** The connection is gone; its streams have been closed. */
  void ended() {
    ended = true;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private ChannelHandlerContext ctx() {
    return Objects.requireNonNull(ctx);
  }

  private Http2Handler owner() {
    return Objects.requireNonNull(owner);
  }

  private @Nullable Http2Request request(int streamId) {
    Http2Stream stream = connection.stream(streamId);
    return stream == null ? null : stream.getProperty(key);
  }

  private void drain() {
    try {
      owner().drain(ctx());
    } catch (Exception e) {
      LOG.warn("connection not closed in order", e);
      ctx().channel().unsafe().closeForcibly();
    }
  }

  // Frames.

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream) {
    onHeadersRead(context, streamId, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endOfStream) {
    Http2Stream stream = connection.stream(streamId);
    if (stream == null) {
      return; // Reset by us meanwhile.
    }
    Http2Request known = stream.getProperty(key);
    if (known != null) {
      if (endOfStream) {
        known.bodyEnded(); // Trailers are dropped: nothing may be added after the check.
      }
      return;
    }
    Http2Request begun = new Http2Request(ctx(), owner(), stream, handler, calls);
    stream.setProperty(key, begun);
    begun.moved(nanoTime.getAsLong());
    try {
      begun.begin(Http2Fields.head(ctx(), headers, limits), endOfStream);
    } catch (RefusedSyntaxException e) {
      begun.refuse(e.error(), e.publicMessage(), endOfStream);
    }
    if (++requests >= limits.requestsPerConnection()) {
      drain();
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream) {
    Http2Request request = request(streamId);
    int length = data.readableBytes();
    if (request == null) {
      return length + padding;
    }
    request.moved(nanoTime.getAsLong());
    int consumed = request.body(data);
    if (endOfStream) {
      request.bodyEnded();
    }
    return consumed + padding;
  }

  /** Gives the client room again for bytes that were handed on to another thread. */
  static void consumed(Http2Handler owner, ChannelHandlerContext ctx, Http2Stream stream, int n) {
    try {
      if (owner.decoder().flowController().consumeBytes(stream, n)) {
        owner.flushSoon(ctx);
      }
    } catch (Http2Exception e) {
      LOG.debug("window of a stream: {}", e.getMessage());
    }
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    Http2Request request = stream.getProperty(key);
    if (request != null) {
      request.streamClosed();
    }
    if (connection.numActiveStreams() == 0) {
      idleSince = nanoTime.getAsLong();
    }
  }

  // Time.

  private void schedule() {
    if (!ended) {
      Duration tick = Http2Handler.tick(limits.times());
      timer = ctx().executor().schedule(this::look, tick.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    long now = nanoTime.getAsLong();
    if (connection.numActiveStreams() == 0) {
      Duration most = requests == 0 ? limits.times().firstByte() : limits.times().keepAlive();
      if (now - idleSince >= most.toNanos()) {
        drain();
        return;
      }
    } else {
      resetStalled(now);
    }
    schedule();
  }

  private void resetStalled(long now) {
    ChannelOutboundBuffer queue = ctx().channel().unsafe().outboundBuffer();
    long progress =
        ctx().channel().bytesBeforeUnwritable()
            - ctx().channel().bytesBeforeWritable()
            + (queue == null ? 0 : queue.currentProgress());
    boolean socketMoves = progress != progressBefore;
    progressBefore = progress;
    try {
      connection.forEachActiveStream(
          stream -> {
            Http2Request request = stream.getProperty(key);
            if (request != null) {
              int window = connection.remote().flowController().windowSize(stream);
              request.look(now, window, socketMoves, limits.times());
            }
            return true;
          });
    } catch (Http2Exception e) {
      LOG.debug("looking at streams: {}", e.getMessage());
    }
  }
}
