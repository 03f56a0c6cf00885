// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.core.Container;
import dev.mediastore.http.Caller;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.RequestHead;
import dev.mediastore.policy.Principal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All requests of an origin in the order in which they ended. Safe for any thread.
 *
 * <p>What was forgotten at a reset stays forgotten: a request that began before is not noted when
 * it ends after.
 */
final class RequestJournal implements ExchangeListener {
  /** Enough for hours of a live test; older ones are forgotten, and counted. */
  private static final int MOST = 100_000;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** How far back a lost request is looked for when its connection is refused. */
  private static final int LOOK_BACK = 64;

  private final Deque<Noted> noted = new ArrayDeque<>();

  /** By identity of the head, which the pipeline hands on as it was received. */
  private final IdentityHashMap<RequestHead, Open> open = new IdentityHashMap<>();

  private long epoch;
  private int ending;
  private long numbers;
  private long dropped;

  private record Noted(JournalEntry entry, InetSocketAddress peer) {}

  /** What is known of a request before it ends. Guarded by the journal. */
  private static final class Open {
    final long epoch;
    @Nullable String fault;
    boolean ending;

    Open(long epoch) {
      this.epoch = epoch;
    }
  }

  /** A request has begun. */
  synchronized void begun(RequestHead head) {
    open.put(head, new Open(epoch));
  }

  /** Takes note of what a script does to a request. */
  synchronized void fault(RequestHead head, String what) {
    Open request = open.get(head);
    if (request != null) {
      request.fault = what;
    }
  }

  /** The last byte of an answer is on its way: its request will be in the journal soon. */
  synchronized void ending(RequestHead head) {
    Open request = open.get(head);
    if (request != null && !request.ending && request.epoch == epoch) {
      request.ending = true;
      ending++;
    }
  }

  /** A request is over, and was noted if it is to be. */
  synchronized void over(RequestHead head) {
    Open request = open.remove(head);
    if (request != null && request.ending && request.epoch == epoch) {
      ending--;
      notifyAll();
    }
  }

  @Override
  public synchronized void ended(ExchangeRecord record) {
    Container container = record.container();
    Caller caller = record.caller();
    add(
        record.head(),
        new JournalEntry(
            0,
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
            null));
  }

  private static String name(Principal principal) {
    return principal.kind() == Principal.Kind.ANONYMOUS
        ? "anonymous"
        : principal.arn().orElse(principal.name());
  }

  /** Takes note of a request, whose entry lacks its number and fault, unless it is of the past. */
  synchronized void add(RequestHead head, JournalEntry entry) {
    Open request = open.get(head);
    if (request != null && request.epoch == epoch) {
      add(entry.numbered(++numbers, request.fault), head.peer());
    }
  }

  private void add(JournalEntry entry, InetSocketAddress peer) {
    if (noted.size() == MOST) {
      noted.removeFirst();
      dropped++;
    }
    noted.addLast(new Noted(entry, peer));
  }

  /**
   * Takes note of what was refused before it became a request, or because its body was broken: the
   * latter is there already, as one that was lost without an answer.
   */
  synchronized void refused(InetSocketAddress peer, Instant at, int status, String error) {
    Noted lost = lost(peer);
    if (lost == null) {
      add(JournalEntry.unread(++numbers, at, status, error), peer);
    } else {
      noted.removeLastOccurrence(lost);
      add(lost.entry().answered(status, error), peer);
    }
  }

  private @Nullable Noted lost(InetSocketAddress peer) {
    Iterator<Noted> newest = noted.descendingIterator();
    for (int i = 0; i < LOOK_BACK && newest.hasNext(); i++) {
      Noted one = newest.next();
      if (one.peer().equals(peer)) {
        return one.entry().status() == 0 && one.entry().fault() == null ? one : null;
      }
    }
    return null;
  }

  synchronized List<JournalEntry> entries() {
    awaitEnding();
    return noted.stream().map(Noted::entry).toList();
  }

  /**
   * A client may have read an answer before the server has noted that it was sent: for such
   * requests this waits a moment. Called with this locked.
   */
  private void awaitEnding() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long left = PATIENCE.toMillis();
    boolean interrupted = false;
    while (ending > 0 && left > 0 && !interrupted) {
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
    epoch++;
    ending = 0;
    noted.clear();
    numbers = 0;
    dropped = 0;
    notifyAll();
  }
}
