// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.Exchange;
import dev.mediastore.http.Headers;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ResponseSink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A service that does what the first segment of the path says. Safe for any thread.
 *
 * <p>It checks its side of the contract with the host: calls in the right order, none at the same
 * time, none after the last; what it finds is in {@link #offences}.
 */
final class ScriptedHandler implements RequestHandler {
  /** Of the handler's own clock, which hosts must not replace by theirs. */
  private static final String DATE = "Fri, 19 Jul 2019 21:32:20 GMT";

  final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  final Map<String, GrowingObject> growing = new ConcurrentHashMap<>();

  /** Targets of exchanges that ended: {@code sent}, {@code unsent} or {@code lost} before each. */
  final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

  final BlockingQueue<String> offences = new LinkedBlockingQueue<>();
  final AtomicInteger openBodies = new AtomicInteger();
  final AtomicLong bodyBytesSeen = new AtomicLong();
  final AtomicLong bodyBytesGiven = new AtomicLong();
  final BlockingQueue<Runnable> deferred = new LinkedBlockingQueue<>();
  volatile boolean blocking;

  @Override
  public boolean mayBlock() {
    return blocking;
  }

  @Override
  public Exchange begin(RequestHead head, ResponseSink sink) {
    String[] path = head.rawTarget().split("\\?", 2)[0].split("/", 3);
    String script = path.length > 1 ? path[1] : "";
    String rest = path.length > 2 ? path[2] : "";
    Scripted exchange =
        switch (script) {
          case "echo" -> new Scripted(head, sink).answering(200, echo(head));
          case "store" -> store(head, sink, rest);
          case "growing" -> growing(head, sink, rest);
          case "big" -> new Scripted(head, sink).answering(big(Long.parseLong(rest), false));
          case "cut" -> new Scripted(head, sink).answering(big(Long.parseLong(rest), true));
          case "status" ->
              new Scripted(head, sink)
                  .answering(
                      new Response(
                          Integer.parseInt(rest), Headers.empty(), ResponseBody.empty(), false));
          case "refuse" -> new Scripted(head, sink).answering(refusal(false));
          case "refuse-close" -> new Scripted(head, sink).answering(refusal(true));
          case "refuse-after" -> new Limited(head, sink, Long.parseLong(rest));
          case "deferred" -> deferred(head, sink);
          case "fail" -> throw new IllegalStateException("scripted failure");
          case "error" -> throw new StackOverflowError("scripted");
          case "fail-in-body" -> new Failing(head, sink);
          default -> new Scripted(head, sink).answering(404, "no script");
        };
    exchange.begin();
    return exchange;
  }

  private Scripted store(RequestHead head, ResponseSink sink, String key) {
    if (head.method().equals("PUT")) {
      return new Upload(head, sink, key);
    }
    if (head.method().equals("DELETE")) {
      return new Scripted(head, sink).answering(stored.remove(key) == null ? 404 : 200, "");
    }
    byte[] bytes = stored.get(key);
    return bytes == null
        ? new Scripted(head, sink).answering(404, "not stored")
        : new Scripted(head, sink).answering(200, bytes);
  }

  private Scripted growing(RequestHead head, ResponseSink sink, String name) {
    GrowingObject object = growing.computeIfAbsent(name, key -> new GrowingObject());
    return new Scripted(head, sink)
        .answering(new Response(200, Headers.of("ETag", "abc"), object.newReader(), false));
  }

  private Scripted deferred(RequestHead head, ResponseSink sink) {
    Scripted exchange = new Scripted(head, sink);
    deferred.add(() -> exchange.answer(response(200, "later".getBytes(StandardCharsets.UTF_8))));
    return exchange;
  }

  /** What a handler sees of a request, as text; servlets do not know the order of all fields. */
  static byte[] echo(RequestHead head) {
    StringBuilder text = new StringBuilder();
    text.append(head.method()).append(' ').append(head.rawTarget()).append(' ');
    text.append(head.version()).append(head.secure() ? " secure\n" : " plain\n");
    List<String> fields = new ArrayList<>();
    head.headers()
        .forEach((name, value) -> fields.add(name.toLowerCase(Locale.ROOT) + ": " + value + "\n"));
    fields.sort(Comparator.comparing(field -> field.substring(0, field.indexOf(':'))));
    fields.forEach(text::append);
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Response refusal(boolean close) {
    byte[] body = "{\"__type\":\"AccessDeniedException\"}".getBytes(StandardCharsets.UTF_8);
    return new Response(
        403,
        Headers.of("Content-Type", "application/json", "x-amzn-ErrorType", "AccessDeniedException"),
        ResponseBody.of(body),
        close);
  }

  private static Response response(int status, byte[] body) {
    return new Response(
        status, Headers.of("Content-Type", "text/plain"), ResponseBody.of(body), false);
  }

  private Response big(long length, boolean cut) {
    return new Response(200, Headers.of("Content-Type", "video/mp2t"), new Big(length, cut), false);
  }

  /** The byte at {@code position} of a generated body. */
  static byte bigByte(long position) {
    return (byte) (position * 31 + (position >> 8));
  }

  /** Counts calls and compares them with the contract of {@link Exchange}. */
  private class Scripted implements Exchange {
    final RequestHead head;
    private final ResponseSink sink;
    private final AtomicInteger inside = new AtomicInteger();
    private @Nullable Response first;
    private volatile boolean answered;
    private boolean over;
    boolean ended;

    Scripted(RequestHead head, ResponseSink sink) {
      this.head = head;
      this.sink = sink;
    }

    Scripted answering(int status, String text) {
      return answering(status, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Scripted answering(int status, byte[] body) {
      return answering(response(status, body));
    }

    Scripted answering(Response response) {
      first = response;
      return this;
    }

    void begin() {
      if (first != null) {
        answer(first);
      }
    }

    void answer(Response response) {
      answered = true;
      Headers.Builder headers = Headers.builder().add("Date", DATE).addAll(response.headers());
      ResponseBody body = response.body();
      boolean bodyless = response.status() == 204 || response.status() == 304;
      if (head.method().equals("HEAD") && body.length() >= 0 && !bodyless) {
        headers.add("Content-Length", Long.toString(body.length()));
        body.close();
        body = ResponseBody.empty();
      }
      sink.respond(new Response(response.status(), headers.build(), body, response.close()));
    }

    void expect(boolean condition, String offence) {
      if (!condition) {
        offences.add(offence + " " + head.rawTarget());
      }
    }

    private void call(Runnable work) {
      expect(inside.getAndIncrement() == 0, "two calls at once");
      expect(!over, "call after the last");
      try {
        work.run();
      } finally {
        inside.decrementAndGet();
      }
    }

    @Override
    public boolean wantsBody() {
      return false;
    }

    void take(ByteBuffer piece) {}

    void complete() {}

    @Override
    public final void body(ByteBuffer piece) {
      call(
          () -> {
            expect(wantsBody(), "unwanted body");
            expect(piece.hasRemaining(), "empty piece");
            expect(!ended, "body after its end");
            bodyBytesSeen.addAndGet(piece.remaining());
            take(piece);
            expect(!piece.hasRemaining() || answered, "piece not consumed");
          });
    }

    @Override
    public final void end() {
      call(
          () -> {
            expect(wantsBody(), "unwanted end");
            expect(!ended, "second end");
            ended = true;
            complete();
          });
    }

    @Override
    public final void connectionLost(String reason) {
      call(
          () -> {
            expect(!ended, "lost after its end");
            over = true;
            ScriptedHandler.this.ended.add("lost " + head.rawTarget());
          });
    }

    @Override
    public final void sent(long bodyBytes, boolean complete) {
      call(
          () -> {
            expect(answered, "sent without an answer");
            over = true;
            ScriptedHandler.this.ended.add((complete ? "sent " : "unsent ") + head.rawTarget());
          });
    }
  }

  private final class Upload extends Scripted {
    private final String key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Upload(RequestHead head, ResponseSink sink, String key) {
      super(head, sink);
      this.key = key;
    }

    @Override
    public boolean wantsBody() {
      return true;
    }

    @Override
    void take(ByteBuffer piece) {
      byte[] copy = new byte[piece.remaining()];
      piece.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    void complete() {
      stored.put(key, bytes.toByteArray());
      answer(response(200, ("stored " + bytes.size()).getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Refuses in the middle of the body. */
  private final class Limited extends Scripted {
    private long left;

    Limited(RequestHead head, ResponseSink sink, long limit) {
      super(head, sink);
      left = limit;
    }

    @Override
    public boolean wantsBody() {
      return left >= 0;
    }

    @Override
    void take(ByteBuffer piece) {
      left -= piece.remaining();
      piece.position(piece.limit());
      if (left < 0) {
        answer(new Response(413, Headers.empty(), ResponseBody.of(new byte[] {'X'}), true));
      }
    }

    @Override
    void complete() {
      answer(response(200, new byte[] {'O', 'K'}));
    }
  }

  private final class Failing extends Scripted {
    Failing(RequestHead head, ResponseSink sink) {
      super(head, sink);
    }

    @Override
    public boolean wantsBody() {
      return true;
    }

    @Override
    void take(ByteBuffer piece) {
      throw new IllegalStateException("scripted failure");
    }
  }

  /** A generated body that is never in memory as a whole. */
  private final class Big implements ResponseBody {
    private final long length;
    private final boolean cut;
    private long position;
    private boolean closed;

    Big(long length, boolean cut) {
      this.length = length;
      this.cut = cut;
      openBodies.incrementAndGet();
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public @Nullable ByteBuffer next(int maxBytes) throws BodyCutException {
      if (cut && position >= length / 2) {
        throw new BodyCutException("scripted cut");
      }
      if (position == length) {
        return null;
      }
      long most = cut ? Math.max(1, length / 2 - position) : length - position;
      int size = (int) Math.min(maxBytes, most);
      byte[] bytes = new byte[size];
      for (int i = 0; i < size; i++) {
        bytes[i] = bigByte(position + i);
      }
      position += size;
      bodyBytesGiven.addAndGet(size);
      return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public void onReadable(Runnable wake) {
      wake.run();
    }

    @Override
    public void close() {
      if (closed) {
        offences.add("body closed twice");
      }
      closed = true;
      openBodies.decrementAndGet();
    }
  }
}
