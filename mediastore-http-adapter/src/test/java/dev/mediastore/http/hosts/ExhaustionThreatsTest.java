// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.core.DocumentKind;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.Explanations;
import dev.mediastore.http.FaultyStore;
import dev.mediastore.http.FaultyStore.Step;
import dev.mediastore.http.RecordedLog;
import dev.mediastore.http.hosts.RawClient.Answer;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Group J of the threat catalogue, in short: clients and faults that use up what there is. */
@ParameterizedClass(name = "{0}")
@EnumSource(HostKind.class)
@Timeout(60)
class ExhaustionThreatsTest {
  private static TroubledOrigin running;

  private final HostKind kind;

  ExhaustionThreatsTest(HostKind kind) {
    this.kind = kind;
  }

  @BeforeParameterizedClassInvocation
  static void start(HostKind kind) throws Exception {
    running = new TroubledOrigin(kind, FaultyStore.memory(64 << 20));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    running.close();
  }

  @BeforeEach
  void putBack() {
    running.faults.heal();
    running.object("a.ts", "old");
  }

  // Connections.

  /** Files and sockets of this process, those of the clients included; 0 if nobody knows. */
  private static int descriptors() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }

  @Test
  void J04_idleResetAndHalfClosedConnections() throws Exception {
    assertEquals("old", running.content("a.ts"));
    int before = descriptors();
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 150; i++) {
        clients.add(running.connect()); // Says nothing.
        running.connect().reset();
        RawClient broken = running.connect();
        broken.send("GET /a.ts HT").reset();
        RawClient half = running.connect();
        clients.add(half);
        assertEquals("old", half.send(TroubledOrigin.get("a.ts")).endOutput().answer().text());
        clients.add(running.connect().endOutput());
      }
      assertEquals("old", running.content("a.ts"));
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    HostContract.assertEventually(() -> descriptors() <= before + 10, "descriptors are left open");
    running.checkNothingHeld();
  }

  // Errors of the machine.

  @ParameterizedTest
  @EnumSource(Step.class)
  void J07_memoryOrStackRunsOut(Step step) throws Exception {
    running.failAt(step, () -> new OutOfMemoryError("injected"));
    running.failAt(step, () -> new StackOverflowError("injected"));
  }

  // Work that one request makes.

  /** Names of lower-case letters and marks that all have the same hash, or not. */
  private static String name(int number, boolean colliding) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 14; bit++) {
      boolean one = (number >> bit & 1) == 1;
      name.append(one ? "a~" : colliding ? "b_" : "c_");
    }
    return name.toString();
  }

  private static String joined(int count, IntFunction<String> each) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(each.apply(i));
    }
    return all.toString();
  }

  private static String fields(boolean colliding) {
    return TroubledOrigin.get("a.ts")
        .replace("\r\n\r\n", "\r\n" + joined(90, i -> name(i, colliding) + ": x\r\n") + "\r\n");
  }

  private static String query(boolean colliding) {
    return TroubledOrigin.get("a.ts?" + joined(60, i -> name(i, colliding) + "=x&") + "z=z");
  }

  private static String members(boolean colliding) {
    return AttackedOrigin.controlRequest(
        "ListContainers", "{" + joined(15_000, i -> "\"" + name(i, colliding) + "\":1,") + "}");
  }

  private static String membersOfATree(boolean colliding) {
    return AttackedOrigin.controlRequest(
        "ListContainers",
        "{\"a\":{" + joined(15_000, i -> "\"" + name(i, colliding) + "\":1,") + "\"z\":1}}");
  }

  private static long nanosOf(int times, String request) throws IOException {
    long begun = System.nanoTime();
    for (int i = 0; i < times; i++) {
      assertTrue(running.send(request).status() < 500);
    }
    return System.nanoTime() - begun;
  }

  private static void checkLinear(int times, String plain, String colliding) throws IOException {
    nanosOf(times, plain); // For the compiler.
    long base = nanosOf(times, plain);
    long attacked = nanosOf(times, colliding);
    // With a search through all the names before it for each, it is a hundred times as much.
    long bound = 10 * base + TimeUnit.MILLISECONDS.toNanos(500);
    assertTrue(attacked < bound, () -> base + " ns became " + attacked);
  }

  @Test
  void J08_namesWithTheSameHash() throws Exception {
    assertEquals(name(5, true).hashCode(), name(6, true).hashCode());
    checkLinear(50, fields(false), fields(true));
    checkLinear(50, query(false), query(true));
    checkLinear(1, members(false), members(true));
    checkLinear(1, membersOfATree(false), membersOfATree(true));
  }

  @Test
  void J11_floodOfErrors() throws Exception {
    int flood = 1000;
    try (TroubledOrigin origin =
        new TroubledOrigin(
            kind,
            FaultyStore.memory(1 << 20),
            TroubledOrigin.MOST_UPLOADS,
            settings -> settings.explanations(Explanations.LOGGED),
            handler -> handler)) {
      origin.live().deleteDocument(DocumentKind.CONTAINER_POLICY);
      RecordedLog.clear();
      String request = TroubledOrigin.get("a.ts");
      for (int sent = 0; sent < flood; sent += 50) {
        try (RawClient client = origin.connect()) {
          client.send(request.repeat(50));
          for (int i = 0; i < 50; i++) {
            assertEquals(403, client.answer().status());
          }
        }
      }
      HostContract.assertEventually(() -> origin.records.size() == flood, "not all are counted");
      assertTrue(origin.records.stream().allMatch(each -> each.status() == 403));
      assertEquals(
          flood, origin.records.stream().map(ExchangeRecord::requestId).distinct().count());
      List<String> lines = RecordedLog.lines();
      assertEquals(20, lines.stream().filter(line -> line.startsWith("INFO")).count());
      assertEquals(0, lines.stream().filter(line -> line.matches("(WARN|ERROR).*")).count());
    }
  }

  @Test
  void J15_firstByteOfALargeObject_again_andAgain() throws Exception {
    running.object("large.ts", "x".repeat(5 << 20));
    long lent = running.faults.bytesLent.get();
    long copied = running.faults.bytesCopied.get();
    try (RawClient client = running.connect()) {
      for (int i = 0; i < 50; i++) {
        Answer answer = client.send(TroubledOrigin.get("large.ts", "Range: bytes=0-0")).answer();
        assertEquals(206, answer.status());
        assertEquals("x", answer.text());
      }
    }
    assertEquals(50, running.faults.bytesLent.get() - lent);
    assertEquals(0, running.faults.bytesCopied.get() - copied);
  }

  // Threads.

  /**
   * A limit on uploads keeps threads free for everything else. On Netty a connection has one thread
   * of the workers for itself as long as there are no more of them, which is so here.
   */
  @Test
  void J16_threadsHeldByASlowStore() throws Exception {
    int stuck = 8;
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger waiting = new AtomicInteger();
    List<RawClient> writers = new ArrayList<>();
    FaultyStore slow = FaultyStore.memory(8 << 20).blocking();
    slow.at(
        Step.SYNC,
        () -> {
          waiting.incrementAndGet();
          await(released);
        });
    try (TroubledOrigin origin =
        new TroubledOrigin(kind, slow, stuck, settings -> settings, handler -> handler)) {
      for (int i = 0; i < stuck; i++) {
        RawClient writer = origin.connect();
        writers.add(writer.send(TroubledOrigin.putWhole("up" + i, "content")));
      }
      HostContract.assertEventually(() -> waiting.get() == stuck, "not all have come so far");
      for (int i = 0; i < 3; i++) {
        Answer refused = origin.send(TroubledOrigin.put("more", "Content-Length: 7"));
        assertEquals(503, refused.status());
        assertEquals("1", refused.field("retry-after"));
      }
      assertEquals(200, origin.send(TroubledOrigin.get(".health")).status());
      assertEquals("404", origin.content("up0"));
      released.countDown();
      for (RawClient writer : writers) {
        assertEquals(200, writer.answer("PUT").status());
        writer.close();
      }
      origin.checkNothingHeld();
    } finally {
      released.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
