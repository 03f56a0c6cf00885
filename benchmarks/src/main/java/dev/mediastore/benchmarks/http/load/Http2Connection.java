// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.List;

/**
 * Several requests at a time on a connection of HTTP/2, framed by hand: reading only, and with
 * windows as large as they can be, so that the load costs little and holds nobody up.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A connection that fails is seen when it closes.
final class Http2Connection extends ByteToMessageDecoder {
  private static final int WINDOW = Integer.MAX_VALUE;
  private static final int REFILL_AT = 1 << 29;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int ACK = 1;

  private final Traffic traffic;
  private final Tally tally;
  private final int streams;
  private final Runnable reconnect;
  private final IntObjectMap<AnswerCheck> open = new IntObjectHashMap<>();
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private int nextStream = 1;
  private int unacknowledged;
  private boolean goingAway;
  private boolean gone;

  // The frame being read.
  private int left = -1;
  private int type;
  private int flags;
  private int stream;

  /**
   * Makes a connection.
   *
   * @param reconnect called if the server ended the connection in order
   */
  Http2Connection(Traffic traffic, Tally tally, int streams, Runnable reconnect) {
    this.traffic = traffic;
    this.tally = tally;
    this.streams = streams;
    this.reconnect = reconnect;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    start(ctx);
    super.channelActive(ctx);
  }

  /** Opens the connection and sends the first requests. */
  private void start(ChannelHandlerContext ctx) throws Http2Exception {
    ByteBuf out = ctx.alloc().buffer();
    out.writeBytes(Http2CodecUtil.connectionPrefaceBuf());
    frame(out, 12, Http2FrameTypes.SETTINGS, 0, 0);
    out.writeShort(Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE).writeInt(WINDOW);
    out.writeShort(Http2CodecUtil.SETTINGS_ENABLE_PUSH).writeInt(0);
    frame(out, 4, Http2FrameTypes.WINDOW_UPDATE, 0, 0);
    out.writeInt(WINDOW - 65535);
    ctx.write(out);
    for (int i = 0; i < streams; i++) {
      request(ctx);
    }
    ctx.flush();
  }

  private void request(ChannelHandlerContext ctx) throws Http2Exception {
    Request request = traffic.next();
    int id = nextStream;
    nextStream += 2;
    open.put(id, new AnswerCheck(request));
    ByteBuf out = ctx.alloc().buffer();
    out.writeZero(Http2CodecUtil.FRAME_HEADER_LENGTH);
    encoder.encodeHeaders(id, request.fields(), out);
    int length = out.readableBytes() - Http2CodecUtil.FRAME_HEADER_LENGTH;
    out.markWriterIndex().writerIndex(0);
    frame(out, length, Http2FrameTypes.HEADERS, END_HEADERS | END_STREAM, id);
    ctx.write(out.resetWriterIndex());
  }

  private static void frame(ByteBuf out, int length, int type, int flags, int stream) {
    out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Http2Exception {
    if (tally.isStopping()) {
      in.skipBytes(in.readableBytes());
      ctx.close();
      return;
    }
    if (left < 0) {
      if (in.readableBytes() < Http2CodecUtil.FRAME_HEADER_LENGTH) {
        return;
      }
      left = in.readUnsignedMedium();
      type = in.readByte();
      flags = in.readByte();
      stream = in.readInt();
    }
    if (type == Http2FrameTypes.DATA) {
      data(ctx, in);
    } else if (in.readableBytes() >= left) {
      ByteBuf payload = in.readSlice(left);
      left = -1;
      control(ctx, payload);
    }
  }

  private void data(ChannelHandlerContext ctx, ByteBuf in) throws Http2Exception {
    int length = Math.min(left, in.readableBytes());
    AnswerCheck check = open.get(stream);
    if (check == null) {
      tally.failed("data on a stream that is not open");
      return;
    }
    String wrong = check.body(in, length);
    in.skipBytes(length);
    left -= length;
    unacknowledged += length;
    if (wrong != null) {
      tally.failed(wrong);
    } else if (left == 0) {
      left = -1;
      if ((flags & END_STREAM) != 0) {
        end(ctx, check);
      }
    }
  }

  private void control(ChannelHandlerContext ctx, ByteBuf payload) throws Http2Exception {
    switch (type) {
      case Http2FrameTypes.HEADERS -> {
        AnswerCheck check = open.get(stream);
        if (check == null || (flags & END_HEADERS) == 0) {
          tally.failed("unexpected head of an answer");
          return;
        }
        CharSequence status = decoder.decodeHeaders(stream, payload).status();
        String wrong = check.status(Integer.parseInt(status.toString()));
        if (wrong != null) {
          tally.failed(wrong);
        } else if ((flags & END_STREAM) != 0) {
          end(ctx, check);
        }
      }
      case Http2FrameTypes.SETTINGS -> {
        if ((flags & ACK) == 0) {
          ByteBuf out = ctx.alloc().buffer(9);
          frame(out, 0, Http2FrameTypes.SETTINGS, ACK, 0);
          ctx.writeAndFlush(out);
        }
      }
      case Http2FrameTypes.PING -> {
        if ((flags & ACK) == 0) {
          ByteBuf out = ctx.alloc().buffer(17);
          frame(out, 8, Http2FrameTypes.PING, ACK, 0);
          ctx.writeAndFlush(out.writeBytes(payload));
        }
      }
      case Http2FrameTypes.GO_AWAY -> {
        int last = payload.readInt();
        if (payload.readInt() != 0) {
          tally.failed("sent away by the server");
        }
        goingAway = true;
        open.keySet().removeIf(id -> id > last);
        leaveIfDone(ctx);
      }
      case Http2FrameTypes.RST_STREAM -> tally.failed("broken off by the server");
      default -> {}
    }
  }

  private void end(ChannelHandlerContext ctx, AnswerCheck check) throws Http2Exception {
    String wrong = check.end();
    if (wrong != null) {
      tally.failed(wrong);
      return;
    }
    open.remove(stream);
    tally.answered(check.received());
    traffic.done(check.request());
    if (unacknowledged > REFILL_AT) {
      ByteBuf out = ctx.alloc().buffer(13);
      frame(out, 4, Http2FrameTypes.WINDOW_UPDATE, 0, 0);
      ctx.write(out.writeInt(unacknowledged));
      unacknowledged = 0;
    }
    if (goingAway) {
      leaveIfDone(ctx);
    } else {
      request(ctx);
    }
  }

  private void leaveIfDone(ChannelHandlerContext ctx) {
    if (open.isEmpty() && !left()) {
      ctx.close();
      reconnect.run();
    }
  }

  private boolean left() {
    boolean before = gone;
    gone = true;
    return before;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    ctx.flush();
    super.channelReadComplete(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!tally.isStopping() && !goingAway) {
      tally.failed("connection closed");
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
