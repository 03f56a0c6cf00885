// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One task at a time, each of them once, whatever becomes of the threads that were to run them. */
class TurnsTest {
  private final Turns turns = new Turns();
  private final List<String> ran = new ArrayList<>();
  private final List<Runnable> queue = new ArrayList<>();
  private final Executor later = queue::add;

  private Runnable says(String what) {
    return () -> ran.add(what);
  }

  @Test
  void tasksWaitForTheOneThatIsGivenElsewhere() {
    turns.runElsewhere(says("a"), later);
    turns.run(says("b"));
    turns.runElsewhere(says("c"), later);
    assertEquals(List.of(), ran);
    assertEquals(1, queue.size());
    queue.remove(0).run();
    assertEquals(List.of("a", "b", "c"), ran);
  }

  @Test
  void whatIsRefusedRunsHere() {
    turns.runElsewhere(
        says("a"),
        task -> {
          throw new RejectedExecutionException();
        });
    assertEquals(List.of("a"), ran);
  }

  @Test
  void whatAnExecutorForgotRunsBeforeTheLast() {
    turns.runElsewhere(says("a"), later);
    turns.run(says("b"));
    turns.runLast(says("last"));
    assertEquals(List.of("a", "b", "last"), ran);
    queue.remove(0).run(); // It was only late.
    assertEquals(List.of("a", "b", "last"), ran);
  }

  @Test
  void afterTheLastNoExecutorIsWaitedFor() {
    turns.runLast(says("last"));
    turns.runElsewhere(says("a"), later);
    turns.run(says("b"));
    assertEquals(List.of("last", "a", "b"), ran);
  }

  @Test
  void theLastWaitsForTheOneThatRuns() {
    turns.run(
        () -> {
          turns.runElsewhere(says("a"), later);
          turns.runLast(says("last"));
          ran.add("first");
        });
    assertEquals(List.of("first", "a", "last"), ran);
    assertEquals(List.of(), queue);
  }

  /** The last may come while a task is being handed over: each runs once, and none at once. */
  @Test
  void atWhateverMomentExecutorsForgetTheirTasks() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20_000; round++) {
        Turns contended = new Turns();
        AtomicInteger count = new AtomicInteger();
        Runnable task = () -> count.setPlain(count.getPlain() + 1); // Counts wrongly at once.
        CountDownLatch start = new CountDownLatch(2);
        Future<?> elsewhere =
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  contended.runElsewhere(task, forgotten -> {});
                  contended.run(task);
                  return null;
                });
        Future<?> last =
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  contended.runLast(task);
                  return null;
                });
        elsewhere.get(10, TimeUnit.SECONDS);
        last.get(10, TimeUnit.SECONDS);
        assertEquals(3, count.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
