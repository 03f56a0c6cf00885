// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mediastore.core.Container;
import dev.mediastore.core.DocumentKind;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.StoreLimits;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.core.spi.StoreUsage;
import dev.mediastore.http.CallerDirectory;
import dev.mediastore.http.Callers;
import dev.mediastore.http.Endpoints;
import dev.mediastore.http.Explanations;
import dev.mediastore.http.IdentityPolicies;
import dev.mediastore.http.ManualClock;
import dev.mediastore.http.MediaStoreHttp;
import dev.mediastore.http.MediaStoreHttpBuilder;
import dev.mediastore.http.RecordedLog;
import dev.mediastore.http.hosts.RawClient.Answer;
import dev.mediastore.sigv4.SigningCredentials;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A whole origin behind a host, to be attacked; and what has to hold after every attack (threat
 * catalogue, section 0).
 *
 * <p>Container {@code private} is for its owner, {@code live} for whom a test says. Both hold one
 * object, {@code live/kept.ts}.
 */
final class AttackedOrigin implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String ACCOUNT = "111122223333";
  static final String KEY = "AKIDEXAMPLE";
  static final String SECRET = "planted/secret+of/the+owner";
  static final String SESSION_KEY = "ASIASESSION";
  static final String SESSION_SECRET = "planted/secret+of/the+session";
  static final String TOKEN = "planted+token/of+the+session==";
  static final String OTHER_TOKEN = "planted+token/of+another==";
  static final String PRIVATE_HOST = "private.test";
  static final String LIVE_HOST = "live.test";
  static final String LIVE_ARN = "arn:aws:mediastore:us-east-1:111122223333:container/live";
  static final String KEPT = "/live/kept.ts";

  /** Stands for an answer that is no more than the end of the connection. */
  private static final int CLOSED = 0;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KNOWN_FIELDS =
      Set.of(
          "x-amzn-requestid",
          "x-amzn-errortype",
          "x-amzn-error-message",
          "x-mediastore-explanation",
          "date",
          "content-type",
          "content-length",
          "transfer-encoding",
          "cache-control",
          "connection",
          "keep-alive",
          "allow",
          "retry-after",
          "vary");

  final ManualClock clock = new ManualClock(NOW);
  final Callers callers = Callers.create();
  final MediaStore store;
  final MediaStoreHttp http;
  final Host host;
  private final List<Object> events = new CopyOnWriteArrayList<>();

  AttackedOrigin(Host.Kind kind) throws Exception {
    this(kind, null, settings -> settings);
  }

  AttackedOrigin(
      Host.Kind kind,
      @Nullable CallerDirectory directory,
      UnaryOperator<MediaStoreHttpBuilder> settings)
      throws Exception {
    store =
        MediaStore.builder()
            .clock(clock)
            .memory(8 << 20)
            .eagerActivation(true)
            .limits(StoreLimits.defaults().withObjectBytes(100_000, 100_000))
            .listener(events::add)
            .build();
    reset();
    http =
        settings
            .apply(
                MediaStoreHttp.builder(store)
                    .callers(directory == null ? callers : directory)
                    .allowInsecurePut(true)
                    .endpoints(
                        Endpoints.builder()
                            .host(PRIVATE_HOST, "private")
                            .host(LIVE_HOST, "live")
                            .build()))
            .build();
    host = kind.start(http);
  }

  /** Puts containers, callers and clock back to how they were. */
  void reset() {
    clock.set(NOW);
    store
        .containers(ACCOUNT, "us-east-1")
        .forEach(container -> store.deleteContainerWithContent(container.arn()));
    for (String name : List.of("private", "live")) {
      Container container = store.createContainer(store.arn(name), Map.of(), Map.of());
      container.put(
          ObjectPath.of(KEPT.substring(1)),
          UploadOptions.none(),
          "kept".getBytes(StandardCharsets.US_ASCII));
    }
    callers.rootKey(KEY, SECRET, ACCOUNT);
    callers.sessionKey(
        SigningCredentials.of(SESSION_KEY, SESSION_SECRET)
            .withSessionToken(TOKEN)
            .withExpiry(NOW.plus(Duration.ofHours(1))),
        "arn:aws:sts::111122223333:assumed-role/uploader/one",
        NOW,
        IdentityPolicies.everything());
    callers.userKey("AKIDNOBODY", "planted/nobody", "arn:aws:iam::111122223333:user/nobody");
  }

  Container live() {
    return store.container("live").orElseThrow();
  }

  /** Sets the policy of {@code live} from one or more statements. */
  void policy(String... statements) {
    live()
        .putDocument(
            DocumentKind.CONTAINER_POLICY,
            "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}");
  }

  void noPolicy() {
    live().deleteDocument(DocumentKind.CONTAINER_POLICY);
  }

  static String statement(String effect, String principal, String action, String condition) {
    return "{\"Effect\":\""
        + effect
        + "\",\"Principal\":"
        + principal
        + ",\"Action\":\""
        + action
        + "\",\"Resource\":\""
        + LIVE_ARN
        + "/*\""
        + (condition.isEmpty() ? "" : ",\"Condition\":" + condition)
        + "}";
  }

  RawClient connect() throws IOException {
    return RawClient.connect(host.port());
  }

  /** Sends one request on a connection of its own and reads its answer. */
  Answer send(String request) throws IOException {
    try (RawClient client = connect()) {
      return client.send(request).answer(method(request));
    }
  }

  /** The head of an unsigned request to the container of the live host. */
  static String unsigned(String line, String... fields) {
    return unsignedTo(LIVE_HOST, line, fields);
  }

  static String unsignedTo(String host, String line, String... fields) {
    StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: " + host + "\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** A control request of the owner. */
  Answer control(String operation, String json) throws IOException {
    return send(controlRequest(operation, json));
  }

  static String controlRequest(String operation, String json) {
    return Forgery.of("POST", "/")
            .with("X-Amz-Target", "MediaStore_20170901." + operation)
            .with("Content-Type", "application/x-amz-json-1.1")
            .with("Content-Length", Integer.toString(json.getBytes(StandardCharsets.UTF_8).length))
            .undeclaredUtf8(json)
            .signed()
        + new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String method(String request) {
    return request.substring(0, request.indexOf(' '));
  }

  /** What a client can see of an object of {@code private}, or the status of the answer. */
  String stored(String target) throws IOException {
    Answer answer = send(Forgery.of("GET", target).payload(Forgery.EMPTY).signed());
    return answer.status() == 200 ? answer.text() : Integer.toString(answer.status());
  }

  /** Which of the statuses and errors an attack may end with. */
  record Expected(Set<Integer> statuses, Set<String> errors) {
    /** A status, or several, and perhaps the names of errors, all in one text. */
    static Expected of(String text) {
      Set<Integer> statuses = new java.util.TreeSet<>();
      Set<String> errors = new java.util.TreeSet<>();
      for (String word : text.split("[ ,/]+", -1)) {
        if (word.matches("\\d{3}")) {
          statuses.add(Integer.valueOf(word));
        } else {
          errors.add(word);
        }
      }
      return new Expected(statuses, errors);
    }
  }

  /** Carries out an attack that has to be refused, and checks what has to hold afterwards. */
  Answer refused(String expected, String request) throws Exception {
    return refused(expected, request, true);
  }

  /** The same for what a server in front may refuse in its own words, before we see it. */
  Answer refusedByAnybody(String expected, String request) throws Exception {
    return refused(expected, request, false);
  }

  private Answer refused(String text, String request, boolean byUs) throws Exception {
    Expected expected = Expected.of(text);
    String method = method(request);
    HostContract.assertEventually(this::isQuiet, "held from before the attack");
    StoreUsage before = store.usage();
    events.clear();
    RecordedLog.clear();
    Answer answer;
    long started = System.nanoTime();
    try (RawClient client = connect()) {
      answer = byUs ? client.send(request).answer(method) : answerOrEnd(client, request, method);
      if (byUs || answer.has("connection", "close")) {
        checkRest(client, answer);
      }
    }
    long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
    assertTrue(
        expected.statuses().contains(answer.status()) || (!byUs && answer.status() == CLOSED),
        answer + "\nto\n" + request);
    if (byUs) {
      checkAnswer(answer, method, expected);
      checkLog(request, answer);
    }
    checkNothingHappened(before);
    assertTrue(
        millis < 10_000, () -> "took " + millis + " ms"); // O6, with room for a busy machine.
    checkNextRequest();
    return answer;
  }

  /** Some servers close on what they cannot read, which is an answer as well. */
  private static Answer answerOrEnd(RawClient client, String request, String method)
      throws IOException {
    try {
      client.send(request);
    } catch (SocketException closed) {
      // It did not want all of it; what it said may be there nevertheless.
    }
    try {
      return client.answer(method);
    } catch (EOFException | SocketException closed) {
      return new Answer(CLOSED, List.of("Connection: close"), "");
    }
  }

  /** The host lets go of what it has sent a moment after the client has it. */
  private boolean isQuiet() {
    return store.usage().openLeases() == 0 && store.usage().openWriters() == 0;
  }

  /** What the store holds once the host has let go of what it sent. */
  StoreUsage quietUsage() {
    HostContract.assertEventually(this::isQuiet, "held: " + store.usage());
    return store.usage();
  }

  /** O1 and O2: nothing stored, nothing held; the end of an upload may still be under way. */
  private void checkNothingHappened(StoreUsage before) throws Exception {
    // What was freed before the attack may be counted off during it; a leak only ever adds.
    HostContract.assertEventually(
        () -> isQuiet() && store.usage().bytesInUse() <= before.bytesInUse(),
        "usage was " + before + ", is " + store.usage());
    assertEquals(List.of(), events);
  }

  /** O3: the next one on a new connection. */
  private void checkNextRequest() throws Exception {
    callers.rootKey("AKIDNEXT", "secret-of-the-next", ACCOUNT);
    Forgery next = Forgery.of("GET", KEPT).key("AKIDNEXT", "secret-of-the-next");
    Answer answer = send(next.at(clock.instant()).payload(Forgery.EMPTY).signed());
    assertEquals("kept", answer.text(), answer::toString);
  }

  /** O4: one message and nothing behind it. */
  private static void checkRest(RawClient client, Answer answer) throws IOException {
    if (answer.has("connection", "close")) {
      assertEquals(0, client.countToEnd(), "bytes behind the answer");
    } else {
      Answer next = client.send(unsignedTo(PRIVATE_HOST, "GET /nothing.ts")).answer();
      assertEquals(403, next.status(), next::toString);
    }
  }

  /** O4: its form and its text. */
  private static void checkAnswer(Answer answer, String method, Expected expected)
      throws IOException {
    String error = String.valueOf(answer.field("x-amzn-errortype"));
    assertTrue(expected.errors().isEmpty() || expected.errors().contains(error), answer::toString);
    assertNotNull(answer.field("x-amzn-requestid"), answer::toString);
    answer
        .fieldMap()
        .keySet()
        .forEach(
            name ->
                assertTrue(
                    KNOWN_FIELDS.contains(name) || name.startsWith("access-control-"), name));
    String message = answer.field("x-amzn-error-message");
    if (!method.equals("HEAD")) {
      JsonNode body = JSON.readTree(answer.text());
      assertEquals(error, body.path("__type").asText());
      message = body.path("message").asText();
      assertEquals(message, body.path("Message").asText());
    }
    String text = String.valueOf(message);
    assertTrue(text.matches("[ -~&&[^<>\"`&]]{1,255}"), text);
    for (String trace : List.of("java.", ".java", "\tat ", "dev.mediastore", "/home/")) {
      assertFalse(answer.toString().contains(trace), answer::toString);
    }
    checkSecrets(answer.toString());
  }

  /** O5: one line, escaped, without secrets. */
  private static void checkLog(String request, Answer answer) {
    List<String> lines = new ArrayList<>(RecordedLog.lines());
    String id = answer.field("x-amzn-requestid");
    lines.removeIf(line -> !line.contains(id));
    assertEquals(1, lines.size(), () -> RecordedLog.lines() + " for " + answer);
    for (String line : RecordedLog.lines()) {
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7F), line);
      checkSecrets(line);
      String signature = request.replaceAll("(?s).*Signature=([0-9a-f]{64}).*", "$1");
      assertFalse(signature.length() == 64 && line.contains(signature), line);
    }
  }

  private static void checkSecrets(String text) {
    assertFalse(text.contains("planted"), text);
  }

  /** The settings that a test of explanations wants. */
  static UnaryOperator<MediaStoreHttpBuilder> explaining(Explanations mode) {
    return settings -> settings.explanations(mode);
  }

  @Override
  public void close() throws Exception {
    host.close();
    http.close();
    store.close();
  }
}
