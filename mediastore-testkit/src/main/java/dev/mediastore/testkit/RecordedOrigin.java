// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.ForwardingRequestHandler;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.ResponseSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An origin with a recorder in front of it, if there is one. Safe for any thread. */
final class RecordedOrigin extends ForwardingRequestHandler {
  private static final Set<String> RECORDED = Set.of("PUT", "POST", "DELETE");

  private final Map<String, IngestRecorder> recorders = new ConcurrentHashMap<>();

  RecordedOrigin(RequestHandler origin) {
    super(origin);
  }

  /** Opens a recorder, which is the caller's to close. */
  interface Opening {
    IngestRecorder open() throws IOException;
  }

  /**
   * Records a container from now on. A recorder of the same container before is closed first: it
   * may write the same file.
   */
  synchronized IngestRecorder record(String container, Opening opening) throws IOException {
    IngestRecorder former = recorders.remove(container);
    if (former != null) {
      former.close();
    }
    IngestRecorder recorder = opening.open();
    recorders.put(container, recorder);
    return recorder;
  }

  @Override
  public Exchange begin(RequestHead head, ResponseSink sink) {
    Exchange exchange = next().begin(head, sink);
    if (recorders.isEmpty() || !RECORDED.contains(head.method())) {
      return exchange;
    }
    ObjectTarget target = ObjectTarget.of(head.rawTarget());
    IngestRecorder recorder = target == null ? null : recorders.get(target.container());
    return recorder == null || target == null
        ? exchange
        : new Recorded(
            exchange, recorder.begin(head, target.object().value()), isWithoutBody(head));
  }

  private static boolean isWithoutBody(RequestHead head) {
    String length = head.headers().first("Content-Length");
    return !head.headers().contains("Transfer-Encoding") && (length == null || length.equals("0"));
  }

  /**
   * What arrives is recorded as far as the origin wants it: an upload that it refuses is broken off
   * there.
   */
  private static final class Recorded implements Exchange {
    private final Exchange exchange;
    private final IngestRecorder.Request request;
    private boolean over;

    Recorded(Exchange exchange, IngestRecorder.Request request, boolean withoutBody) {
      this.exchange = exchange;
      this.request = request;
      if (withoutBody) {
        complete(); // A host says no more of it where the answer needs no body.
      }
    }

    @Override
    public boolean wantsBody() {
      return exchange.wantsBody();
    }

    @Override
    public void body(ByteBuffer piece) {
      request.body(piece);
      exchange.body(piece);
    }

    @Override
    public void end() {
      complete();
      exchange.end();
    }

    @Override
    public void connectionLost(String reason) {
      lost();
      exchange.connectionLost(reason);
    }

    @Override
    public void sent(long bodyBytes, boolean complete) {
      lost();
      exchange.sent(bodyBytes, complete);
    }

    private void complete() {
      if (!over) {
        over = true;
        request.end();
      }
    }

    private void lost() {
      if (!over) {
        over = true;
        request.lost();
      }
    }
  }
}
