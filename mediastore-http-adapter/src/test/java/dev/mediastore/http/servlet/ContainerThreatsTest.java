// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.Exchange;
import dev.mediastore.http.Headers;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.servlet.FakeContainer.Move;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases L07 and L08 of the threat catalogue: containers that report one failure twice, and streams
 * that are ready but yield nothing. Real ones do that seldom, so that a fake one has to.
 */
@Timeout(30)
class ContainerThreatsTest {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private volatile @Nullable ResponseSink sink;

  /** How far a request has come when the container ends it. */
  private enum Progress {
    RECEIVING,
    DELIVERED,
    SENDING
  }

  /** Takes a body, and answers when a test says so. */
  private final class Service implements RequestHandler {
    @Override
    public Exchange begin(RequestHead head, ResponseSink answers) {
      sink = answers;
      return new Exchange() {
        @Override
        public boolean wantsBody() {
          return true;
        }

        @Override
        public void body(ByteBuffer piece) {
          byte[] copy = new byte[piece.remaining()];
          piece.get(copy);
          received.writeBytes(copy);
        }

        @Override
        public void end() {
          events.add("end");
        }

        @Override
        public void connectionLost(String reason) {
          events.add("lost");
        }

        @Override
        public void sent(long bodyBytes, boolean complete) {
          events.add(complete ? "sent" : "unsent");
        }
      };
    }

    @Override
    public boolean mayBlock() {
      return false;
    }
  }

  /** Never has anything, and says when it is closed. */
  private final class WaitingBody implements ResponseBody {
    @Override
    public long length() {
      return -1;
    }

    @Override
    public ByteBuffer next(int maxBytes) {
      return ByteBuffer.allocate(0);
    }

    @Override
    public void onReadable(Runnable wake) {
      // Never.
    }

    @Override
    public void close() {
      events.add("closed");
    }
  }

  private void answer() {
    ResponseSink answers = Objects.requireNonNull(sink);
    answers.respond(new Response(200, Headers.empty(), new WaitingBody(), false));
  }

  private FakeContainer container(Progress progress) throws IOException {
    FakeContainer container = new FakeContainer(new Service(), "PUT", -1);
    container.exchange.begin();
    container.moves.add(Move.bytes("body"));
    container.readAll();
    if (progress != Progress.RECEIVING) {
      container.allDataRead();
    }
    if (progress == Progress.SENDING) {
      answer();
    }
    return container;
  }

  private void check(Progress progress, FakeContainer container) {
    if (progress != Progress.SENDING) {
      answer(); // Too late.
    }
    List<String> expected =
        switch (progress) {
          case RECEIVING -> List.of("lost", "closed");
          case DELIVERED -> List.of("end", "closed", "unsent");
          case SENDING -> List.of("end", "closed", "unsent");
        };
    assertEquals(expected, events);
    assertEquals(1, container.completions.get());
    assertEquals(0, container.dispatches.get());
    assertEquals(0, container.underWay.size());
  }

  @ParameterizedTest
  @EnumSource
  void L07_timeoutAndErrorOneAfterTheOther(Progress progress) throws Exception {
    FakeContainer container = container(progress);
    container.timeout();
    container.error();
    container.completed();
    check(progress, container);
  }

  @ParameterizedTest
  @EnumSource
  void L07_errorAndTimeoutOneAfterTheOther(Progress progress) throws Exception {
    FakeContainer container = container(progress);
    container.error();
    container.timeout();
    if (progress == Progress.RECEIVING) {
      container.readError();
    }
    check(progress, container);
  }

