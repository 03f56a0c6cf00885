// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.Exchange;
import dev.mediastore.http.FaultyStore;
import dev.mediastore.http.FaultyStore.Step;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ResponseSink;
import dev.mediastore.http.ServiceError;
import dev.mediastore.http.hosts.RawClient.Answer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Groups K and L of the threat catalogue, as far as they need a network: leases, uploads and
 * buffers are given back once, whatever goes wrong. Leases and uploads are counted; buffers are
 * Netty's own to count, which reports those that nobody released.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
@Timeout(60)
class BufferThreatsTest {
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  /** Long enough that no identifier made by chance contains it. */
  private static final String SECRET = "S".repeat(16);

  private static final Defect DEFECT = new Defect();

  private static ResourceLeakDetector.Level levelBefore;
  private static TroubledOrigin running;

  /** The host is for the origin, which all of a class share. */
  BufferThreatsTest(HostKind kind) {
    kind.name();
  }

  @BeforeParameterizedClassInvocation
  static void start(HostKind kind) throws Exception {
    levelBefore = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + " " + records));
    findLeaks(); // Of those before us, which are not ours to judge.
    LEAKS.clear();
    running =
        new TroubledOrigin(
            kind,
            FaultyStore.memory(64 << 20),
            TroubledOrigin.MOST_UPLOADS,
            settings -> settings,
            DEFECT::before);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    running.close();
    findLeaks();
    ByteBufUtil.setLeakListener(null);
    ResourceLeakDetector.setLevel(levelBefore);
    assertEquals(List.of(), LEAKS);
  }

  /** What was leaked is found by the collector, and reported with the next buffers. */
  private static void findLeaks() {
    System.gc();
    for (int i = 0; i < 20; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
  }

  @BeforeEach
  void putBack() {
    DEFECT.at = null;
    running.faults.heal();
    running.object("a.ts", "old");
  }

  // The last byte.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void K10_uploaderGoneWithTheLastByte(boolean reset) throws Exception {
    String content = "x".repeat(20_000);
    for (int i = 0; i < 40; i++) {
      RawClient client = running.connect();
      client.send(TroubledOrigin.putWhole("k" + i, content));
      if (reset) {
        client.reset();
      } else {
        client.close();
      }
    }
    running.checkNothingHeld();
    for (int i = 0; i < 40; i++) {
      String found = running.content("k" + i);
      assertTrue(found.equals(content) || found.equals("404"), "neither whole nor absent");
    }
  }

  @Test
  void K10_readerGoneWithTheLastByte() throws Exception {
    running.object("b.ts", "x".repeat(100_000));
    for (int i = 0; i < 40; i++) {
      RawClient client = running.connect();
      assertEquals(100_000, client.send(TroubledOrigin.get("b.ts")).answer().text().length());
      client.reset();
    }
    running.checkNothingHeld();
  }

  // Exceptions at every step.

  @ParameterizedTest
  @EnumSource(Step.class)
  void L01_exceptionInTheStore(Step step) throws Exception {
    running.failAt(step, () -> new IllegalStateException("injected"));
  }

  /** Where a handler around the service may fail. */
  private enum Stage {
    ROUTE,
    BODY,
    END,
    FIRST_BYTES,
    LATER_BYTES
  }

  /** A handler that has a defect, in front of the service. */
  private static final class Defect {
    private volatile @Nullable Stage at;

    private void reach(Stage stage) {
      if (stage == at) {
        throw new IllegalStateException("injected");
      }
    }

    RequestHandler before(RequestHandler service) {
      return new RequestHandler() {
        @Override
        public Exchange begin(RequestHead head, ResponseSink sink) {
          reach(Stage.ROUTE);
          return defective(service.begin(head, answer -> sink.respond(defective(answer))));
        }

        @Override
        public boolean mayBlock() {
          return service.mayBlock();
        }

        @Override
        public Response refuse(ServiceError error, String message, InetSocketAddress peer) {
          return service.refuse(error, message, peer);
        }
      };
    }

    private Exchange defective(Exchange exchange) {
      return new Exchange() {
        @Override
        public boolean wantsBody() {
          return exchange.wantsBody();
        }

        @Override
        public void body(ByteBuffer piece) {
          reach(Stage.BODY);
          exchange.body(piece);
        }

        @Override
        public void end() {
          reach(Stage.END);
          exchange.end();
        }

        @Override
        public void connectionLost(String reason) {
          exchange.connectionLost(reason);
        }

        @Override
        public void sent(long bodyBytes, boolean complete) {
          exchange.sent(bodyBytes, complete);
        }
      };
    }

    private Response defective(Response answer) {
      ResponseBody body = answer.body();
      ResponseBody defective =
          new ResponseBody() {
            private boolean begun;

            @Override
            public long length() {
              return body.length();
            }

            @Override
            public @Nullable ByteBuffer next(int maxBytes) throws BodyCutException {
              reach(begun ? Stage.LATER_BYTES : Stage.FIRST_BYTES);
              begun = true;
              return body.next(Math.min(maxBytes, 1 << 20)); // So that there are later ones.
            }

            @Override
            public void onReadable(Runnable wake) {
              body.onReadable(wake);
            }

            @Override
            public void close() {
              body.close();
            }
          };
      return new Response(answer.status(), answer.headers(), defective, answer.close());
    }
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void L01_exceptionInAHandlerAroundTheService(Stage stage) throws Exception {
    running.object("b.ts", "x".repeat(3 << 20));
    String upload = TroubledOrigin.putWhole("a.ts", "new");
    String read = TroubledOrigin.get("b.ts");
    DEFECT.at = stage;
    try (RawClient client = running.connect()) {
      Answer answer = client.send(stage.name().endsWith("BYTES") ? read : upload).answer();
      assertEquals(500, answer.status(), answer::toString);
    } catch (EOFException | SocketException cut) {
      assertTrue(stage.name().endsWith("BYTES"), "no answer at all");
    }
    DEFECT.at = null;
    running.checkNothingHeld();
    assertEquals("old", running.content("a.ts"));
  }

  /** A field that would end the head, were it sent as it is. */
  @Test
  void L01_answerThatCannotBeEncoded() throws Exception {
    running.faults.contentType = "a/b\r\nsmuggled: yes\r\n\r\n";
    try (RawClient client = running.connect()) {
      Answer answer = client.send(TroubledOrigin.get("a.ts")).answer();
      assertNull(answer.field("smuggled"), answer::toString);
      assertTrue(answer.status() == 500 || answer.text().equals("old"), answer::toString);
    } catch (EOFException | SocketException cut) {
      // Which is an answer as well.
    }
    running.checkNothingHeld();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void L02_readerGoneInTheMiddle(boolean growing) throws Exception {
    String megabytes = "x".repeat(8 << 20);
    try (RawClient writer = running.connect()) {
      if (growing) {
        writer.send(
            TroubledOrigin.put("b.ts", TroubledOrigin.IN_CHUNKS, TroubledOrigin.STREAMING)
                + TroubledOrigin.chunk(megabytes));
        running.awaitVisible("b.ts");
      } else {
        running.object("b.ts", megabytes);
      }
      for (int i = 0; i < 10; i++) {
        RawClient reader = RawClient.connectWithSmallWindow(running.host.port());
        assertEquals(200, reader.send(TroubledOrigin.get("b.ts")).head().status());
        if (i % 2 == 0) {
          reader.reset();
        } else {
          reader.close();
        }
      }
      HostContract.assertEventually(
          () -> running.faults.openLeases.get() == 0, "leases of readers that left are held");
      if (growing) {
        assertEquals(200, writer.send("0\r\n\r\n").answer("PUT").status());
      }
    }
    running.checkNothingHeld();
  }

  // Bytes of others.

  @Test
  void L09_bytesOfOneRequest_neverAppearInAnother() throws Exception {
    Random random = new Random(9);
    String[] contents = new String[16];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = content(i, 100);
      running.object("l" + i, contents[i]);
    }
    int count = 0;
    while (count < 1000) {
      try (RawClient client = running.connect()) {
        boolean goesOn = true;
        for (int i = 0; i < 40 && goesOn; i++) {
          goesOn = request(client, random, contents);
          count++;
        }
      }
    }
    running.checkNothingHeld();
  }

  private static String content(int number, int length) {
    return Character.toString('a' + number).repeat(length);
  }

  /**
   * Any of several requests; what is refused or lost carries bytes that nobody may ever see.
   *
   * @return whether the connection goes on
   */
  private static boolean request(RawClient client, Random random, String[] contents)
      throws IOException {
    int number = random.nextInt(contents.length);
    String path = "l" + number;
    int length = 1 + random.nextInt(random.nextInt(8) == 0 ? 70_000 : 3000);
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        contents[number] = content(number, length);
        client.send(TroubledOrigin.putWhole(path, contents[number]));
        return goesOn(200, client.answer("PUT"));
      }
      case 2 -> {
        client.send(TroubledOrigin.putWhole("a/%2e%2e/" + path, "S".repeat(length % 3000 + 1)));
        return goesOn(400, client.answer("PUT"));
      }
      case 3 -> {
        try (RawClient other = running.connect()) {
          other.send(TroubledOrigin.put(path, "Content-Length: 90000") + "S".repeat(length));
          other.reset();
        }
        return true;
      }
      case 4 -> {
        int last = Math.min(length, contents[number].length()) - 1;
        client.send(TroubledOrigin.get(path, "Range: bytes=0-" + last));
        Answer answer = client.answer();
        assertEquals(contents[number].substring(0, last + 1), answer.text());
        return goesOn(206, answer);
      }
      default -> {
        client.send(TroubledOrigin.get(path));
        Answer answer = client.answer();
        assertEquals(contents[number], answer.text());
        return goesOn(200, answer);
      }
    }
  }

  private static boolean goesOn(int status, Answer answer) {
    assertEquals(status, answer.status(), answer::toString);
    assertFalse(answer.toString().contains(SECRET), answer::toString);
    return !answer.has("connection", "close");
  }
}
