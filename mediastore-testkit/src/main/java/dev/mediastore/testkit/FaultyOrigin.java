// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.Deadlines;
import dev.mediastore.http.Exchange;
import dev.mediastore.http.ForwardingRequestHandler;
import dev.mediastore.http.Headers;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.ServiceError;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An origin with faults in front of it. Safe for any thread. */
final class FaultyOrigin extends ForwardingRequestHandler {
  private static final Set<String> UPLOADS = Set.of("PUT", "POST");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final RequestJournal journal;
  private final InstantSource clock;
  private final Deadlines timer;
  private volatile @Nullable FaultScript script;

  /** All since the last reset, the present one included. Guarded by itself. */
  private final Set<FaultScript> scripts = new LinkedHashSet<>();

  FaultyOrigin(
      RequestHandler origin, RequestJournal journal, InstantSource clock, Deadlines timer) {
    super(origin);
    this.journal = journal;
    this.clock = clock;
    this.timer = timer;
  }

  void script(FaultScript next) {
    synchronized (scripts) {
      scripts.add(next);
    }
    script = next;
  }

  /** Nothing goes wrong any more, and nothing is asked of the scripts before. */
  void reset() {
    script = null;
    synchronized (scripts) {
      scripts.clear();
    }
  }

  void assertUsedUp() {
    List<FaultScript> all;
    synchronized (scripts) {
      all = List.copyOf(scripts);
    }
    FaultScript.assertUsedUp(all);
  }

  @Override
  public Exchange begin(RequestHead head, ResponseSink sink) {
    journal.begun(head);
    Noted noted = new Noted(head, sink);
    noted.exchange = beginFaulty(head, noted);
    return noted;
  }

  private Exchange beginFaulty(RequestHead head, ResponseSink sink) {
    FaultScript now = script;
    ObjectTarget target = now == null ? null : ObjectTarget.of(head.rawTarget());
    if (now == null || target == null) {
      return next().begin(head, sink);
    }
    Fault fault = now.next(head.method(), target.container(), target.object());
    String what = fault.described();
    if (what == null) {
      return next().begin(head, sink);
    }
    journal.fault(head, what);
    if (fault.kind() == Fault.Kind.STATUS) {
      return new Refusal(head, sink, target, fault.number());
    }
    if (fault.concernsBody() && UPLOADS.contains(head.method())) {
      FaultyUpload upload = new FaultyUpload(fault, timer, sink);
      upload.begun(next().begin(head, sink));
      return upload;
    }
    return next().begin(head, faulty(fault, sink));
  }

  private ResponseSink faulty(Fault fault, ResponseSink sink) {
    return switch (fault.kind()) {
      case DELAY -> answer -> timer.after(fault.time(), () -> sink.respond(answer));
      case SKEW -> answer -> sink.respond(skewed(answer, fault.time()));
      case LOST -> answer -> sink.respond(lost(answer));
      default ->
          answer ->
              sink.respond(
                  new Response(
                      answer.status(),
                      answer.headers(),
                      new FaultyBody(answer.body(), fault, timer),
                      answer.close()));
    };
  }

  private static Response lost(Response answer) {
    answer.body().close();
    return new Response(answer.status(), Headers.builder().build(), new BrokenBody(), true);
  }

  private Response skewed(Response answer, Duration skew) {
    Headers.Builder headers = Headers.builder();
    answer
        .headers()
        .forEach(
            (name, value) ->
                headers.add(
                    name,
                    name.equalsIgnoreCase("Date")
                        ? HTTP_DATE.format(clock.instant().plus(skew))
                        : value));
    return new Response(answer.status(), headers.build(), answer.body(), answer.close());
  }

  @Override
  public Response refuse(ServiceError error, String publicMessage, InetSocketAddress peer) {
    Response refusal = super.refuse(error, publicMessage, peer);
    journal.refused(peer, clock.instant(), refusal.status(), error.wireName());
    return refusal;
  }

  /** Lets the journal know how far a request has come. */
  private final class Noted implements Exchange, ResponseSink {
    private final RequestHead head;
    private final ResponseSink sink;
    private volatile @Nullable Exchange exchange;

    Noted(RequestHead head, ResponseSink sink) {
      this.head = head;
      this.sink = sink;
    }

    @Override
    public void respond(Response response) {
      ResponseBody body = response.body();
      if (body.length() == 0 || head.method().equals("HEAD")) {
        journal.ending(head);
      } else {
        body = new LastByteWatch(body, () -> journal.ending(head));
      }
      sink.respond(new Response(response.status(), response.headers(), body, response.close()));
    }

    private Exchange exchange() {
      Exchange begun = exchange;
      if (begun == null) {
        throw new IllegalStateException("used before it has begun");
      }
      return begun;
    }

    @Override
    public boolean wantsBody() {
      return exchange().wantsBody();
    }

    @Override
    public void body(ByteBuffer piece) {
      exchange().body(piece);
    }

    @Override
    public void end() {
      exchange().end();
    }

    @Override
    public void connectionLost(String reason) {
      exchange().connectionLost(reason);
      journal.over(head);
    }

    @Override
    public void sent(long bodyBytes, boolean complete) {
      exchange().sent(bodyBytes, complete);
      journal.over(head);
    }
  }

  /** Reads a request to its end and answers with a status, as an overloaded server would. */
  private final class Refusal implements Exchange {
    private final RequestHead head;
    private final ResponseSink sink;
    private final ObjectTarget target;
    private final int status;
    private final Instant receivedAt = clock.instant();
    private long received;
    private boolean ended;

    Refusal(RequestHead head, ResponseSink sink, ObjectTarget target, int status) {
      this.head = head;
      this.sink = sink;
      this.target = target;
      this.status = status;
      if (!hasBody()) {
        answer();
      }
    }

    private boolean hasBody() {
      String length = head.headers().first("Content-Length");
      return head.headers().contains("Transfer-Encoding")
          || (length != null && !length.equals("0"));
    }

    @Override
    public boolean wantsBody() {
      return !ended;
    }

    @Override
    public void body(ByteBuffer piece) {
      received += piece.remaining();
      piece.position(piece.limit());
    }

    @Override
    public void end() {
      if (!ended) {
        answer();
      }
    }

    private void answer() {
      ended = true;
      byte[] text = ("fault: status " + status).getBytes(StandardCharsets.US_ASCII);
      boolean bodiless = head.method().equals("HEAD");
      Headers headers =
          Headers.builder()
              .add("Content-Type", "text/plain")
              .add("Date", HTTP_DATE.format(clock.instant()))
              .add("Cache-Control", "no-store")
              .build();
      sink.respond(
          new Response(
              status, headers, bodiless ? ResponseBody.empty() : ResponseBody.of(text), false));
    }

    @Override
    public void connectionLost(String reason) {
      ended = true;
      note(0);
    }

    @Override
    public void sent(long bodyBytes, boolean complete) {
      note(status);
    }

    private void note(int told) {
      journal.add(
          head,
          new JournalEntry(
              0,
              receivedAt,
              Duration.ZERO,
              head.method(),
              "-",
              target.container(),
              target.object().value(),
              null,
              told,
              null,
              received,
              0,
              told != 0,
              null));
    }
  }
}
