// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts things at the same instant on threads of their own and waits for all of them. */
final class Race implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "race");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Runs all calls at once.
   *
   * @return their results in order
   * @throws AssertionError with the first failure
   */
  <T> List<T> run(List<? extends Callable<T>> calls) {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    List<Future<T>> running = new ArrayList<>();
    for (Callable<T> call : calls) {
      running.add(
          threads.submit(
              () -> {
                await(start);
                return call.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> result : running) {
      results.add(get(result));
    }
    return results;
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException | InterruptedException e) {
      throw new AssertionError("the race did not start", e);
    }
  }

  private static <T> T get(Future<T> result) {
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("the race did not end", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
