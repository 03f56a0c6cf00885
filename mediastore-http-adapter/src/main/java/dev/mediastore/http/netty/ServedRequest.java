// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseSink;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the handler: what has arrived of it and what was answered. Used on
 * the executor of its connection, except {@link #respond}, which any thread may call.
 */
final class ServedRequest implements ResponseSink {
  final boolean headMethod;
  final HttpVersion version;
  final boolean keepAlive;

  private final EventExecutor executor;
  private final Runnable answered;

  private @Nullable Exchange exchange;
  private @Nullable Response response;
  private boolean expectsContinue;
  private boolean bodyEnded;
  private boolean delivered;
  private boolean over;
  private long bodyLength;
  private long received;
  private long discarded;

  private ServedRequest(
      String method,
      HttpVersion version,
      boolean keepAlive,
      boolean expectsContinue,
      EventExecutor executor,
      Runnable answered) {
    this.headMethod = method.equals("HEAD");
    this.version = version;
    this.keepAlive = keepAlive;
    this.expectsContinue = expectsContinue;
    this.executor = executor;
    this.answered = answered;
  }

  /**
   * A request whose head was read.
   *
   * @param answered called on the executor once {@link #response} is there
   */
  static ServedRequest of(HttpRequest head, EventExecutor executor, Runnable answered) {
    boolean old = head.protocolVersion().equals(io.netty.handler.codec.http.HttpVersion.HTTP_1_0);
    return new ServedRequest(
        head.method().name(),
        old ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
        Translation.isKeepAlive(head),
        Translation.isContinueExpected(head),
        executor,
        answered);
  }

  /** Stands for what never became a request, so that it can be refused. */
  static ServedRequest unread(EventExecutor executor) {
    ServedRequest unread =
        new ServedRequest("", HttpVersion.HTTP_1_1, false, false, executor, () -> {});
    unread.bodyEnded = true;
    return unread;
  }

  /**
   * Sets the framing.
   *
   * @param length bytes of the body, or {@link Framing#CHUNKED}
   */
  void expectBody(long length) {
    bodyLength = length;
    expectsContinue &= length != 0;
  }

  /** Connects the request with the one who answers it. */
  void begun(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void respond(Response response) {
    if (executor.inEventLoop()) {
      accept(response);
      return;
    }
    try {
      executor.execute(() -> accept(response));
    } catch (RejectedExecutionException e) {
      response.body().close(); // The host is gone, and the connection with it.
    }
  }

  private void accept(Response response) {
    if (over || this.response != null) {
      response.body().close();
      return;
    }
    this.response = response;
    answered.run();
  }

  /** Takes the host's own answer to a request that was lost or never became one. */
  void refuse(Response refusal) {
    over = true;
    response = refusal;
  }

  /** The answer, once it was given. */
  @Nullable Response response() {
    return response;
  }

  /** Whether the next piece of the body is for the exchange. */
  private boolean wantsBody() {
    return response == null && !over && exchange != null && exchange.wantsBody();
  }

  /** Whether the client has to be told, now, to send its body. */
  boolean takeContinue() {
    boolean due = expectsContinue && received == 0 && wantsBody();
    if (due) {
      expectsContinue = false;
    }
    return due;
  }

  /** Hands a piece of the body on, or drops it. The buffer stays the caller's. */
  void body(ByteBuf piece) {
    if (!piece.isReadable()) {
      return;
    }
    received += piece.readableBytes();
    if (!wantsBody()) {
      discarded += piece.readableBytes();
      return;
    }
    for (ByteBuffer bytes : piece.nioBuffers()) {
      if (wantsBody()) {
        exchange().body(bytes);
      }
    }
  }

  /** The body is complete. */
  void bodyEnded() {
    bodyEnded = true;
    if (wantsBody()) {
      exchange().end();
      delivered = true; // Not if that failed: then the exchange has to be told that it is over.
    }
  }

  boolean isBodyStarted() {
    return received > 0;
  }

  boolean isBodyEnded() {
    return bodyEnded;
  }

  /** No more of the body can be read. */
  void abandonBody() {
    bodyEnded = true;
  }

  /**
   * Whether the rest of the body can be read and dropped to keep the connection. Not if the client
   * may be waiting for leave to send it: what it sends next could be either body or request.
   *
   * @param most how many bytes that may cost
   */
  boolean isBodyDiscardable(int most) {
    if (bodyEnded) {
      return true;
    }
    return !(expectsContinue && received == 0) && bodyLength - received <= most;
  }

  /** Bytes of the body that were dropped. */
  long discarded() {
    return discarded;
  }

  /**
   * Nothing more of the request will arrive.
   *
   * @return whether it ends here without an answer; one that was completely handed on has an answer
   *     coming
   */
  boolean lost(String reason) {
    if (response != null || delivered || over) {
      return false;
    }
    over = true;
    if (exchange != null) {
      exchange.connectionLost(reason);
    }
    return true;
  }

  /** The answer has been sent or given up. */
  void sent(long bytes, boolean complete) {
    if (exchange != null && !over) {
      over = true;
      exchange.sent(bytes, complete);
    }
  }

  private Exchange exchange() {
    if (exchange == null) {
      throw new IllegalStateException("not begun");
    }
    return exchange;
  }
}
