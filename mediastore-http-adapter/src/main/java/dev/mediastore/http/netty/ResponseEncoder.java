// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.netty.Translation.BodyFraming;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Writes our own answers without detours, and everything else as Netty does. Used on the event loop
 * of its channel.
 *
 * <p>A body up to {@link #COPIED_BYTES} goes into one buffer with the head: copying it costs less
 * than a second buffer in the system call, and its object is free again at once. A longer one is
 * written as it is.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The last write of an answer fails if one did.
final class ResponseEncoder extends HttpResponseEncoder {
  /** Bodies up to this length are copied behind their head. */
  static final int COPIED_BYTES = 8 * 1024;

  private static final int CHUNK_HEAD_BYTES = 20;

  /** How the body of our own answer in progress is framed, or null if there is none. */
  private @Nullable BodyFraming own;

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof WholeAnswer answer && answer.fields().untouched()) {
      whole(ctx, answer, promise);
    } else if (message instanceof AnswerHead head && head.fields().untouched()) {
      own = head.fields().framing();
      ByteBuf out = ctx.alloc().directBuffer(head.fields().estimate());
      head.fields().encode(head.status(), out);
      ctx.write(out, promise);
    } else if (own != null && message instanceof HttpContent content) {
      content(ctx, own, content, promise);
    } else {
      super.write(ctx, message, promise);
    }
  }

  private static void whole(ChannelHandlerContext ctx, WholeAnswer answer, ChannelPromise promise) {
    ByteBuf body = answer.content();
    int length = body.readableBytes();
    boolean copied = length <= COPIED_BYTES;
    ByteBuf out = ctx.alloc().directBuffer(answer.fields().estimate() + (copied ? length : 0));
    answer.fields().encode(answer.status(), out);
    if (copied) {
      out.writeBytes(body);
      body.release();
      ctx.write(out, promise);
    } else {
      ctx.write(out, ctx.voidPromise());
      ctx.write(body, promise);
    }
  }

  private void content(
      ChannelHandlerContext ctx, BodyFraming framing, HttpContent content, ChannelPromise promise) {
    ByteBuf body = content.content();
    boolean last = content instanceof LastHttpContent;
    if (last) {
      own = null;
    }
    if (framing != BodyFraming.CHUNKED) {
      ctx.write(body, promise);
      return;
    }
    int length = body.readableBytes();
    ByteBuf before = ctx.alloc().directBuffer(CHUNK_HEAD_BYTES);
    if (length > 0) {
      before.writeCharSequence(
          Integer.toHexString(length), java.nio.charset.StandardCharsets.US_ASCII);
      before.writeShort('\r' << 8 | '\n');
      ctx.write(before, ctx.voidPromise());
      ctx.write(body, ctx.voidPromise());
      before = ctx.alloc().directBuffer(CHUNK_HEAD_BYTES).writeShort('\r' << 8 | '\n');
    } else {
      body.release();
    }
    if (last) {
      before.writeByte('0').writeInt('\r' << 24 | '\n' << 16 | '\r' << 8 | '\n');
    }
    ctx.write(before, promise);
  }
}
