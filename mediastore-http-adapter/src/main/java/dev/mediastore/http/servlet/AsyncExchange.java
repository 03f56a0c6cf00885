// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.ServiceError;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request between the container and the handler.
 *
 * <p>Containers call from many threads, answers come from others, and failures are reported twice
 * or while something else is going on. So everything happens in {@link Turns}: the fields below are
 * read and written there only, and whatever ends the request first is the only thing that does.
 *
 * <p>Life: begun, body received if it is wanted, answered, the rest of the body dropped, completed.
 */
final class AsyncExchange implements ResponseSink, AsyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncExchange.class);

  /** Request attribute: the container is to break the connection. */
  static final String CUT = AsyncExchange.class.getName() + ".cut";

  private final RequestHandler handler;
  private final ServletLimits limits;
  private final Timer timer;
  private final AsyncContext context;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final InetSocketAddress peer;
  private final Set<AsyncExchange> underWay;
  private final Loan loan = new Loan();
  private final Turns turns = new Turns();
  private final Executor container = this::runByContainer;
  private final BodyReader reader;

  private @Nullable Exchange exchange;
  private @Nullable AnswerWriter writer;
  private @Nullable Future<?> discarding;
  private boolean delivered;
  private boolean over;
  private boolean answerSent;
  private boolean completed;

  /**
   * @param underWay holds this until the request has ended
   */
  AsyncExchange(
      RequestHandler handler,
      ServletLimits limits,
      Timer timer,
      AsyncContext context,
      HttpServletRequest request,
      HttpServletResponse response,
      Set<AsyncExchange> underWay) {
    this.underWay = underWay;
    this.handler = handler;
    this.limits = limits;
    this.timer = timer;
    this.context = context;
    this.request = request;
    this.response = response;
    this.peer = Translation.peer(request);
    this.reader = new BodyReader(request, loan, turns, container, new Upload());
  }

  void begin() {
    underWay.add(this);
    context.addListener(this);
    turns.run(this::start);
  }

  private void start() {
    if (!Translation.isPathConsistent(request)) {
      reader.abandon();
      refuse(ServiceError.VALIDATION, "path does not match the place it was sent to");
      return;
    }
    guarded(
        () -> {
          exchange = handler.begin(Translation.head(request, peer), this);
          if (wantsBody()) {
            reader.start();
          }
        });
  }

  /** A defect of ours or of the embedder's ends one request, nothing else. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.error("request failed by a defect", e);
      if (writer == null) {
        lost("defect");
        refuse(ServiceError.INTERNAL, "internal error");
      } else {
        cut();
      }
    }
  }

  // The body of the request.

  private boolean wantsBody() {
    return writer == null && !over && exchange != null && exchange.wantsBody();
  }

  /** What the reader reports; all calls come in turns. */
  private final class Upload implements BodyReader.Listener {
    @Override
    public boolean piece(ByteBuffer bytes) {
      guarded(
          () -> {
            if (exchange != null && wantsBody()) {
              exchange.body(bytes);
            }
          });
      boolean goOn = reader.discarded(bytes.remaining()) <= limits.discardBytes();
      if (!goOn) {
        reader.abandon();
        completeIfDone();
      }
      return goOn;
    }

    @Override
    public void end() {
      guarded(
          () -> {
            if (exchange != null && wantsBody()) {
              exchange.end();
              delivered = true; // Not if that failed: then the exchange has to be told of it.
            }
          });
      completeIfDone();
    }

    @Override
    public void cutShort(Throwable cause) {
      LOG.debug("body not received: {}", cause.toString());
      if (lost("body cut short")) {
        boolean slow = cause instanceof TimeoutException || isSocketTimeout(cause);
        if (slow) {
          refuse(ServiceError.REQUEST_TIMEOUT, "request body took too long");
        } else {
          refuse(ServiceError.VALIDATION, "request body ended early");
        }
      }
      completeIfDone();
    }
  }

  private static boolean isSocketTimeout(Throwable cause) {
    return cause instanceof java.net.SocketTimeoutException
        || cause.getCause() instanceof TimeoutException;
  }

  // The answer.

  @Override
  public void respond(Response answer) {
    turns.runElsewhere(() -> accept(answer), container);
  }

  private void accept(Response answer) {
    if (over || writer != null) {
      answer.body().close();
    } else {
      answer(answer);
    }
  }

  /** Takes the host's own answer to a request that was lost or never became one. */
  private void refuse(ServiceError error, String message) {
    over = true;
    answer(handler.refuse(error, message, peer));
  }

  private void answer(Response answer) {
    if (loan.isOver()) {
      answer.body().close();
      ended(0, false);
      return;
    }
    boolean close = answer.close() || !reader.isDiscardable(limits.discardBytes());
    AnswerWriter started =
        new AnswerWriter(answer, request, response, loan, turns, container, new Progress());
    writer = started;
    boolean last = reader.isEnded();
    guarded(() -> started.start(close, last));
  }

  /** What the writer reports; all calls come in turns. */
  private final class Progress implements AnswerWriter.Listener {
    @Override
    public void sent(long bytes) {
      answerSent = true;
      ended(bytes, true);
      if (reader.isDiscardable(Integer.MAX_VALUE)) {
        reader.start(); // What nobody wanted has to be out of the way.
      } else {
        reader.abandon();
      }
      completeIfDone();
      if (!completed) {
        limitDiscarding();
      }
    }

    private void limitDiscarding() {
      try {
        discarding = timer.after(limits.discard(), () -> turns.runElsewhere(this::stop, container));
      } catch (RejectedExecutionException e) {
        stop(); // The servlet is being destroyed.
      }
    }

    private void stop() {
      reader.abandon();
      completeIfDone();
    }

    @Override
    public void cut(long bytes, boolean byUs) {
      answerSent = true;
      reader.abandon();
      ended(bytes, false);
      if (byUs) {
        AsyncExchange.this.cut();
      } else {
        complete();
      }
    }
  }

  private void ended(long bytes, boolean complete) {
    if (exchange != null && !over) {
      over = true;
      exchange.sent(bytes, complete);
    }
  }

  // The end.

  /**
   * Nothing more of the request will arrive.
   *
   * @return whether it ends here without an answer
   */
  private boolean lost(String reason) {
    if (writer != null || delivered || over) {
      return false;
    }
    over = true;
    if (exchange != null) {
      exchange.connectionLost(reason);
    }
    return true;
  }

  private void completeIfDone() {
    if (answerSent && reader.isEnded()) {
      complete();
    }
  }

  /** Whether the request has not been completed before. */
  private boolean beginsToComplete() {
    boolean first = !completed;
    completed = true;
    underWay.remove(this);
    return first;
  }

  private void complete() {
    if (!beginsToComplete()) {
      return;
    }
    if (discarding != null) {
      discarding.cancel(false);
    }
    if (reader.isAbandoned() && !loan.isOver() && UndertowConnection.carries(request)) {
      closeSoon();
    } else {
      completeContext();
    }
  }

  /** Lets the client see the answer, instead of a container that reads on without an end. */
  private void closeSoon() {
    Runnable close =
        () -> {
          UndertowConnection.close(request);
          completeContext();
        };
    try {
      discarding = timer.after(limits.discard(), () -> turns.runElsewhere(close, container));
    } catch (RejectedExecutionException e) {
      close.run(); // The servlet is being destroyed.
    }
  }

  private void completeContext() {
    try {
      context.complete();
    } catch (IllegalStateException e) {
      LOG.debug("container had ended the request before: {}", e.getMessage());
    }
  }

  /** An answer begun is never mistaken for a whole one: the container is made to fail. */
  private void cut() {
    if (!beginsToComplete()) {
      return;
    }
    if (UndertowConnection.carries(request)) {
      UndertowConnection.close(request);
      completeContext();
      return;
    }
    try {
      request.setAttribute(CUT, true);
      context.dispatch();
    } catch (IllegalStateException e) {
      LOG.debug("container had ended the request before: {}", e.getMessage());
    }
  }

  /**
   * Gives back what the request holds, as the servlet is being destroyed. Containers do not tell
   * all requests of that. The request is not completed: an answer would then end as if it were
   * whole, where the container breaks the connection.
   */
  void stop() {
    loan.end();
    turns.runLast(
        () -> {
          beginsToComplete();
          containerEnded("the servlet is being destroyed");
        });
  }

  @Override
  public void onComplete(AsyncEvent event) {
    loan.end();
    turns.run(() -> containerEnded("completed by the container"));
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    loan.end();
    turns.run(() -> containerEnded("timed out by the container"));
  }

  @Override
  public void onError(AsyncEvent event) {
    loan.end();
    turns.run(() -> containerEnded("failed in the container"));
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }

  private void containerEnded(String reason) {
    reader.abandon();
    if (writer != null) {
      writer.cut(false);
    } else {
      lost(reason);
    }
    complete();
  }

  // Threads and time.

  private void runByContainer(Runnable task) {
    try {
      context.start(task);
    } catch (IllegalStateException e) {
      throw new RejectedExecutionException(e);
    }
  }
}
