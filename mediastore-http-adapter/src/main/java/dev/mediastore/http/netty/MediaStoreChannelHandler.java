// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.Response;
import dev.mediastore.http.ServiceError;
import dev.mediastore.http.netty.Translation.BodyFraming;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the requests of one connection, behind an HTTP/1 codec. Used on its executor only.
 *
 * <h2>Order</h2>
 *
 * <p>One request is served at a time; what a client sends ahead waits in a queue, and reading
 * pauses as soon as something waits. A codec decodes all of a packet at once, so the queue is
 * bounded by one read of the socket.
 *
 * <h2>Two directions that end separately</h2>
 *
 * <p>Encoders send an upload and hang up without reading the answer; some never read any. The
 * connection then fails at our first write while complete requests still wait to be read from it.
 * So a failed write ends only the way out: requests are read and carried out until the way in ends
 * by itself, and only then the channel is closed. A request that is incomplete at that moment is
 * lost.
 *
 * <h2>Closing</h2>
 *
 * <p>Closing a socket with unread input resets it, which may destroy an answer the client has not
 * read yet. So before closing after an answer, {@link ConnectionEnd} shuts the way out and drops
 * input for a while. A broken-off answer is different: there the reset is meant, so that the client
 * can tell.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The answer after an interim one fails if it did.
