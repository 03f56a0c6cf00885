// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.Container;
import dev.mediastore.http.Caller;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.RequestHead;
import dev.mediastore.policy.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongFunction;

/** All requests of an origin in the order in which they ended. Safe for any thread. */
final class RequestJournal implements ExchangeListener {
  /** Enough for hours of a live test; older ones are forgotten, and counted. */
  private static final int MOST = 100_000;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ArrayDeque<JournalEntry> entries = new ArrayDeque<>();

  /** By identity of the head, which the pipeline hands on as it was received. */
  private final Map<RequestHead, String> faults = Collections.synchronizedMap(new WeakHashMap<>());

  private int answering;
  private long numbers;
  private long dropped;

  @Override
  public void ended(ExchangeRecord record) {
    Container container = record.container();
    Caller caller = record.caller();
    String fault = faults.remove(record.head());
    add(
        number ->
            new JournalEntry(
                number,
                record.receivedAt(),
                record.total(),
                record.head().method(),
                record.operation(),
                container == null ? null : container.name(),
                record.path(),
                caller == null ? null : name(caller.principal()),
                record.status(),
                record.error(),
                record.bodyBytesReceived(),
                record.bodyBytesSent(),
                record.complete(),
                fault));
  }

  private static String name(Principal principal) {
    return principal.kind() == Principal.Kind.ANONYMOUS
        ? "anonymous"
        : principal.arn().orElse(principal.name());
  }

  /** Takes note that a request was answered by a fault before the origin saw it. */
  void faulted(
      RequestHead head, Instant receivedAt, String container, String path, int status, long bytes) {
    String fault = faults.remove(head);
    add(
        number ->
            new JournalEntry(
                number,
                receivedAt,
                Duration.ZERO,
                head.method(),
                "-",
                container,
                path,
                null,
                status,
                null,
                bytes,
                0,
                status != 0,
                fault));
  }

  /** Takes note of what a script does to a request. */
  void fault(RequestHead head, String what) {
    faults.put(head, what);
  }

  private synchronized void add(LongFunction<JournalEntry> numbered) {
    if (entries.size() == MOST) {
      entries.removeFirst();
      dropped++;
    }
    entries.addLast(numbered.apply(++numbers));
  }

  /** An answer is on its way: its request will be in the journal soon. */
  synchronized void answering() {
    answering++;
  }

  /** An answer has ended, and the journal was told. */
  synchronized void answered() {
    answering--;
    notifyAll();
  }

  synchronized List<JournalEntry> entries() {
    awaitAnswered();
    return List.copyOf(entries);
  }

  /**
   * A client may have read an answer before the server has noted that it was sent: for such
   * requests this waits a moment. Called with this locked.
   */
  private void awaitAnswered() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long left = PATIENCE.toMillis();
    boolean interrupted = false;
    while (answering > 0 && left > 0 && !interrupted) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized long dropped() {
    return dropped;
  }

  synchronized void forget() {
    awaitAnswered();
    entries.clear();
    faults.clear();
    numbers = 0;
    dropped = 0;
  }
}
