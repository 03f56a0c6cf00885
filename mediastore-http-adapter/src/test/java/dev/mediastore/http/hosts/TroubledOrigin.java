// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.StoreLimits;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.http.Callers;
import dev.mediastore.http.Endpoints;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.FaultyStore;
import dev.mediastore.http.FaultyStore.Step;
import dev.mediastore.http.ManualClock;
import dev.mediastore.http.ManualDeadlines;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.MediaStoreHttpBuilder;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A whole origin over a store that goes wrong when a test says so, behind a host: its container
 * {@code live} is open to all, and its deadlines pass when a test says so, too.
 */
final class TroubledOrigin implements AutoCloseable {
  static final String STREAMING = "x-amz-upload-availability: STREAMING";
  static final String IN_CHUNKS = "Transfer-Encoding: chunked";
  static final int MOST_UPLOADS = 64;

  private static final int LONGEST = 10 << 20;

  final ManualClock clock = new ManualClock(AttackedOrigin.NOW);
  final ManualDeadlines deadlines = new ManualDeadlines();
  final List<ExchangeRecord> records = new CopyOnWriteArrayList<>();
  final FaultyStore faults;
  final MediaStore store;
  final MediaStoreHttp http;
  final Host host;
  private final AtomicBoolean hostClosed = new AtomicBoolean();

  TroubledOrigin(Host.Kind kind, FaultyStore faults) throws Exception {
    this(kind, faults, MOST_UPLOADS, settings -> settings, handler -> handler);
  }

  /**
   * An origin with settings of its own.
   *
   * @param mostUploads at once
   * @param between stands between the host and the service
   */
  TroubledOrigin(
      Host.Kind kind,
      FaultyStore faults,
      int mostUploads,
      UnaryOperator<MediaStoreHttpBuilder> settings,
      UnaryOperator<RequestHandler> between)
      throws Exception {
    this.faults = faults;
    store =
        MediaStore.builder()
            .clock(clock)
            .store(faults)
            .eagerActivation(true)
            .limits(
                StoreLimits.defaults()
                    .withObjectBytes(LONGEST, LONGEST)
                    .withUploads(mostUploads, -1))
            .build();
    if (store.container("live").isEmpty()) {
      store.createContainer(store.arn("live"), Map.of(), Map.of()).requireActive();
    }
    openToAll();
    http =
        settings
            .apply(
                MediaStoreHttp.builder(store)
                    .callers(
                        Callers.create()
                            .rootKey(
                                AttackedOrigin.KEY, AttackedOrigin.SECRET, AttackedOrigin.ACCOUNT))
                    .allowInsecurePut(true)
                    .deadlines(deadlines)
                    .healthEndpoint("/.health")
                    .listener(records::add)
                    .endpoints(Endpoints.builder().host(AttackedOrigin.LIVE_HOST, "live").build()))
            .build();
    host = kind.start(between.apply(http));
  }

  void openToAll() {
    live()
        .putDocument(
            DocumentKind.CONTAINER_POLICY,
            "{\"Version\":\"2012-10-17\",\"Statement\":["
                + AttackedOrigin.statement("Allow", "\"*\"", "mediastore:*", "")
                + "]}");
  }

  Container live() {
    return store.container("live").orElseThrow();
  }

  RawClient connect() throws IOException {
    return RawClient.connect(host.port());
  }

  /** Sends one request on a connection of its own and reads its answer. */
  Answer send(String request) throws IOException {
    try (RawClient client = connect()) {
      return client.send(request).answer(request.substring(0, request.indexOf(' ')));
    }
  }

  static String get(String path, String... fields) {
    return AttackedOrigin.unsigned("GET /" + path, fields);
  }

  static String put(String path, String... fields) {
    return AttackedOrigin.unsigned("PUT /" + path, fields);
  }

  static String putWhole(String path, String body) {
    return put(path, "Content-Length: " + body.length()) + body;
  }

