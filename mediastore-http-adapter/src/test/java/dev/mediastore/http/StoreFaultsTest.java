// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mediastore.http.TestHost.Answer;
import dev.mediastore.http.TestHost.Call;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients see when the store or the timing goes wrong. */
class StoreFaultsTest {
  private final FaultyStore faults = new FaultyStore();
  private final Fixture origin = new Fixture(store -> store.store(faults), settings -> settings);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    threads.shutdownNow();
    origin.close();
  }

  @Test
  void damage_isToldByTheStatus_whileThereIsOne() { // C13
    origin.object("a.ts", "x".repeat(5000));
    faults.corruptFrom = 0;
    Answer answer = origin.get("/a.ts");
    assertEquals(500, answer.status());
    assertEquals("InternalServerError", answer.error());
    assertFalse(answer.text().contains("injected"));
    assertEquals(0, faults.openLeases.get());
  }

  @Test
  void damageFurtherOn_cutsTheAnswer() { // C13
    origin.object("a.ts", "x".repeat(5000));
    faults.corruptFrom = 3000;
    Answer answer = origin.get("/a.ts");
    assertEquals(200, answer.status());
    assertTrue(answer.cut());
    assertEquals(3000, answer.body().length);
    assertFalse(origin.records.get(0).complete());
    Answer next = origin.call("GET", "/a.ts").header("Range", "bytes=0-2999").send();
    assertEquals(206, next.status());
    assertFalse(next.cut());
    assertEquals(0, faults.openLeases.get());
  }

  @Test
  void answerWithoutABody_holdsNoLease() {
    origin.object("a.ts", "content");
    origin.call("HEAD", "/a.ts").send();
    origin.call("GET", "/a.ts").header("If-None-Match", "*").send();
    origin.call("GET", "/a.ts").header("If-Match", "x").send();
    origin.call("GET", "/a.ts").header("Range", "bytes=99-").send();
    assertEquals(0, faults.openLeases.get());
  }

  @Test
  void commitThatFails_isNeverAnsweredWithSuccess() { // D22
    origin.object("a.ts", "old");
    faults.commitFails = true;
    Answer answer = origin.call("PUT", "/a.ts").send("new");
    assertEquals(500, answer.status());
    faults.commitFails = false;
    assertEquals("old", origin.content("a.ts"));
    assertEquals(0, origin.deadlines.waiting());
  }

  @Test
  void timer_doesNotWaitForAStoreThatIsStuck() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    faults.beforeAppend =
        () -> {
          stuck.countDown();
          await(release);
        };
    Call call = origin.call("PUT", "/a.ts").header("Content-Length", "7");
    Exchange exchange = call.begin();
    Future<?> host = threads.submit(() -> exchange.body(ByteBuffer.wrap(Fixture.bytes("content"))));
    await(stuck);
    origin.deadlines.pass(Duration.ofSeconds(30));
    assertEquals(408, call.response().status(), "answered while the store is still stuck");
    release.countDown();
    host.get(10, TimeUnit.SECONDS);
    exchange.end();
    assertEquals("404", origin.content("a.ts"));
    faults.beforeAppend = () -> {};
    assertEquals(200, origin.call("PUT", "/a.ts").send("content").status());
  }

  @Test
  void completionAndTimerAtTheSameInstant_haveOneOutcome() throws Exception { // K09
    for (int i = 0; i < 300; i++) {
      String path = "/race-" + i;
      Call call = origin.call("PUT", path).header("Content-Length", "7");
      Exchange exchange = call.begin();
      exchange.body(ByteBuffer.wrap(Fixture.bytes("content")));
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<?>> both =
          List.of(
              threads.submit(
                  () -> {
                    await(start);
                    exchange.end();
                  }),
              threads.submit(
                  () -> {
                    await(start);
                    origin.deadlines.pass(Duration.ofSeconds(30));
                  }));
      for (Future<?> each : both) {
        each.get(10, TimeUnit.SECONDS);
      }
      Answer answer = call.answer();
      int status = answer.status();
      assertTrue(status == 200 || status == 408, answer::text);
      assertEquals(status == 200 ? 200 : 404, origin.get(path).status());
      origin.call("DELETE", path).send(); // Where the timer always loses, the store would fill.
    }
  }

  @Test
  void stoppedHandler_answersWith503() {
    origin.http.close();
    origin.http.close();
    for (String method : List.of("GET", "PUT", "OPTIONS")) {
      Answer answer = origin.call(method, "/a.ts").send("content");
      assertEquals(503, answer.status());
      assertEquals("1", answer.header("Retry-After"));
    }
  }

  @Test
  void listenerThatThrows_failsNoRequest() { // N13
    ExchangeListener broken =
        record -> {
          throw new IllegalStateException("listener");
        };
    try (Fixture fixture = new Fixture(settings -> settings.listener(broken))) {
      assertEquals(200, fixture.call("PUT", "/a.ts").send("content").status());
      assertEquals("content", fixture.content("a.ts"));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
