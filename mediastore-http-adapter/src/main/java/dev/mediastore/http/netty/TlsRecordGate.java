// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the socket and a {@link io.netty.handler.ssl.SslHandler} and keeps two things from
 * it that cost a server more than its client. Used on the event loop of its channel.
 *
 * <ul>
 *   <li>A handshake behind the first (renegotiation, TLS 1.2 only): the connection is closed. In
 *       TLS 1.3 what follows the handshake does not show as one.
 *   <li>Messages that TLS answers by itself (key updates), from a client that reads no answers:
 *       nothing more is read until it does, or is cut for reading nothing.
 * </ul>
 */
@SuppressWarnings("FutureReturnValueIgnored") // However closing goes, the connection is over.
final class TlsRecordGate extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(TlsRecordGate.class);
  private static final int HEADER_BYTES = 5;
  private static final int HANDSHAKE = 22;

  private final BooleanSupplier established;

  /** Bytes of the present record, behind its header, that are still to come. */
  private int left;

  /** Bytes seen so far of a header that is not complete: type, version, length. */
  private int headerSeen;

  private int length;
  private boolean readWanted;

  /**
   * Makes a handler.
   *
   * @param established whether the first handshake has succeeded
   */
  TlsRecordGate(BooleanSupplier established) {
    this.established = established;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes && isRenegotiation(bytes)) {
      LOG.debug("renegotiation refused");
      ReferenceCountUtil.release(message);
      ctx.close();
      return;
    }
    ctx.fireChannelRead(message);
  }

  /** Follows the records by their headers (RFC 5246 section 6.2.1), wherever they are cut. */
  private boolean isRenegotiation(ByteBuf bytes) {
    boolean late = established.getAsBoolean();
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex()) {
      if (left > 0) {
        int skipped = Math.min(left, bytes.writerIndex() - at);
        left -= skipped;
        at += skipped;
        continue;
      }
      int next = bytes.getUnsignedByte(at++);
      if (headerSeen == 0 && next == HANDSHAKE && late) {
        return true;
      }
      headerSeen++;
      if (headerSeen == HEADER_BYTES - 1) {
        length = next << 8;
      } else if (headerSeen == HEADER_BYTES) {
        left = length | next;
        headerSeen = 0;
      }
    }
    return false;
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() || isOutputShutdown(ctx)) {
      ctx.read();
    } else {
      readWanted = true;
    }
  }

  /** Then nothing is answered any more, and uploads that are complete are still carried out. */
  private static boolean isOutputShutdown(ChannelHandlerContext ctx) {
    return ctx.channel() instanceof DuplexChannel duplex && duplex.isOutputShutdown();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (readWanted && ctx.channel().isWritable()) {
      readWanted = false;
      ctx.read();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (readWanted && event == ChannelOutputShutdownEvent.INSTANCE) {
      readWanted = false;
      ctx.read();
    }
    ctx.fireUserEventTriggered(event);
  }
}