  @ParameterizedTest
  @EnumSource
  void L07_allAtOnce(Progress progress) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int i = 0; i < 200; i++) {
        events.clear();
        FakeContainer container = container(progress);
        CyclicBarrier start = new CyclicBarrier(3);
        List<Future<?>> all =
            List.of(
                threads.submit(after(start, container::timeout)),
                threads.submit(after(start, container::error)),
                threads.submit(after(start, container::completed)));
        for (Future<?> each : all) {
          each.get(10, TimeUnit.SECONDS);
        }
        check(progress, container);
      }
    } finally {
      threads.shutdown();
    }
  }

  private interface Report {
    void run() throws IOException;
  }

  private static Callable<Boolean> after(CyclicBarrier start, Report report) {
    return () -> {
      start.await(10, TimeUnit.SECONDS);
      report.run();
      return true;
    };
  }

  /** Nobody tells the requests of a servlet that is destroyed; and none may seem whole. */
  @ParameterizedTest
  @EnumSource
  void L07_servletDestroyed_thenError(Progress progress) throws Exception {
    FakeContainer container = container(progress);
    container.exchange.stop();
    if (progress != Progress.SENDING) {
      answer();
    }
    container.error();
    assertEquals(1, events.stream().filter(event -> event.matches("lost|unsent")).count());
    assertEquals(1, events.stream().filter(event -> event.equals("closed")).count());
    assertEquals(0, container.completions.get());
    assertEquals(0, container.underWay.size());
  }

  /** The pool of a container that is being stopped takes tasks, and forgets them. */
  @Test
  void L07_answerForgottenByTheContainer_isGivenBack() throws Exception {
    for (boolean before : List.of(true, false)) {
      events.clear();
      FakeContainer container = container(Progress.DELIVERED);
      container.forgetsTasks = true;
      if (before) {
        answer();
      }
      container.exchange.stop();
      if (!before) {
        answer();
      }
      assertEquals(List.of("end", "closed", "unsent"), events);
      assertEquals(0, container.underWay.size());
    }
  }

  // Streams.

  private static List<Move> moves(String script) {
    List<Move> moves = new ArrayList<>();
    for (String word : script.split(" ", -1)) {
      moves.add(
          switch (word) {
            case "0" -> Move.of(Move.Kind.NOTHING);
            case "-1" -> Move.of(Move.Kind.END);
            case "wait" -> Move.of(Move.Kind.NOT_READY);
            default -> Move.bytes(word);
          });
    }
    return moves;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc def",
        "0 abc 0 0 def 0",
        "wait abc wait wait def wait",
        "wait wait 0 wait abc 0 wait 0 def wait 0 wait",
        "abc def -1",
        "abc 0 def 0 -1 wait",
        "wait abcdef wait -1"
      })
  void L08_nothingAndTheEndAtOddPlaces(String script) throws Exception {
    for (int length : List.of(-1, 6)) {
      events.clear();
      received.reset();
      FakeContainer container = new FakeContainer(new Service(), "PUT", length);
      container.exchange.begin();
      container.moves.addAll(moves(script));
      container.readAll();
      container.allDataRead();
      container.allDataRead();
      container.readAll();
      assertEquals("abcdef", received.toString(StandardCharsets.ISO_8859_1));
      assertEquals(List.of("end"), events);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, ''", "abc -1, abc", "0 wait 0 -1, ''", "abc wait de 0 -1, abcde"})
  void L08_endBeforeTheLengthThatWasSaid(String script, String taken) throws Exception {
    FakeContainer container = new FakeContainer(new Service(), "PUT", 6);
    container.exchange.begin();
    container.moves.addAll(moves(script));
    container.readAll();
    container.allDataRead();
    container.readError();
    assertEquals(taken, received.toString(StandardCharsets.ISO_8859_1));
    assertEquals(List.of("lost"), events);
    assertEquals(400, container.status);
    assertEquals(1, container.completions.get());
  }

  @Test
  void L08_readyForEver_andNeverAByte_isGivenUp() throws Exception {
    FakeContainer container = new FakeContainer(new Service(), "PUT", 6);
    container.exchange.begin();
    container.yieldsNothingForEver = true;
    container.readAll();
    assertTrue(container.reads < 200, "reads: " + container.reads);
    assertEquals(List.of("lost"), events);
    assertEquals(400, container.status);
  }
}