final class MediaStoreChannelHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(MediaStoreChannelHandler.class);

  private final RequestHandler handler;
  private final NettyLimits limits;
  private final LongSupplier nanoTime;
  private final Deque<HttpObject> waiting = new ArrayDeque<>(4);

  /** The request being received or answered, or null between two. */
  private @Nullable ServedRequest request;

  /** Sends the answer to {@link #request}. */
  private @Nullable AnswerWriter writer;

  /** Answers whose last byte has not left yet, of this request and earlier ones. */
  private int unsent;

  private int requests;
  private boolean answerQueued;
  private boolean closeAfterAnswer;
  private boolean inputEnded;
  private boolean outputEnded;
  private boolean draining;
  private boolean readPaused;
  private boolean serving;

  private @Nullable ConnectionEnd end;
  private @Nullable Watch watch;
  private @Nullable LateFlush lateFlush;

  /** User events this handler understands. */
  enum Event {
    /** Finish what is in progress and close. */
    DRAIN,
    /** From the codec: the first bytes of a head arrived, the rest has not. */
    HEAD_STARTED
  }

  /**
   * @param nanoTime a clock that only runs forward, for deadlines
   */
  MediaStoreChannelHandler(RequestHandler handler, NettyLimits limits, LongSupplier nanoTime) {
    this.handler = handler;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  // Netty's side.

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    end = new ConnectionEnd(ctx, limits.discardBytes());
    lateFlush = new LateFlush(ctx);
    watch = new Watch(ctx, limits.times(), nanoTime, phase -> expired(ctx, phase));
    if (ctx.channel().isActive()) {
      opened(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    opened(ctx);
    ctx.fireChannelActive();
  }

  private void opened(ChannelHandlerContext ctx) {
    watch().enter(Watch.Phase.FIRST_BYTE);
    ctx.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    lateFlush().inputSeen();
    if (end().hasBegun()) {
      end().drop(message);
    } else if (message instanceof HttpObject part) {
      waiting.add(part);
      serve(ctx);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    readPaused = true;
    readIfWanted(ctx);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (writer != null) {
      writer.pump();
    }
    serve(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Event.HEAD_STARTED) {
      watch().headStarted();
    } else if (event == Event.DRAIN) {
      draining = true;
      serve(ctx);
    } else if (event == ChannelInputShutdownEvent.INSTANCE
        || event instanceof SslCloseCompletionEvent) {
      inputEnded(ctx);
    } else if (event == ChannelOutputShutdownEvent.INSTANCE) {
      outputEnded(ctx);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    gone(ctx);
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    gone(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("connection failed: {}", cause.toString());
      return; // What is left to be done is known from the events of the channel that follow.
    }
    LOG.warn("connection closed by an unexpected failure", cause);
    end().reset();
  }

  private void gone(ChannelHandlerContext ctx) {
    inputEnded(ctx);
    outputEnded(ctx);
    watch().cancel();
  }

  private void inputEnded(ChannelHandlerContext ctx) {
    inputEnded = true;
    if (end().hasBegun()) {
      end().close();
    } else {
      serve(ctx);
    }
  }

  private void outputEnded(ChannelHandlerContext ctx) {
    outputEnded = true;
    if (writer != null) {
      writer.cut(false);
    }
    serve(ctx);
  }

  private void readIfWanted(ChannelHandlerContext ctx) {
    if (readPaused && !inputEnded && (end().wantsInput() || inputWanted())) {
      readPaused = false;
      ctx.read();
    }
  }

  /** Reading ahead costs memory; not reading at all hides that the client hung up. */
  private boolean inputWanted() {
    return !end().hasBegun() && waiting.isEmpty() && !discardsTooMuch();
  }

  // Serving requests in their order.

  /** Does all that can be done now. */
  private void serve(ChannelHandlerContext ctx) {
    if (serving) {
      return; // Answers often come from within a call into the exchange.
    }
    serving = true;
    try {
      while (!end().hasBegun() && step(ctx)) {
        // Each step is small, so that every change of state is looked at.
      }
    } catch (RuntimeException | Error e) {
      LOG.error("request failed by a defect", e);
      failed(ctx);
    } finally {
      serving = false;
    }
    if (end().hasBegun()) {
      waiting.forEach(ReferenceCountUtil::release);
      waiting.clear();
    }
    updateWatch(ctx);
    readIfWanted(ctx);
  }

  /**
   * @return whether anything was done, so that there may be more to do
   */
  private boolean step(ChannelHandlerContext ctx) {
    ServedRequest current = request;
    if (current == null) {
      return next(ctx);
    }
    Response response = current.response();
    if (response != null && writer == null) {
      answer(ctx, current, response);
      return true;
    }
    if (!current.isBodyEnded() && !waiting.isEmpty()) {
      receive(ctx, current, waiting.remove());
      return true;
    }
    if (!current.isBodyEnded() && inputEnded) {
      bodyCutShort(ctx, current);
      return true;
    }
    if (answerQueued && closeAfterAnswer) {
      return endAfterAnswer();
    }
    if (answerQueued && current.isBodyEnded()) {
      done();
      return true;
    }
    if (inputEnded && outputEnded && current.lost("connection lost")) {
      done();
      return true;
    }
    return false;
  }

  private boolean next(ChannelHandlerContext ctx) {
    if (waiting.isEmpty()) {
      if (inputEnded || draining) {
        end().closeWhen(unsent == 0);
      }
      return false;
    }
    if (!outputEnded && !ctx.channel().isWritable()) {
      return false; // Answers must not pile up before a client that does not read them.
    }
    HttpObject first = waiting.remove();
    if (first instanceof HttpRequest head) {
      begin(ctx, head);
    } else {
      ReferenceCountUtil.release(first);
    }
    return true;
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest head) {
    requests++;
    ServedRequest begun = ServedRequest.of(head, ctx.executor(), () -> serve(ctx));
    request = begun;
    try {
      begun.expectBody(Framing.of(head, limits.syntax()));
    } catch (RefusedSyntaxException e) {
      ReferenceCountUtil.release(head);
      begun.abandonBody();
      refuse(ctx, begun, e.error(), e.publicMessage());
      return;
    }
    begun.begun(handler.begin(Translation.head(ctx, head, begun.version), begun));
    if (waiting.isEmpty() && begun.takeContinue()) {
      ctx.writeAndFlush(
          new DefaultFullHttpResponse(
              io.netty.handler.codec.http.HttpVersion.HTTP_1_1,
              HttpResponseStatus.CONTINUE,
              Unpooled.EMPTY_BUFFER));
    }
    watch().headEnded();
    if (head instanceof HttpContent whole) {
      receive(ctx, begun, whole); // From a pipeline that aggregates requests.
    }
  }

  private void receive(ChannelHandlerContext ctx, ServedRequest current, HttpObject part) {
    try {
      if (part.decoderResult().isFailure()) {
        current.abandonBody();
        closeAfterAnswer = true;
        if (current.lost("broken transfer coding")) {
          refuse(ctx, current, ServiceError.VALIDATION, "malformed request body");
        }
        return;
      }
      if (part instanceof HttpContent content) {
        current.body(content.content());
        watch().uploadMoves();
      }
      if (part instanceof LastHttpContent) {
        current.bodyEnded();
      } else if (discardsTooMuch()) {
        closeAfterAnswer = true;
      }
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private boolean discardsTooMuch() {
    return request != null && request.discarded() > limits.discardBytes();
  }

  private void bodyCutShort(ChannelHandlerContext ctx, ServedRequest current) {
    current.abandonBody();
    closeAfterAnswer = true;
    if (!current.lost("client closed before the end of the body")) {
      return;
    }
    if (current.isBodyStarted() && !outputEnded) {
      refuse(ctx, current, ServiceError.VALIDATION, "request body ended early");
    } else {
      end().close();
    }
  }

  private void refuse(
      ChannelHandlerContext ctx, ServedRequest current, ServiceError error, String message) {
    current.refuse(handler.refuse(error, message, Translation.peer(ctx)));
  }

  /** A defect of ours or of the embedder's ends one request and its connection, nothing else. */
  private void failed(ChannelHandlerContext ctx) {
    ServedRequest current = request;
    if (current == null || writer != null) {
      end().reset();
      return;
    }
    current.abandonBody();
    closeAfterAnswer = true;
    Response given = current.response();
    if (given != null) {
      given.body().close();
      current.sent(0, false);
    }
    current.lost("defect");
    refuse(ctx, current, ServiceError.INTERNAL, "internal error");
    Response refusal = Objects.requireNonNull(current.response());
    answer(ctx, current, refusal);
  }

  // Answering.

  private void answer(ChannelHandlerContext ctx, ServedRequest current, Response response) {
    BodyFraming framing = BodyFraming.of(response, current.headMethod, current.version);
    closeAfterAnswer |= endsConnection(current, response) || framing == BodyFraming.UNTIL_CLOSE;
    HeadFields fields = Translation.fields(response, current.version, framing, closeAfterAnswer);
    unsent++;
    AnswerWriter started = new AnswerWriter(ctx, response, framing, progress(ctx, current));
    writer = started;
    if (outputEnded) {
      started.cut(false);
    } else {
      started.start(HttpResponseStatus.valueOf(response.status()), fields);
    }
  }

  private boolean endsConnection(ServedRequest current, Response response) {
    return response.close()
        || !current.keepAlive
        || draining
        || requests >= limits.requestsPerConnection()
        || (inputEnded && waiting.isEmpty())
        || !current.isBodyDiscardable(limits.discardBytes());
  }

  private AnswerWriter.Listener progress(ChannelHandlerContext ctx, ServedRequest answered) {
    return new AnswerWriter.Listener() {
      @Override
      public void queued() {
        answerQueued = true;
        if (answered.isBodyStarted() || !waiting.isEmpty()) {
          lateFlush().plan();
        } else {
          ctx.flush();
        }
        serve(ctx);
      }

      @Override
      public void sent(long bytes) {
        unsent--;
        answered.sent(bytes, true);
        serve(ctx);
      }

      @Override
      public void cut(long bytes, boolean byUs) {
        unsent--;
        answered.sent(bytes, false);
        if (byUs) {
          end().reset();
        } else {
          outputEnded = true;
        }
        if (request == answered) {
          answerQueued = true;
        }
        serve(ctx);
      }
    };
  }

  private boolean endAfterAnswer() {
    if (unsent > 0) {
      return false;
    }
    if (inputEnded || outputEnded || discardsTooMuch()) {
      end().close();
    } else {
      end().linger();
    }
    return true;
  }

  private void done() {
    request = null;
    writer = null;
    answerQueued = false;
  }

  // Time.

  private void updateWatch(ChannelHandlerContext ctx) {
    watch().enter(phase(ctx));
  }

  private Watch.Phase phase(ChannelHandlerContext ctx) {
    if (end().hasBegun()) {
      return Watch.Phase.DISCARD;
    }
    ServedRequest current = request;
    if (current == null) {
      if (unsent > 0) {
        return Watch.Phase.DOWNLOAD;
      }
      return requests == 0 ? Watch.Phase.FIRST_BYTE : Watch.Phase.NEXT_REQUEST;
    }
    if (!current.isBodyEnded() && current.response() == null) {
      return Watch.Phase.UPLOAD;
    }
    if (answerQueued && unsent == 0) {
      return Watch.Phase.DISCARD;
    }
    return writer != null && (answerQueued || !ctx.channel().isWritable())
        ? Watch.Phase.DOWNLOAD
        : Watch.Phase.ANSWER;
  }

  private void expired(ChannelHandlerContext ctx, Watch.Phase phase) {
    switch (phase) {
      case HEAD -> {
        ServedRequest slow = ServedRequest.unread(ctx.executor());
        request = slow;
        refuse(ctx, slow, ServiceError.REQUEST_TIMEOUT, "request head took too long");
        serve(ctx);
      }
      case UPLOAD -> {
        ServedRequest slow = request;
        if (slow != null && slow.lost("upload stalled")) {
          slow.abandonBody();
          refuse(ctx, slow, ServiceError.REQUEST_TIMEOUT, "request body stalled");
        }
        serve(ctx);
      }
      case DOWNLOAD -> {
        LOG.debug("reader stalled");
        end().reset();
      }
      case FIRST_BYTE, NEXT_REQUEST, DISCARD -> end().close();
      case ANSWER -> {}
    }
  }

  private ConnectionEnd end() {
    return Objects.requireNonNull(end);
  }

  private LateFlush lateFlush() {
    return Objects.requireNonNull(lateFlush);
  }

  private Watch watch() {
    return Objects.requireNonNull(watch);
  }
}
