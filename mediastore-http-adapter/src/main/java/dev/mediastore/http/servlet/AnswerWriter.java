// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.Headers;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one answer at the speed of its client. Used in turns. */
final class AnswerWriter implements WriteListener {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

  /** Such an answer goes into the container's own buffer. */
  private static final int SMALL_BYTES = 4096;

  private final Response answer;
  private final ResponseBody body;
  private final boolean headRequest;
  private final HttpServletResponse response;
  private final Loan loan;
  private final Turns turns;
  private final Executor elsewhere;
  private final Listener listener;

  private @Nullable ServletOutputStream out;
  private @Nullable BufferWrites writes;
  private long bytes;
  private boolean unflushed;
  private boolean flushesAtEnd;
  private boolean finishing;
  private boolean ended;

  /** Told once how the answer ended. */
  interface Listener {
    /** The answer is whole. */
    void sent(long bytes);

    /**
     * The answer ends here; the client will not get more of it.
     *
     * @param byUs whether the connection still has to be broken, so that the client can tell
     */
    void cut(long bytes, boolean byUs);
  }

  AnswerWriter(
      Response answer,
      HttpServletRequest request,
      HttpServletResponse response,
      Loan loan,
      Turns turns,
      Executor elsewhere,
      Listener listener) {
    this.answer = answer;
    this.body = answer.body();
    this.headRequest = request.getMethod().equals("HEAD");
    this.response = response;
    this.loan = loan;
    this.turns = turns;
    this.elsewhere = elsewhere;
    this.listener = listener;
  }

  /**
   * Sends the head, and the body as the container takes it.
   *
   * @param close whether the connection ends with this answer
   * @param last whether the request ends with this answer: nothing of its body is still to be read
   */
  void start(boolean close, boolean last) {
    flushesAtEnd = !last;
    response.setStatus(answer.status());
    setHeaders(answer.headers());
    if (close) {
      response.setHeader("Connection", "close");
    }
    try {
      if (headRequest || answer.status() == 204 || answer.status() == 304) {
        response.flushBuffer(); // Or the container finds that nothing was written, and says so.
        end(() -> listener.sent(0));
        return;
      }
      long length = body.length();
      if (length >= 0) {
        response.setContentLengthLong(length);
      }
      if (last && length >= 0 && length <= Math.min(SMALL_BYTES, response.getBufferSize() / 2)) {
        small((int) length);
        return;
      }
      out = response.getOutputStream();
      writes = new BufferWrites(out);
      unflushed = length < 0; // The head of a growing body goes out before its first bytes.
      out.setWriteListener(this);
    } catch (BodyCutException e) {
      LOG.debug("answer cut at its start: {}", e.getMessage());
      end(() -> listener.cut(0, true));
    } catch (IOException | IllegalStateException e) {
      fail(e);
    }
  }

  /**
   * Hands over what fits into the container's buffer, so that nothing has to wait for the socket. A
   * body in one piece, as nearly all are, is not copied on the heap first.
   */
  private void small(int length) throws IOException {
    @Nullable ByteBuffer first = length == 0 ? null : body.next(length);
    if (first != null && first.remaining() == length) {
      new BufferWrites(response.getOutputStream()).write(first);
    } else {
      response.getOutputStream().write(gathered(first, length));
    }
    bytes = length;
    end(() -> listener.sent(length));
  }

  /** A body in several pieces as one, so that nothing is sent of one that proves too short. */
  private byte[] gathered(@Nullable ByteBuffer first, int length) throws BodyCutException {
    ByteBuffer all = ByteBuffer.allocate(length);
    ByteBuffer piece = first;
    while (all.hasRemaining()) {
      if (piece == null || !piece.hasRemaining()) {
        throw new BodyCutException("body shorter than announced");
      }
      all.put(piece);
      piece = all.hasRemaining() ? body.next(all.remaining()) : null;
    }
    return all.array();
  }

  /** Replaces what the container put there before, such as a date by another clock. */
  private void setHeaders(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (name.equalsIgnoreCase("Content-Type")) {
        response.setContentType(headers.value(i));
      } else if (isFirst(headers, i)) {
        response.setHeader(name, headers.value(i));
      } else {
        response.addHeader(name, headers.value(i));
      }
    }
  }

  private static boolean isFirst(Headers headers, int index) {
    for (int i = 0; i < index; i++) {
      if (headers.name(i).equalsIgnoreCase(headers.name(index))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void onWritePossible() {
    turns.run(this::pump);
  }

  @Override
  public void onError(Throwable cause) {
    turns.run(() -> fail(cause));
  }

  private void pump() {
    ServletOutputStream to = out;
    BufferWrites by = writes;
    if (to == null || by == null || loan.isOver()) {
      return;
    }
    try {
      while (!ended && !loan.isOver() && to.isReady()) {
        if (!step(to, by)) {
          return;
        }
      }
    } catch (BodyCutException e) {
      LOG.debug("answer cut after {} bytes: {}", bytes, e.getMessage());
      end(() -> listener.cut(bytes, true));
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      LOG.warn("answer cut after {} bytes by a defect", bytes, e);
      end(() -> listener.cut(bytes, true));
    }
  }

  /**
   * One call into the stream at most: after each it has to be asked whether it is ready.
   *
   * @return whether to go on; if not, the body will wake us
   */
  private boolean step(ServletOutputStream to, BufferWrites by) throws IOException {
    if (finishing) {
      end(() -> listener.sent(bytes));
      return false;
    }
    ByteBuffer piece = body.next(by.mostBytes());
    if (piece == null) {
      if (body.length() >= 0 && bytes != body.length()) {
        throw new BodyCutException("body shorter than announced");
      }
      finishing = true;
      if (flushesAtEnd || body.length() < 0) {
        to.flush();
      } // Else the container knows that this was all, and flushes when it is told so.
      return true;
    }
    if (piece.hasRemaining()) {
      write(by, piece);
      return true;
    }
    if (unflushed) {
      unflushed = false;
      to.flush();
      return true;
    }
    body.onReadable(() -> turns.runElsewhere(this::pump, elsewhere));
    return false;
  }

  private void write(BufferWrites by, ByteBuffer piece) throws IOException {
    int size = piece.remaining();
    if (body.length() >= 0 && bytes + size > body.length()) {
      throw new BodyCutException("body longer than announced");
    }
    bytes += size;
    unflushed = true;
    by.write(piece);
  }

  private void fail(Throwable cause) {
    LOG.debug("answer not sent: {}", cause.toString());
    cut(false);
  }

  /** Gives up; see {@link Listener#cut}. */
  void cut(boolean byUs) {
    end(() -> listener.cut(bytes, byUs));
  }

  private void end(Runnable report) {
    if (!ended) {
      ended = true;
      body.close();
      report.run();
    }
  }
}
