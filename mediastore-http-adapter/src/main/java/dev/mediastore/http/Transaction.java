// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way to exactly one answer. Answering is safe for any thread and the first
 * answer wins, so that a timer can answer for a request that is stuck; the rest is for the thread
 * that handles the request.
 */
final class Transaction {
  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
  private static final VarHandle ANSWERED = flag("answered");
  private static final VarHandle ENDED = flag("ended");

  private final RequestHead head;
  private final ResponseSink sink;
  private final ExchangeListener listener;
  private final String requestId;
  private final InstantSource clock;
  private final Explainer explainer;
  private final Instant receivedAt;
  private final long startedAt;

  @SuppressWarnings("UnusedVariable") // Through ANSWERED.
  private volatile boolean answered;

  @SuppressWarnings("UnusedVariable") // Through ENDED.
  private volatile boolean ended;

  /** Written by the thread that handles the request, one at a time. */
  private volatile long bodyBytesReceived;

  private volatile long receivedLastAt;

  private volatile Plane plane = Plane.DATA;
  private volatile String operation = "-";
  private volatile @Nullable Container container;
  private volatile @Nullable String path;
  private volatile @Nullable Caller caller;
  private volatile @Nullable Instant expiresAt;
  private volatile @Nullable String resourceArn;
  private volatile boolean madePublic;
  private volatile @Nullable Runnable whenEnded;
  private volatile Headers corsHeaders = Headers.empty();
  private volatile int status;
  private volatile @Nullable String error;
  private volatile @Nullable String reason;
  private volatile long answeredAt;

  Transaction(
      RequestHead head,
      ResponseSink sink,
      ExchangeListener listener,
      String requestId,
      InstantSource clock,
      Explainer explainer) {
    this.head = head;
    this.sink = sink;
    this.listener = listener;
    this.requestId = requestId;
    this.clock = clock;
    this.explainer = explainer;
    this.receivedAt = clock.instant();
    this.startedAt = System.nanoTime();
    this.receivedLastAt = startedAt;
  }

