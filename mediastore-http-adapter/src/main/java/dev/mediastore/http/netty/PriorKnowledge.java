// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a plain connection: the preface of HTTP/2 (RFC 9113 section 3.4), or
 * anything else. Used on the event loop of its channel; leaves the pipeline when it knows.
 */
@SuppressWarnings("FutureReturnValueIgnored") // However closing goes, the connection is over.
final class PriorKnowledge extends ByteToMessageDecoder {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Duration patience;
  private final BiConsumer<ChannelHandlerContext, Boolean> choice;
  private @Nullable Future<?> timer;

  /**
   * Makes a handler.
   *
   * @param patience how long the first bytes may take
   * @param choice adds the handlers that follow; told whether it is HTTP/2
   */
  PriorKnowledge(Duration patience, BiConsumer<ChannelHandlerContext, Boolean> choice) {
    this.patience = patience;
    this.choice = choice;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    timer = ctx.executor().schedule(() -> ctx.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int length = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        choose(ctx, false);
        return;
      }
    }
    if (length == PREFACE.length) {
      choose(ctx, true);
    }
  }

  /** What was read goes on to the handlers that were added when this one is removed. */
  private void choose(ChannelHandlerContext ctx, boolean http2) {
    choice.accept(ctx, http2);
    ctx.pipeline().remove(this);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event == MediaStoreChannelHandler.Event.DRAIN) {
      ctx.close();
    }
    super.userEventTriggered(ctx, event);
  }

  /** Nobody behind this one is there yet to hear of it. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
