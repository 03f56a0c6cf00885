// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.CredentialsUnavailableException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks a directory of callers and gives up in time, whatever it does. Safe for any thread.
 *
 * <p>A directory that may block is asked on a thread of its own: a host thread that is stuck in it
 * could not send the answer that says so. The threads are daemons, begin with the first look-up and
 * end when nothing is looked up; with a directory that does not block there are none.
 */
final class CallerLookups implements AutoCloseable {
  /** Look-ups under way at once; more are refused, since a directory that hangs gets no better. */
  static final int MAX_LOOKUPS = 64;

  private static final long IDLE_SECONDS = 10;

  private final CallerDirectory callers;
  private final Duration patience;
  private final Deadlines deadlines;
  private final ThreadPoolExecutor threads;

  CallerLookups(CallerDirectory callers, Duration patience, Deadlines deadlines, String name) {
    this.callers = callers;
    this.patience = patience;
    this.deadlines = deadlines;
    this.threads =
        new ThreadPoolExecutor(
            0,
            MAX_LOOKUPS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            action -> {
              Thread thread = new Thread(action, name + "-callers");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Finds the caller of an access key.
   *
   * @throws RuntimeException if the directory fails or takes too long; never means "unknown"
   */
  Optional<AccessKey> find(String accessKeyId) {
    if (!callers.mayBlock()) {
      return callers.find(accessKeyId);
    }
    CompletableFuture<Optional<AccessKey>> answer = new CompletableFuture<>();
    Deadlines.Deadline deadline =
        deadlines.after(
            patience,
            () ->
                answer.completeExceptionally(
                    new CredentialsUnavailableException("no answer within " + patience)));
    Future<?> lookup = null; // Time runs before the directory is asked.
    try {
      lookup = start(accessKeyId, answer);
      return answer.get();
    } catch (ExecutionException e) {
      throw new CredentialsUnavailableException(
          "the look-up failed", Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CredentialsUnavailableException("interrupted while waiting", e);
    } finally {
      deadline.cancel();
      if (lookup != null) {
        lookup.cancel(true);
      }
    }
  }

  private Future<?> start(String accessKeyId, CompletableFuture<Optional<AccessKey>> answer) {
    try {
      return threads.submit(
          () -> {
            try {
              answer.complete(callers.find(accessKeyId));
            } catch (Throwable failure) {
              answer.completeExceptionally(failure);
            }
          });
    } catch (RejectedExecutionException e) {
      throw new CredentialsUnavailableException("too many look-ups are under way", e);
    }
  }

  /** Interrupts what is still being looked up. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
