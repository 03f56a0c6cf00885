// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.netty.Translation.BodyFraming;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one answer at the speed of its client. Used on the executor of its context only.
 *
 * <p>Owns the body: views of it are queued in the channel without being copied, so it is closed
 * only when the channel has let go of the last of them. Never more is queued than the channel calls
 * writable; then the body is not asked again before the channel says it is.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The last write fails if an earlier one did.
final class AnswerWriter {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

  /**
   * Queued by reference, so that size costs no memory, and few large writes are the cheapest. More
   * than a socket takes at once: then it is the client that sets how much goes out in one call.
   */
  private static final int PIECE_BYTES = 8 * 1024 * 1024;

  /** What TLS has encrypted waits in memory of its own. */
  private static final int TLS_PIECE_BYTES = 64 * 1024;

  private final ChannelHandlerContext ctx;
  private final ResponseBody body;
  private final BodyFraming framing;
  private final Listener listener;

  private final int pieceBytes;
  private long bytes;
  private int viewsInChannel;

  private State state = State.SENDING;
  private boolean pumping;

  private enum State {
    SENDING,
    /** The channel has the last byte, but has not sent it yet. */
    QUEUED,
    ENDED
  }

  /** Told once each, on the executor of the context. */
  interface Listener {
    /**
     * The last byte is queued: what follows on the connection may be queued behind it. It leaves
     * with the next flush, which is the listener's.
     */
    void queued();

    /** The answer is whole, and with it the body's end of life. */
    void sent(long bytes);

    /**
     * The answer ends here; the client will not get more of it.
     *
     * @param byUs whether the connection still has to be broken, so that the client can tell
     */
    void cut(long bytes, boolean byUs);
  }

  AnswerWriter(
      ChannelHandlerContext ctx, Response response, BodyFraming framing, Listener listener) {
    this.ctx = ctx;
    this.body = response.body();
    this.framing = framing;
    this.listener = listener;
    this.pieceBytes = Translation.isSecure(ctx) ? TLS_PIECE_BYTES : PIECE_BYTES;
  }

  /** Queues the head and as much of the body as the channel takes. */
  void start(HttpResponseStatus status, HeadFields fields) {
    pumping = true; // A write may call back from within.
    try {
      if (framing == BodyFraming.NONE || (framing == BodyFraming.LENGTH && body.length() == 0)) {
        whole(new WholeAnswer(status, fields, Unpooled.EMPTY_BUFFER));
        return;
      }
      boolean small = framing == BodyFraming.LENGTH && body.length() <= pieceBytes;
      ByteBuffer first = small ? body.next(pieceBytes) : null;
      if (first != null && first.remaining() == body.length()) {
        bytes = first.remaining();
        viewsInChannel = 1;
        whole(new WholeAnswer(status, fields, Unpooled.wrappedBuffer(first)));
        return;
      }
      ctx.write(new AnswerHead(status, fields));
      if (first != null && first.hasRemaining()) {
        checkLength(first);
        queue(first);
      }
    } catch (BodyCutException e) {
      LOG.debug("answer cut at its start: {}", e.getMessage());
      cut(true);
    } finally {
      pumping = false;
    }
    pump();
  }

  private void whole(WholeAnswer answer) {
    state = State.QUEUED;
    ctx.write(answer)
        .addListener(
            done -> {
              viewsInChannel = 0;
              closeBodyWhenUnused();
              lastWritten(done);
            });
    listener.queued();
  }

  private void lastWritten(Future<?> done) {
    if (done.isSuccess()) {
      end(() -> listener.sent(bytes));
    } else {
      cut(false);
    }
  }

  /** Goes on: the channel became writable, or the body readable. */
  void pump() {
    if (state != State.SENDING || pumping) {
      return; // A flush below may call back from within.
    }
    pumping = true;
    try {
      queueWhileWritable();
    } catch (BodyCutException e) {
      LOG.debug("answer cut after {} bytes: {}", bytes, e.getMessage());
      cut(true);
    } catch (RuntimeException | Error e) {
      LOG.warn("answer cut after {} bytes by a defect", bytes, e);
      cut(true);
    } finally {
      pumping = false;
    }
  }

  private void queueWhileWritable() throws BodyCutException {
    while (state == State.SENDING) {
      if (!ctx.channel().isWritable() && !(flush() && ctx.channel().isWritable())) {
        return;
      }
      ByteBuffer piece = body.next(pieceBytes);
      if (piece == null) {
        finish();
      } else if (piece.hasRemaining()) {
        checkLength(piece);
        queue(piece);
      } else {
        if (flush()) {
          body.onReadable(this::wake);
        }
        return;
      }
    }
  }

  /** Whether the answer still goes on: a flush may find that the client has left. */
  private boolean flush() {
    ctx.flush();
    return state == State.SENDING;
  }

  private void checkLength(ByteBuffer piece) throws BodyCutException {
    if (framing == BodyFraming.LENGTH && bytes + piece.remaining() > body.length()) {
      throw new BodyCutException("body longer than announced");
    }
  }

  private void queue(ByteBuffer piece) {
    bytes += piece.remaining();
    viewsInChannel++;
    ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)))
        .addListener(
            done -> {
              viewsInChannel--;
              closeBodyWhenUnused();
            });
  }

  /** Bytes given back too early could be overwritten on their way to the client. */
  private void closeBodyWhenUnused() {
    if (state == State.ENDED && viewsInChannel == 0) {
      body.close();
    }
  }

  private void wake() {
    try {
      ctx.executor().execute(this::pump);
    } catch (RejectedExecutionException e) {
      LOG.debug("woken after shutdown");
    }
  }

  private void finish() {
    if (framing == BodyFraming.LENGTH && bytes != body.length()) {
      LOG.warn("body of {} bytes ended after {}", body.length(), bytes);
      cut(true);
      return;
    }
    state = State.QUEUED;
    ctx.write(LastHttpContent.EMPTY_LAST_CONTENT).addListener(this::lastWritten);
    listener.queued();
  }

  /**
   * Gives up: the client can no longer be reached, or has to be told by breaking the connection.
   *
   * @param byUs whether the connection still has to be broken
   */
  void cut(boolean byUs) {
    end(() -> listener.cut(bytes, byUs));
  }

  private void end(Runnable report) {
    if (state != State.ENDED) {
      state = State.ENDED;
      closeBodyWhenUnused();
      report.run();
    }
  }
}
