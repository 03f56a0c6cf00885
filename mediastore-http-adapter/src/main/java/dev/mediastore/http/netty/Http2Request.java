// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.Exchange;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.ServiceError;
import dev.mediastore.http.netty.Translation.BodyFraming;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on a stream of HTTP/2, from its head to the last byte of its answer.
 *
 * <p>Two threads may be at work, which are one unless the handler may block: the event loop reads
 * and writes frames, and the calls thread makes all calls into the service. What belongs to which
 * is said at the fields; they hand tasks to each other.
 *
 * <p>Owns the body of the answer: at most {@link #MOST_PIECES} views of it are in the hands of the
 * connection, which sends of them what the windows of client and socket allow; it is closed when
 * the connection has let go of the last.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A frame that cannot be written ends the stream.
final class Http2Request implements ResponseSink {
  private static final Logger LOG = LoggerFactory.getLogger(Http2Request.class);
  private static final int PIECE_BYTES = 256 * 1024;
  private static final int MOST_PIECES = 2;

  // Never changed.
  private final ChannelHandlerContext ctx;
  private final Http2Handler owner;
  private final Http2Stream stream;
  private final RequestHandler handler;
  private final EventExecutor loop;
  private final EventExecutor calls;

  // Of the calls thread.
  private @Nullable Exchange exchange;
  private @Nullable Response response;
  private BodyFraming framing = BodyFraming.NONE;
  private boolean headMethod;
  private boolean bodyEnded;
  private boolean delivered;
  private boolean over;
  private boolean closed;
  private boolean bodyClosed;
  private long bytes;
  private int views;
  private State state = State.WAITING;
  private boolean pumping;

  // Of the event loop.
  private long movedAt;
  private int windowBefore;
  private int unsent;

  private enum State {
    /** No answer yet. */
    WAITING,
    SENDING,
    /** The connection has everything, but has not sent it yet. */
    QUEUED,
    ENDED
  }

  Http2Request(
      ChannelHandlerContext ctx,
      Http2Handler owner,
      Http2Stream stream,
      RequestHandler handler,
      @Nullable EventExecutor calls) {
    this.ctx = ctx;
    this.owner = owner;
    this.stream = stream;
    this.handler = handler;
    this.loop = ctx.executor();
    this.calls = calls == null ? loop : calls;
  }

  private static void on(EventExecutor thread, Runnable task) {
    if (thread.inEventLoop()) {
      task.run();
      return;
    }
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("a stream outlived its server");
    }
  }

  // From the event loop.

  void begin(RequestHead head, boolean noBody) {
    on(calls, () -> beginCall(head, noBody));
  }

  /** Answers what never became a request. */
  void refuse(ServiceError error, String publicMessage, boolean noBody) {
    on(
        calls,
        () -> {
          bodyEnded = noBody;
          over = true;
          answer(handler.refuse(error, publicMessage, Translation.peer(ctx)));
        });
  }

  /**
   * Hands bytes of the body on.
   *
   * @return how many of them have been consumed; the others will be
   */
  int body(ByteBuf data) {
    int length = data.readableBytes();
    if (calls.inEventLoop()) {
      take(data);
      return length;
    }
    ByteBuf kept = data.retain();
    try {
      calls.execute(
          () -> {
            try {
              take(kept);
            } finally {
              kept.release();
            }
            on(loop, () -> Http2Streams.consumed(owner, ctx, stream, length));
          });
      return 0;
    } catch (RejectedExecutionException e) {
      kept.release();
      return length;
    }
  }

  void bodyEnded() {
    on(calls, this::endCall);
  }

  void streamClosed() {
    on(calls, this::closedCall);
  }

  /** Something of the request arrived. */
  void moved(long now) {
    movedAt = now;
  }

  /** Resets the stream if nothing has moved on it for too long. */
  void look(long now, int window, boolean socketMoves, NettyLimits.Times times) {
    boolean moves = window != windowBefore || (window > 0 && socketMoves);
    windowBefore = window;
    boolean uploading = stream.state().remoteSideOpen();
    boolean downloading = unsent > 0;
    if (moves && downloading) {
      movedAt = now;
    }
    boolean late =
        (uploading && !downloading && now - movedAt >= times.stalledUpload().toNanos())
            || (downloading && now - movedAt >= times.stalledDownload().toNanos());
    if (late) {
      LOG.debug("stream stalled");
      reset(Http2Error.CANCEL);
    }
  }

  // Calls into the service.

  private void beginCall(RequestHead head, boolean noBody) {
    headMethod = head.method().equals("HEAD");
    try {
      exchange = handler.begin(head, this);
      if (response == null && !noBody && exchange.wantsBody() && expectsContinue(head)) {
        DefaultHttp2Headers go = new DefaultHttp2Headers(false, 1);
        go.status("100");
        on(loop, () -> writeHead(go, false));
      }
      if (noBody) {
        endCall();
      }
      Response early = response;
      if (early != null && state == State.WAITING) {
        answer(early);
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private static boolean expectsContinue(RequestHead head) {
    String expected = head.headers().first("Expect");
    return expected != null && expected.equalsIgnoreCase("100-continue");
  }

  private boolean wantsBody() {
    return response == null && !over && exchange != null && exchange.wantsBody();
  }

  private void take(ByteBuf data) {
    try {
      if (data.isReadable() && wantsBody()) {
        for (ByteBuffer piece : data.nioBuffers()) {
          if (exchange != null && wantsBody()) {
            exchange.body(piece);
          }
        }
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private void endCall() {
    if (bodyEnded) {
      return;
    }
    bodyEnded = true;
    try {
      if (exchange != null && wantsBody()) {
        exchange.end();
        delivered = true; // Not if that failed: then the exchange has to be told that it is over.
      }
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  /** A defect of ours or of the embedder's ends one request, nothing else. */
  private void failed(Throwable defect) {
    LOG.error("request failed by a defect", defect);
    if (state != State.WAITING) {
      cut();
      return;
    }
    Response given = response;
    if (given != null) {
      given.body().close();
    }
    if (exchange != null && !over) {
      over = true;
      exchange.connectionLost("defect");
    }
    over = true;
    answer(handler.refuse(ServiceError.INTERNAL, "internal error", Translation.peer(ctx)));
  }

  /** The stream is closed: by both ends having said everything, by a reset, or with all others. */
  private void closedCall() {
    closed = true;
    if (state == State.WAITING && response == null && !delivered && !over) {
      over = true;
      if (exchange != null) {
        exchange.connectionLost("stream closed");
      }
    } else if (state == State.SENDING) {
      end(false);
    }
  }

  // The answer.

  @Override
  public void respond(Response answer) {
    if (calls.inEventLoop()) {
      accept(answer);
      return;
    }
    try {
      calls.execute(() -> accept(answer));
    } catch (RejectedExecutionException e) {
      answer.body().close(); // The host is gone, and the connection with it.
    }
  }

  private void accept(Response given) {
    if (over || response != null) {
      given.body().close();
      return;
    }
    response = given;
    if (exchange != null) {
      answer(given); // Else once begin has returned.
    }
  }

  private void answer(Response given) {
    response = given;
    framing = BodyFraming.of(given, headMethod, HttpVersion.HTTP_2);
    state = State.SENDING;
    if (closed) {
      end(false);
      return;
    }
    Http2Headers head;
    try {
      head = Http2Fields.answer(given, framing);
    } catch (IllegalArgumentException e) {
      LOG.error("answer with a broken field", e);
      cut();
      return;
    }
    if (framing == BodyFraming.NONE || given.body().length() == 0) {
      state = State.QUEUED;
      views++;
      on(loop, () -> writeHead(head, true));
      return;
    }
    on(loop, () -> writeHead(head, false));
    pump();
  }

  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      queuePieces();
    } catch (BodyCutException e) {
      LOG.debug("answer cut after {} bytes: {}", bytes, e.getMessage());
      cut();
    } catch (RuntimeException | Error e) {
      LOG.warn("answer cut after {} bytes by a defect", bytes, e);
      cut();
    } finally {
      pumping = false;
    }
    on(loop, () -> owner.flushSoon(ctx));
  }

  private void queuePieces() throws BodyCutException {
    Response given = response;
    while (given != null && state == State.SENDING && views < MOST_PIECES) {
      ByteBuffer piece = given.body().next(PIECE_BYTES);
      long length = given.body().length();
      if (piece == null) {
        if (length >= 0 && bytes != length) {
          throw new BodyCutException("body shorter than announced");
        }
        queue(Unpooled.EMPTY_BUFFER, true);
      } else if (!piece.hasRemaining()) {
        given.body().onReadable(() -> on(calls, this::pump));
        return;
      } else {
        bytes += piece.remaining();
        if (length >= 0 && bytes > length) {
          throw new BodyCutException("body longer than announced");
        }
        queue(Unpooled.wrappedBuffer(piece), bytes == length);
      }
    }
  }

  private void queue(ByteBuf piece, boolean last) {
    views++;
    if (last) {
      state = State.QUEUED;
    }
    on(loop, () -> writePiece(piece, last));
  }

  private void gone(boolean sent) {
    views--;
    if (!sent) {
      end(false);
    } else if (state == State.QUEUED && views == 0) {
      end(true);
    } else {
      pump();
    }
    closeBodyWhenUnused();
  }

  private void cut() {
    end(false);
    on(loop, () -> reset(Http2Error.INTERNAL_ERROR));
  }

  private void end(boolean complete) {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDED;
    closeBodyWhenUnused();
    if (exchange != null && !over) {
      over = true;
      exchange.sent(bytes, complete);
    }
    if (complete && !bodyEnded) {
      on(loop, () -> reset(Http2Error.NO_ERROR)); // The rest of the body is of no use to anybody.
    }
  }

  /** Bytes given back too early could be overwritten on their way to the client. */
  private void closeBodyWhenUnused() {
    if (state == State.ENDED && views == 0 && response != null && !bodyClosed) {
      bodyClosed = true;
      response.body().close();
    }
  }

  // Frames, on the event loop.

  private void writeHead(Http2Headers head, boolean last) {
    unsent++;
    owner
        .encoder()
        .writeHeaders(ctx, stream.id(), head, 0, last, ctx.newPromise())
        .addListener(
            done -> {
              unsent--;
              if (last) {
                on(calls, () -> gone(done.isSuccess()));
              }
            });
    if (last || !calls.inEventLoop()) {
      owner.flushSoon(ctx);
    }
  }

  private void writePiece(ByteBuf piece, boolean last) {
    unsent++;
    owner
        .encoder()
        .writeData(ctx, stream.id(), piece, 0, last, ctx.newPromise())
        .addListener(
            done -> {
              unsent--;
              on(calls, () -> gone(done.isSuccess()));
            });
  }

  private void reset(Http2Error error) {
    owner.resetStream(ctx, stream.id(), error.code(), ctx.newPromise());
    owner.flushSoon(ctx);
  }
}
