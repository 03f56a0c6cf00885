// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request after the other on a connection of HTTP/1.1. */
@SuppressWarnings("FutureReturnValueIgnored") // A connection that fails is seen when it closes.
final class Http1Connection extends ChannelInboundHandlerAdapter {
  private static final int LONGEST_HEAD = 4096;

  private final Traffic traffic;
  private final Tally tally;
  private final Runnable reconnect;
  private final byte[] head = new byte[LONGEST_HEAD];
  private int headLength;
  private @Nullable AnswerCheck check;
  private long bodyLeft;
  private boolean lastAnswer;

  /**
   * Makes a connection.
   *
   * @param reconnect called if the server ended the connection in order
   */
  Http1Connection(Traffic traffic, Tally tally, Runnable reconnect) {
    this.traffic = traffic;
    this.tally = tally;
    this.reconnect = reconnect;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    next(ctx);
  }

  private void next(ChannelHandlerContext ctx) {
    if (tally.isStopping()) {
      ctx.close();
      return;
    }
    if (lastAnswer) {
      ctx.close();
      reconnect.run();
      return;
    }
    Request request = traffic.next();
    check = new AnswerCheck(request);
    ctx.write(Unpooled.wrappedBuffer(request.head()));
    if (request.isUpload()) {
      ctx.write(Unpooled.wrappedBuffer(request.body()));
    }
    ctx.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      while (in.isReadable() && !tally.isStopping()) {
        AnswerCheck current = check;
        if (current == null) {
          tally.failed("an answer nobody asked for");
        } else if (bodyLeft > 0) {
          body(ctx, in, current);
        } else {
          head(ctx, in, current);
        }
      }
    } finally {
      in.release();
    }
    if (tally.isStopping()) {
      ctx.close();
    }
  }

  private void head(ChannelHandlerContext ctx, ByteBuf in, AnswerCheck current) {
    while (in.isReadable()) {
      if (headLength == LONGEST_HEAD) {
        tally.failed("head of an answer too long");
        return;
      }
      head[headLength++] = in.readByte();
      if (headLength > 3
          && head[headLength - 1] == '\n'
          && head[headLength - 2] == '\r'
          && head[headLength - 3] == '\n') {
        String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
        headLength = 0;
        head(ctx, text, current);
        return;
      }
    }
  }

  private void head(ChannelHandlerContext ctx, String text, AnswerCheck current) {
    String wrong = current.status(Integer.parseInt(text, 9, 12, 10));
    if (wrong != null) {
      tally.failed(wrong);
      return;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    lastAnswer = lower.contains("\r\nconnection: close");
    int length = lower.indexOf("\r\ncontent-length: ");
    if (length >= 0) {
      int from = length + "\r\ncontent-length: ".length();
      bodyLeft = Long.parseLong(text, from, text.indexOf('\r', from), 10);
    } else if (lower.contains("\r\ntransfer-encoding:")) {
      tally.failed("a body in transfer chunks");
    } else {
      bodyLeft = 0;
    }
    if (bodyLeft == 0) {
      end(ctx, current);
    }
  }

  private void body(ChannelHandlerContext ctx, ByteBuf in, AnswerCheck current) {
    int length = (int) Math.min(bodyLeft, in.readableBytes());
    String wrong = current.body(in, length);
    in.skipBytes(length);
    bodyLeft -= length;
    if (wrong != null) {
      tally.failed(wrong);
    } else if (bodyLeft == 0) {
      end(ctx, current);
    }
  }

  private void end(ChannelHandlerContext ctx, AnswerCheck current) {
    check = null;
    String wrong = current.end();
    if (wrong != null) {
      tally.failed(wrong);
      return;
    }
    tally.answered(current.received() + current.request().body().remaining());
    traffic.done(current.request());
    next(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (check != null && !tally.isStopping()) {
      tally.failed("connection closed before an answer");
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!tally.isStopping()) {
      tally.failed(cause.toString());
    }
    ctx.close();
  }
}