  static String chunk(String data) {
    return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  /** Stores an object without a network. */
  void object(String path, String content) {
    live()
        .put(
            ObjectPath.of(path),
            UploadOptions.none(),
            content.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What a client can see of an object, or the status of the answer. */
  String content(String path) throws IOException {
    Answer answer = send(get(path));
    return answer.status() == 200 ? answer.text() : Integer.toString(answer.status());
  }

  void awaitVisible(String path) {
    HostContract.assertEventually(
        () -> live().head(ObjectPath.of(path)).isPresent(), path + " is never visible");
  }

  /** The host lets go of what it has sent a moment after the client has it. */
  void awaitQuiet() {
    HostContract.assertEventually(
        () -> faults.openLeases.get() == 0 && faults.openWriters.get() == 0,
        "held: " + faults.openLeases + " leases, " + faults.openWriters + " uploads");
    HostContract.assertEventually(
        () -> store.usage().openLeases() == 0 && store.usage().openWriters() == 0,
        "held: " + store.usage());
    HostContract.assertEventually(() -> deadlines.waiting() == 0, "a deadline is left behind");
  }

  /**
   * Lets the store fail at one step of one request, and checks that this is all that fails: an
   * upload that was under way goes on, nothing is held, and the next request is served.
   */
  void failAt(Step step, Supplier<? extends Throwable> failure) throws Exception {
    object("fails.ts", "x".repeat(3 << 20));
    long before = faults.bytesAppended.get();
    try (RawClient writer = connect()) {
      writer.send(put("other.ts", IN_CHUNKS) + chunk("goes "));
      HostContract.assertEventually(() -> faults.bytesAppended.get() == before + 5, "not begun");
      faults.at(step, () -> TroubledOrigin.<RuntimeException>raise(failure.get()));
      if (step == Step.LATER_VIEW) {
        checkCut();
      } else {
        Answer answer = send(requestFor(step));
        assertEquals(500, answer.status(), answer::toString);
        assertEquals("InternalServerError", answer.field("x-amzn-errortype"));
        assertFalse(answer.toString().contains("injected"), answer::toString);
      }
      faults.heal();
      assertEquals(200, writer.send(chunk("on") + "0\r\n\r\n").answer("PUT").status());
    }
    assertEquals("goes on", content("other.ts"));
    checkNothingHeld();
  }

  private static String requestFor(Step step) {
    return switch (step) {
      case OPEN_WRITER, APPEND, SYNC, PUBLISHED -> putWhole("fails.ts", "new");
      case HEAD -> AttackedOrigin.unsigned("HEAD /fails.ts");
      case DELETE -> AttackedOrigin.unsigned("DELETE /fails.ts");
      case OPEN, FIRST_VIEW, LATER_VIEW -> get("fails.ts");
    };
  }

  private void checkCut() throws IOException {
    try (RawClient reader = connect()) {
      Answer head = reader.send(get("fails.ts")).head();
      assertEquals(Integer.toString(3 << 20), head.field("content-length"));
      assertTrue(reader.countToEnd() < 3 << 20, "a part was taken for the whole");
    }
  }

  /** Throws whatever it is, as defects do. */
  @SuppressWarnings("unchecked") // Nothing is cast: exceptions have no types at run time.
  private static <E extends Throwable> void raise(Throwable failure) throws E {
    throw (E) failure;
  }

  /** Nothing is held, and somebody else is served. */
  void checkNothingHeld() throws IOException {
    awaitQuiet();
    faults.heal();
    assertEquals(200, send(putWhole("next.ts", "next")).status());
    assertEquals("next", content("next.ts"));
  }

  /** Ends the server, if that was not done; the service goes on. */
  void closeHost() throws Exception {
    if (hostClosed.compareAndSet(false, true)) {
      host.close();
    }
  }

  @Override
  public void close() throws Exception {
    closeHost();
    http.close();
    store.close();
  }
}
