// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.Headers;
import dev.mediastore.http.ServiceError;
import dev.mediastore.http.netty.Lines.RequestLine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests strictly, line by line as they arrive. Used on the event loop of its channel.
 *
 * <p>Netty's own decoder joins folded lines, splits request lines at any blanks, skips any number
 * of empty lines and knows only some of our limits; each is a place where another server may see
 * another request. This one emits the same objects, and reports refused input in the same way: as a
 * message with a failed result, after which nothing more is read.
 *
 * <p>A line that is still incomplete is searched once per byte, however slowly it drips.
 */
final class RequestDecoder extends ByteToMessageDecoder {
  private static final int FIRST_LINE_BYTES = 256;

  private final NettyLimits.Syntax limits;

  private State state = State.REQUEST_LINE;
  private byte[] line = new byte[FIRST_LINE_BYTES];
  private int searched;
  private boolean emptyLineSeen;
  private boolean headAnnounced;

  private @Nullable RequestLine requestLine;
  private Headers.Builder headers = Headers.builder(0);

  /** Requests of one client mostly have as many fields as the one before. */
  private int fieldsBefore;

  private int sectionBytes;
  private int sectionLines;
  private int extensionBytes;
  private long bodyLeft;

  private enum State {
    REQUEST_LINE,
    HEADER_LINES,
    FIXED_BODY,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER_LINES,
    REFUSED
  }

