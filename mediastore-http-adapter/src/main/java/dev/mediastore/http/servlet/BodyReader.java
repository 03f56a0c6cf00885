// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request as it arrives. Used in turns.
 *
 * <p>Touching the input tells the client to go on sending (RFC 9110 section 10.1.1), so it is not
 * touched before {@link #start}.
 *
 * <p>Tomcat (seen in 11.0.27) reports the end of a chunked body from within the read that meets it:
 * in a thread of its own making that report starts to process the connection a second time, and a
 * client that has closed its side meanwhile gets no answer. Read by any other thread, the report
 * waits until the connection is free.
 *
 * <p>Undertow (seen in 2.3.26) may forget to report the end if it is met by another thread than the
 * one that it called.
 */
final class BodyReader implements ReadListener {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Reads in a row that may yield nothing before the container is thought broken. */
  private static final int MOST_EMPTY_READS = 100;

  private final HttpServletRequest request;
  private final Loan loan;
  private final Turns turns;
  private final Executor elsewhere;
  private final Listener listener;
  private final long declared;
  private final boolean waitsToContinue;
  private final boolean readsElsewhere;
  private final boolean endsSilently;

  private @Nullable ServletInputStream in;
  private byte[] buffer = new byte[0];
  private long received;
  private long discarded;
  private boolean started;
  private boolean ended;
  private boolean abandoned;

  /** Told what arrived; {@code end} or {@code cutShort} once. */
  interface Listener {
    /**
     * Takes some of the body.
     *
     * @return whether more is to be read
     */
    boolean piece(ByteBuffer bytes);

    void end();

    void cutShort(Throwable cause);
  }

  BodyReader(
      HttpServletRequest request, Loan loan, Turns turns, Executor elsewhere, Listener listener) {
    this.request = request;
    this.loan = loan;
    this.turns = turns;
    this.elsewhere = elsewhere;
    this.listener = listener;
    this.declared = request.getContentLengthLong();
    this.waitsToContinue =
        "100-continue".equalsIgnoreCase(request.getHeader("Expect"))
            && !request.getProtocol().equals("HTTP/1.0");
    this.endsSilently = UndertowConnection.carries(request);
    this.readsElsewhere =
        declared < 0 && request.getServletContext().getServerInfo().startsWith("Apache Tomcat");
    boolean framed = declared > 0 || request.getHeader("Transfer-Encoding") != null;
    boolean streamed = request.getProtocol().startsWith("HTTP/2") && declared < 0;
    this.ended = !framed && !streamed;
  }

  /** Begins to read, if that was not done. */
  void start() {
    if (started) {
      return;
    }
    started = true;
    if (ended) {
      listener.end();
      return;
    }
    if (loan.isOver()) {
      return;
    }
    try {
      in = request.getInputStream();
      in.setReadListener(this);
    } catch (IOException | IllegalStateException e) {
      fail(e);
    }
  }

  /** Whether everything arrived, or nothing more will be looked at. */
  boolean isEnded() {
    return ended;
  }

  /** Looks at nothing more. */
  void abandon() {
    abandoned |= !ended;
    ended = true;
  }

  /** Whether there may be more of the body than was looked at. */
  boolean isAbandoned() {
    return abandoned;
  }

  /** Counts bytes nobody wanted; returns how many there were so far. */
  long discarded(int bytes) {
    discarded += bytes;
    return discarded;
  }

  /**
   * Whether the rest can be read and dropped to keep the connection. Not if the client may be
   * waiting for leave to send it: reading would be that leave.
   */
  boolean isDiscardable(int most) {
    return ended || (!(waitsToContinue && !started) && declared - received <= most);
  }

  @Override
  public void onDataAvailable() {
    if (readsElsewhere) {
      turns.runElsewhere(this::readAvailable, elsewhere);
    } else {
      turns.run(this::readAvailable);
    }
  }

  @Override
  public void onAllDataRead() {
    turns.run(this::allRead);
  }

  @Override
  public void onError(Throwable cause) {
    turns.run(() -> fail(cause));
  }

  private void readAvailable() {
    ServletInputStream from = in;
    if (from == null || loan.isOver()) {
      return;
    }
    if (buffer.length == 0) {
      buffer = new byte[declared > 0 ? (int) Math.min(declared, BUFFER_BYTES) : BUFFER_BYTES];
    }
    try {
      int emptyReads = 0;
      while (!ended && !loan.isOver() && from.isReady()) {
        int size = from.read(buffer);
        if (size < 0) {
          allRead();
        } else if (size > 0) {
          emptyReads = 0;
          received += size;
          if (!listener.piece(ByteBuffer.wrap(buffer, 0, size))) {
            return;
          }
        } else if (++emptyReads > MOST_EMPTY_READS) {
          fail(new IOException("input is ready but yields nothing"));
        }
      }
      if (!ended && endsSilently && !loan.isOver() && from.isFinished()) {
        allRead();
      }
    } catch (IOException | IllegalStateException e) {
      fail(e);
    }
  }

  private void allRead() {
    if (ended) {
      return;
    }
    if (declared >= 0 && received < declared) {
      fail(new EOFException("body ended after " + received + " of " + declared + " bytes"));
      return;
    }
    ended = true;
    listener.end();
  }

  private void fail(Throwable cause) {
    if (!ended) {
      ended = true;
      listener.cutShort(cause);
    }
  }
}
