// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one connection of the bare server. */
@SuppressWarnings("FutureReturnValueIgnored") // A connection that fails ends the run.
final class BareHandler extends ChannelInboundHandlerAdapter {
  private static final ConcurrentMap<String, BareObject> OBJECTS = new ConcurrentHashMap<>();
  private static final AsciiString TYPE = AsciiString.cached("video/mp4");

  private final @Nullable MessageDigest digest;
  private @Nullable String putPath;
  private @Nullable ByteBuf put;
  private @Nullable BareObject growing;

  BareHandler(boolean digest) throws NoSuchAlgorithmException {
    this.digest = digest ? MessageDigest.getInstance("SHA-256") : null;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpRequest request) {
        head(ctx, request);
      }
      if (message instanceof HttpContent content && putPath != null) {
        body(ctx, content, putPath);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void head(ChannelHandlerContext ctx, HttpRequest request) {
    switch (request.method().name()) {
      case "GET" -> get(ctx, request);
      case "PUT" -> {
        putPath = request.uri();
        if (HttpUtil.isTransferEncodingChunked(request)) {
          growing = new BareObject();
          replace(putPath, growing);
        } else {
          int length = (int) HttpUtil.getContentLength(request, 0L);
          put = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(1, length));
        }
      }
      case "DELETE" -> {
        BareObject old = OBJECTS.remove(request.uri());
        if (old != null) {
          old.release();
        }
        empty(ctx, HttpResponseStatus.OK);
      }
      default -> empty(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED);
    }
  }

  private void body(ChannelHandlerContext ctx, HttpContent content, String path) {
    ByteBuf piece = content.content();
    if (digest != null) {
      digest.update(piece.nioBuffer());
    }
    if (put != null) {
      put.writeBytes(piece);
    } else if (growing != null && piece.isReadable()) {
      int length = piece.readableBytes();
      growing.add(PooledByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(piece));
    }
    if (!(content instanceof LastHttpContent)) {
      return;
    }
    if (digest != null) {
      digest.digest();
    }
    if (put != null) {
      replace(path, BareObject.of(put));
    } else if (growing != null) {
      growing.complete();
    }
    put = null;
    growing = null;
    putPath = null;
    empty(ctx, HttpResponseStatus.OK);
  }

  private static void replace(String path, BareObject object) {
    BareObject old = OBJECTS.put(path, object);
    if (old != null) {
      old.release();
    }
  }

  private static void empty(ChannelHandlerContext ctx, HttpResponseStatus status) {
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    ctx.writeAndFlush(answer);
  }

  private static void get(ChannelHandlerContext ctx, HttpRequest request) {
    BareObject object = OBJECTS.get(request.uri());
    if (object == null) {
      empty(ctx, HttpResponseStatus.NOT_FOUND);
      return;
    }
    ByteBuf whole = object.whole();
    if (whole == null) {
      follow(ctx, object);
      return;
    }
    int size = whole.readableBytes();
    String range = request.headers().get(HttpHeaderNames.RANGE);
    if (range == null) {
      answer(ctx, HttpResponseStatus.OK, whole, null);
      return;
    }
    int dash = range.indexOf('-');
    int first = Integer.parseInt(range, "bytes=".length(), dash, 10);
    int last = Integer.parseInt(range, dash + 1, range.length(), 10);
    answer(
        ctx,
        HttpResponseStatus.PARTIAL_CONTENT,
        whole.slice(first, last - first + 1),
        "bytes " + first + "-" + last + "/" + size);
  }

  private static void answer(
      ChannelHandlerContext ctx, HttpResponseStatus status, ByteBuf body, @Nullable String range) {
    HttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    if (range != null) {
      answer.headers().set(HttpHeaderNames.CONTENT_RANGE, range);
    }
    ctx.writeAndFlush(answer);
  }

  private static void follow(ChannelHandlerContext ctx, BareObject object) {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
        .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    ctx.write(head);
    Follower follower = new Follower(ctx, object);
    object.await(() -> ctx.executor().execute(follower::send));
  }

  /** Sends what arrives; on the event loop of its connection only. */
  private static final class Follower {
    private final ChannelHandlerContext ctx;
    private final BareObject object;
    private int sent;
    private boolean done;

    Follower(ChannelHandlerContext ctx, BareObject object) {
      this.ctx = ctx;
      this.object = object;
    }

    void send() {
      ByteBuf chunk;
      while ((chunk = object.chunk(sent)) != null) {
        sent++;
        ctx.write(new DefaultHttpContent(chunk));
      }
      if (!done && object.isCompleteAfter(sent)) {
        done = true;
        ctx.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
      ctx.flush();
    }
  }
}