  private static VarHandle flag(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(Transaction.class, field, boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  RequestHead head() {
    return head;
  }

  /** The one clock reading that decisions about this request are made by. */
  Instant receivedAt() {
    return receivedAt;
  }

  Plane plane() {
    return plane;
  }

  void plane(Plane found) {
    plane = found;
  }

  void operation(String name) {
    operation = name;
  }

  void container(Container found) {
    container = found;
  }

  void path(String decoded) {
    path = decoded;
  }

  void caller(Caller verified) {
    caller = verified;
  }

  /** Takes note of when the object that is read or written expires. */
  void expires(@Nullable Instant at) {
    expiresAt = at;
  }

  /** Takes note of the container that a control-plane call is about. */
  void resource(@Nullable String arn) {
    resourceArn = arn;
  }

  /** Takes note that a container lets everybody in from now on. */
  void madePublic() {
    madePublic = true;
  }

  /** Sets what goes on every answer from now on, whatever its status. */
  void corsHeaders(Headers headers) {
    corsHeaders = headers;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time.
  void received(int bodyBytes) {
    bodyBytesReceived += bodyBytes;
    if (listener != ExchangeListener.NONE) {
      receivedLastAt = System.nanoTime();
    }
  }

  boolean isHead() {
    return head.method().equals("HEAD");
  }

  /** Whether nobody may answer any more. */
  boolean isAnswered() {
    return answered;
  }

  /** Answers a request whose body was, or need not be, read to its end. */
  void answer(int code, Headers headers, ResponseBody body) {
    answer(code, headers, body, null, false);
  }

  private void answer(
      int code, Headers headers, ResponseBody body, @Nullable String errorName, boolean close) {
    if (!ANSWERED.compareAndSet(this, false, true)) {
      body.close();
      return;
    }
    status = code;
    error = errorName;
    answeredAt = System.nanoTime();
    Headers all =
        Headers.builder(headers.size() + corsHeaders.size() + 2)
            .add("x-amzn-RequestId", requestId)
            .add("Date", HttpDates.format(clock.instant()))
            .addAll(headers)
            .addAll(corsHeaders)
            .build();
    sink.respond(new Response(code, all, body, close));
  }

  /**
   * Answers with an error, whatever was thrown: a machine that ran out of memory or of stack for
   * one request may well have enough for the next.
   */
  void fail(Throwable failure) {
    answer(translate(failure));
  }

  /** Answers with an error in the middle of a body, so that the connection is of no further use. */
  void failUnread(Throwable failure) {
    answer(translate(failure).closing());
  }

  private void answer(ServiceException expected) {
    RefusalReport report = explainer.answered(requestId, expected);
    if (report != null) {
      reason = report.line();
    } else if (reason == null) {
      reason = expected.publicMessage();
    }
    answer(
        expected.error().status(plane),
        ErrorAnswers.headers(expected, plane, isHead(), report),
        isHead() ? ResponseBody.empty() : ResponseBody.of(ErrorAnswers.body(expected, report)),
        expected.error().wireName(),
        expected.closes() || expectsContinue());
  }

  private ServiceException translate(Throwable failure) {
    if (failure instanceof ServiceException expected) {
      return logged(expected);
    }
    if (failure instanceof MediaStoreException known) {
      ServiceException translated = CoreErrors.toServiceException(known, plane);
      if (known.code() == ErrorCode.CORRUPT || known.code() == ErrorCode.INTERNAL) {
        LOG.error("request {} failed: {}", requestId, known.logDetail().orElse(""), known);
        return translated;
      }
      return logged(translated);
    }
    LOG.error("request {} failed", requestId, failure);
    return ErrorAnswers.internal();
  }

  private ServiceException logged(ServiceException refusal) {
    if (refusal.error() == ServiceError.INTERNAL) {
      LOG.error("request {} failed: {}", requestId, refusal.detail());
    } else if (!isAnswered()) {
      reason = explainer.refused(requestId, refusal, receivedAt);
    }
    return refusal;
  }

  /** A client that waits for 100 may or may not send its body after another answer. */
  private boolean expectsContinue() {
    return head.headers().contains("Expect") && head.version() != HttpVersion.HTTP_2;
  }

  /** The answer was sent or given up. */
  void sent(long bodyBytes, boolean complete) {
    end(bodyBytes, complete);
  }

  /** The client left; if nobody has answered yet, nobody will. */
  void abandon(String reason) {
    if (ANSWERED.compareAndSet(this, false, true)) {
      LOG.debug("request {} given up: {}", requestId, reason);
    }
    end(0, false);
  }

  /** Has something done once the answer was sent or given up; set at most once, before that. */
  void whenEnded(Runnable action) {
    whenEnded = action;
  }

  private void end(long bodyBytesSent, boolean complete) {
    if (!ENDED.compareAndSet(this, false, true)) {
      return;
    }
    Runnable action = whenEnded;
    if (action != null) {
      action.run();
    }
    if (listener != ExchangeListener.NONE) {
      tell(bodyBytesSent, complete);
    }
  }

  private void tell(long bodyBytesSent, boolean complete) {
    long now = System.nanoTime();
    try {
      listener.ended(
          new ExchangeRecord(
              requestId,
              head,
              receivedAt,
              Duration.ofNanos(now - startedAt),
              Duration.ofNanos(Math.max(0, (status == 0 ? now : answeredAt) - receivedLastAt)),
              plane,
              operation,
              container,
              path,
              caller,
              status,
              error,
              reason,
              bodyBytesReceived,
              bodyBytesSent,
              complete,
              expiresAt,
              resourceArn,
              madePublic));
    } catch (RuntimeException e) {
      LOG.warn("listener failed on request {}: {}", requestId, e.toString());
    }
  }
}
