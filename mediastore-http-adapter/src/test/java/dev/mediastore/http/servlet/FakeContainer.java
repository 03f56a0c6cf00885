// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import dev.mediastore.http.RequestHandler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request in a container that does what a test says, odd things included. What the test did not
 * foresee fails.
 */
final class FakeContainer {
  /** What the stream of the body does next; the text is only for bytes. */
  record Move(Kind kind, String text) {
    /** What a stream can do. */
    enum Kind {
      /** Says that it is not ready, and calls again. */
      NOT_READY,
      BYTES,
      /** Is ready and yields nothing. */
      NOTHING,
      END
    }

    static Move of(Kind kind) {
      return new Move(kind, "");
    }

    static Move bytes(String text) {
      return new Move(Kind.BYTES, text);
    }
  }

  final Deque<Move> moves = new ArrayDeque<>();
  final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  final AtomicInteger completions = new AtomicInteger();
  final AtomicInteger dispatches = new AtomicInteger();
  final Set<AsyncExchange> underWay = ConcurrentHashMap.newKeySet();
  final AsyncExchange exchange;
  boolean yieldsNothingForEver;

  /** As a pool that is being stopped does with what it has taken. */
  boolean forgetsTasks;

  int reads;
  volatile int status;
  private volatile @Nullable AsyncListener listener;
  private volatile @Nullable ReadListener readListener;
  private final long length;

  /**
   * @param length of the body, or -1 for one in chunks
   */
  FakeContainer(RequestHandler handler, String method, long length) {
    this.length = length;
    HttpServletResponse response = response();
    exchange =
        new AsyncExchange(
            handler,
            new ServletLimits(1024, Duration.ofSeconds(30)),
            new Timer("fake"),
            fake(AsyncContext.class, this::asyncContext),
            request(method),
            response,
            underWay);
  }

  private record Call(String name, List<Object> arguments) {}

  private static <T> T fake(Class<T> type, Function<Call, @Nullable Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                answers.apply(
                    new Call(
                        method.getName(),
                        arguments == null ? List.of() : Arrays.asList(arguments)))));
  }

  private @Nullable Object asyncContext(Call call) {
    switch (call.name()) {
      case "addListener" -> listener = (AsyncListener) call.arguments().get(0);
      case "complete" -> completions.incrementAndGet();
      case "dispatch" -> dispatches.incrementAndGet();
      case "getRequest", "getResponse" -> {
        // For events, which nobody asks for them.
      }
      case "start" -> {
        if (!forgetsTasks) {
          ((Runnable) call.arguments().get(0)).run();
        }
      }
      default ->
          throw new UnsupportedOperationException(
              "AsyncContext." + call.name() + " is not foreseen by the fake container");
    }
    return null;
  }

  private HttpServletRequest request(String method) {
    ServletContext context = fake(ServletContext.class, call -> "Fake/1");
    HttpServletMapping mapping = fake(HttpServletMapping.class, call -> MappingMatch.DEFAULT);
    ServletInputStream in = new Body();
    Map<String, Object> known =
        Map.of(
            "getMethod",
            method,
            "getRequestURI",
            "/a",
            "getProtocol",
            "HTTP/1.1",
            "getContextPath",
            "",
            "getRemoteAddr",
            "127.0.0.1",
            "getRemotePort",
            40_000,
            "getContentLengthLong",
            length,
            "getServletContext",
            context,
            "getHttpServletMapping",
            mapping,
            "getInputStream",
            in);
    return fake(
        HttpServletRequest.class,
        call ->
            switch (call.name()) {
              case "getHeader" ->
                  call.arguments().get(0).equals("Transfer-Encoding") && length < 0
                      ? "chunked"
                      : null;
              case "getHeaderNames" -> Collections.emptyEnumeration();
              case "isSecure" -> false;
              case "getQueryString", "setAttribute" -> null;
              default ->
                  Objects.requireNonNull(
                      known.get(call.name()),
                      () ->
                          "HttpServletRequest."
                              + call.name()
                              + " is not foreseen by the fake container");
            });
  }

  private HttpServletResponse response() {
    ServletOutputStream out =
        new ServletOutputStream() {
          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setWriteListener(WriteListener writer) {
            try {
              writer.onWritePossible();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }

          @Override
          public void write(int b) {
            sent.write(b);
          }
        };
    return fake(
        HttpServletResponse.class,
        call -> {
          switch (call.name()) {
            case "setStatus" -> status = (int) call.arguments().get(0);
            case "getBufferSize" -> {
              return 8192;
            }
            case "getOutputStream" -> {
              return out;
            }
            default -> {
              // Fields of the head.
            }
          }
          return null;
        });
  }

  private final class Body extends ServletInputStream {
    @Override
    public boolean isFinished() {
      return moves.isEmpty();
    }

    @Override
    public boolean isReady() {
      if (yieldsNothingForEver) {
        return true;
      }
      if (moves.isEmpty() || moves.peek().kind() == Move.Kind.NOT_READY) {
        moves.poll();
        return false;
      }
      return true;
    }

    @Override
    public void setReadListener(ReadListener reader) {
      readListener = reader;
    }

    @Override
    public int read(byte[] target, int from, int most) {
      reads++;
      if (yieldsNothingForEver) {
        return 0;
      }
      Move move = moves.remove();
      return switch (move.kind()) {
        case BYTES -> copy(move.text(), target, from, most);
        case NOTHING -> 0;
        case END -> -1;
        case NOT_READY -> throw new AssertionError("read while not ready");
      };
    }

    private int copy(String text, byte[] target, int from, int most) {
      int size = Math.min(most, text.length());
      for (int i = 0; i < size; i++) {
        target[from + i] = (byte) text.charAt(i);
      }
      if (size < text.length()) {
        moves.addFirst(Move.bytes(text.substring(size)));
      }
      return size;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException(
          "a body is read in pieces, not byte by byte, of which the script knows nothing");
    }
  }

  /** Calls as often as a stream that is not ready at times may call, and once more. */
  void readAll() throws IOException {
    for (int calls = moves.size(); calls >= 0; calls--) {
      Objects.requireNonNull(readListener).onDataAvailable();
    }
  }

  void allDataRead() throws IOException {
    Objects.requireNonNull(readListener).onAllDataRead();
  }

  void readError() {
    Objects.requireNonNull(readListener).onError(new IOException("scripted"));
  }

  private AsyncEvent event() {
    return new AsyncEvent(fake(AsyncContext.class, this::asyncContext));
  }

  void timeout() throws IOException {
    Objects.requireNonNull(listener).onTimeout(event());
  }

  void error() throws IOException {
    Objects.requireNonNull(listener).onError(event());
  }

  void completed() throws IOException {
    Objects.requireNonNull(listener).onComplete(event());
  }
}
