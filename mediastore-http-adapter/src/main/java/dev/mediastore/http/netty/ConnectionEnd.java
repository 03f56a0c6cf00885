// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/** The ways in which a connection ends; from the first of them nothing is served any more. */
@SuppressWarnings("FutureReturnValueIgnored") // However closing goes, the connection is over.
final class ConnectionEnd {
  private final ChannelHandlerContext ctx;
  private int mayDrop;
  private boolean begun;
  private boolean closed;

  /**
   * @param mayDrop how many bytes of a body are dropped before a client that goes on sending is cut
   */
  ConnectionEnd(ChannelHandlerContext ctx, int mayDrop) {
    this.ctx = ctx;
    this.mayDrop = mayDrop;
  }

  boolean hasBegun() {
    return begun;
  }

  boolean wantsInput() {
    return begun && !closed;
  }

  /** Lets the client read our last answer: says that we are done, and waits until it is too. */
  void linger() {
    if (begun) {
      return;
    }
    begun = true;
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (ctx.channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      close();
    }
  }

  /** Takes what the client still sends. */
  void drop(Object message) {
    if (message instanceof ByteBufHolder holder) {
      mayDrop -= holder.content().readableBytes();
    }
    ReferenceCountUtil.release(message);
    if (mayDrop < 0) {
      reset();
    }
  }

  /** Closes; what was queued is sent, if the client takes it. */
  void close() {
    begun = true;
    if (!closed) {
      closed = true;
      ctx.flush();
      ctx.close();
    }
  }

  void closeWhen(boolean condition) {
    if (condition) {
      close();
    }
  }

  /** Breaks the connection so that the client cannot take a part for the whole. */
  void reset() {
    if (closed) {
      return;
    }
    ctx.flush();
    dropUnsentOnClose(ctx.channel());
    close();
  }

  /**
   * Lets the coming close reset the connection, with nothing of it left on either side. To be
   * called on its loop; nothing happens if it is closed already.
   */
  static void dropUnsentOnClose(Channel connection) {
    try {
      connection.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // Closed meanwhile: both sides know.
    }
  }
}