  RequestDecoder(NettyLimits.Syntax limits) {
    this.limits = limits;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      step(in, out);
    } catch (RefusedSyntaxException refused) {
      out.add(failure(refused));
      state = State.REFUSED;
      in.skipBytes(in.readableBytes());
    }
  }

  private HttpObject failure(RefusedSyntaxException cause) {
    HttpObject message =
        state == State.REQUEST_LINE || state == State.HEADER_LINES
            ? new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/")
            : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
    message.setDecoderResult(DecoderResult.failure(cause));
    return message;
  }

  /** Consumes one element; called again as long as that makes progress. */
  private void step(ByteBuf in, List<Object> out) {
    switch (state) {
      case REQUEST_LINE -> requestLine(in);
      case HEADER_LINES -> headerLine(in, out);
      case FIXED_BODY -> fixedBody(in, out);
      case CHUNK_SIZE -> chunkSize(in);
      case CHUNK_DATA -> chunkData(in, out);
      case CHUNK_END -> chunkEnd(in);
      case TRAILER_LINES -> trailerLine(in, out);
      case REFUSED -> in.skipBytes(in.readableBytes());
    }
  }

  private void requestLine(ByteBuf in) {
    if (!Lines.mayStartRequest(in.getByte(in.readerIndex()))) {
      throw Framing.malformed("not a request"); // TLS on the plain port, most likely.
    }
    int length = readLine(in, limits.requestLine(), ServiceError.TARGET_TOO_LONG);
    if (length < 0) {
      return;
    }
    if (length == 0 && !emptyLineSeen) {
      emptyLineSeen = true; // Some clients end a body with one too many.
      return;
    }
    requestLine = RequestLine.parse(line, length);
    headers = Headers.builder(fieldsBefore);
    state = State.HEADER_LINES;
    startSection();
  }

  private void headerLine(ByteBuf in, List<Object> out) {
    int length = readLine(in, limits.headerLine(), ServiceError.HEADERS_TOO_LARGE);
    if (length < 0) {
      return;
    }
    if (length > 0) {
      count(length, limits.headers(), limits.headerCount(), ServiceError.HEADERS_TOO_LARGE);
      Lines.Field field = LineCache.ofThread().field(line, length);
      headers.add(field.name(), field.value());
    } else if (requestLine != null) {
      headComplete(requestLine, out);
    }
  }

  private void headComplete(RequestLine head, List<Object> out) {
    Headers fields = headers.build();
    bodyLeft = Framing.of(fields, head.version(), limits);
    out.add(new ReceivedRequest(head.version(), head.method(), head.target(), fields, bodyLeft));
    fieldsBefore = fields.size();
    headAnnounced = false;
    if (bodyLeft == Framing.CHUNKED) {
      state = State.CHUNK_SIZE;
      extensionBytes = 0;
    } else if (bodyLeft > 0) {
      state = State.FIXED_BODY;
    } else {
      requestComplete(LastHttpContent.EMPTY_LAST_CONTENT, out);
    }
  }

  private void requestComplete(LastHttpContent last, List<Object> out) {
    out.add(last);
    requestLine = null;
    emptyLineSeen = false;
    state = State.REQUEST_LINE;
  }

  private void fixedBody(ByteBuf in, List<Object> out) {
    ByteBuf piece = piece(in);
    if (bodyLeft == 0) {
      requestComplete(new DefaultLastHttpContent(piece), out);
    } else {
      out.add(new DefaultHttpContent(piece));
    }
  }

  private ByteBuf piece(ByteBuf in) {
    int size = (int) Math.min(bodyLeft, in.readableBytes());
    bodyLeft -= size;
    return in.readRetainedSlice(size);
  }

  private void chunkSize(ByteBuf in) {
    int length = readLine(in, limits.chunkLine(), ServiceError.VALIDATION);
    if (length < 0) {
      return;
    }
    bodyLeft = Lines.chunkSize(line, length);
    extensionBytes += Lines.extensionLength(line, length);
    if (extensionBytes > limits.chunkExtensions()) {
      throw Framing.malformed("too many chunk extensions");
    }
    state = bodyLeft == 0 ? State.TRAILER_LINES : State.CHUNK_DATA;
    startSection();
  }

  private void chunkData(ByteBuf in, List<Object> out) {
    out.add(new DefaultHttpContent(piece(in)));
    if (bodyLeft == 0) {
      state = State.CHUNK_END;
    }
  }

  private void chunkEnd(ByteBuf in) {
    if (in.getByte(in.readerIndex()) != '\r') {
      throw Framing.malformed("malformed end of a chunk");
    }
    if (in.readableBytes() < 2) {
      return;
    }
    if (in.getByte(in.readerIndex() + 1) != '\n') {
      throw Framing.malformed("malformed end of a chunk");
    }
    in.skipBytes(2);
    state = State.CHUNK_SIZE;
  }

  /** Trailers are checked like header fields, and dropped: nothing may be added after the check. */
  private void trailerLine(ByteBuf in, List<Object> out) {
    int length = readLine(in, limits.trailers(), ServiceError.VALIDATION);
    if (length < 0) {
      return;
    }
    if (length == 0) {
      requestComplete(LastHttpContent.EMPTY_LAST_CONTENT, out);
      return;
    }
    count(length, limits.trailers(), limits.trailerCount(), ServiceError.VALIDATION);
    Lines.field(line, length);
  }

  private void startSection() {
    sectionBytes = 0;
    sectionLines = 0;
  }

  private void count(int length, int mostBytes, int mostLines, ServiceError excess) {
    sectionBytes += length + 2;
    if (sectionBytes > mostBytes || ++sectionLines > mostLines) {
      throw tooLong(excess);
    }
  }

  /**
   * Reads a line that ends in CR LF into {@link #line}.
   *
   * @return its length without line end, or -1 if its end has not arrived
   */
  private int readLine(ByteBuf in, int limit, ServiceError excess) {
    int start = in.readerIndex();
    int end = in.indexOf(start + searched, in.writerIndex(), (byte) '\n');
    int length = (end < 0 ? in.writerIndex() : end) - start;
    if (length > limit + 1) {
      throw tooLong(excess);
    }
    if (end < 0) {
      searched = length;
      return -1;
    }
    searched = 0;
    if (length == 0 || in.getByte(end - 1) != '\r') {
      throw Framing.malformed("line without carriage return");
    }
    if (line.length < length) {
      line = Arrays.copyOf(line, Math.max(length, 2 * line.length));
    }
    in.readBytes(line, 0, length);
    in.skipBytes(1);
    return length - 1;
  }

  private static RefusedSyntaxException tooLong(ServiceError excess) {
    return new RefusedSyntaxException(
        excess,
        switch (excess) {
          case TARGET_TOO_LONG -> "request line too long";
          case HEADERS_TOO_LARGE -> "headers too large";
          default -> "too much between the parts of the body";
        });
  }

  /** Says once per request that a head has begun to arrive and is not complete. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    boolean begun = state == State.HEADER_LINES || (state == State.REQUEST_LINE && searched > 0);
    if (begun && !headAnnounced) {
      headAnnounced = true;
      ctx.fireUserEventTriggered(MediaStoreChannelHandler.Event.HEAD_STARTED);
    }
    super.channelReadComplete(ctx);
  }
}
