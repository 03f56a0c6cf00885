// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one path, from which it follows whether there was an order (linearizability).
 *
 * <p>Each put writes a number of its own, so a read says which put it saw. Four rules are necessary
 * for an order to exist and catch the ways in which stores fail: nothing is read before it was
 * written; nothing is read after it was surely replaced; what was surely written is not missing;
 * two reads one after the other do not go back in time.
 */
final class History {
  /** The number of "nothing there": written by deletes, read where nothing is visible. */
  static final long NOTHING = 0;

  private final AtomicLong time = new AtomicLong();

  /** A put, a successful delete or a read, from just before its call to just after its return. */
  record Event(long number, long begin, long end) {
    boolean before(Event other) {
      return end < other.begin;
    }
  }

  /** What one thread did; used by that thread until the race is over. */
  static final class Log {
    final List<Event> writes = new ArrayList<>();
    final List<Event> reads = new ArrayList<>();
  }

  long now() {
    return time.incrementAndGet();
  }

  /** Returns the first broken rule, if any. */
  static Optional<String> brokenRule(List<Log> logs) {
    List<Event> writes = new ArrayList<>();
    List<Event> reads = new ArrayList<>();
    logs.forEach(log -> writes.addAll(log.writes));
    logs.forEach(log -> reads.addAll(log.reads));
    Map<Long, Event> puts = new HashMap<>();
    for (Event write : writes) {
      if (write.number() != NOTHING) {
        puts.put(write.number(), write);
      }
    }
    for (Event read : reads) {
      Optional<String> broken =
          read.number() == NOTHING
              ? missing(read, writes)
              : stale(read, puts.get(read.number()), writes);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return backwards(reads, puts);
  }

  private static Optional<String> stale(Event read, @Nullable Event put, List<Event> writes) {
    if (put == null) {
      return Optional.of("read a number nobody wrote: " + read);
    }
    if (read.before(put)) {
      return Optional.of("read " + read + " before it was written " + put);
    }
    return writes.stream()
        .filter(write -> put.before(write) && write.before(read))
        .findFirst()
        .map(write -> "read " + read + " of " + put + " though replaced by " + write);
  }

  /**
   * "Nothing there" is right if at some instant of the read every put was deleted or not yet made.
   */
  private static Optional<String> missing(Event read, List<Event> writes) {
    return writes.stream()
        .filter(put -> put.number() != NOTHING && put.before(read))
        .filter(
            put ->
                writes.stream()
                    .noneMatch(
                        delete ->
                            delete.number() == NOTHING
                                && !delete.before(put)
                                && !read.before(delete)))
        .findFirst()
        .map(put -> "read " + read + " found nothing though " + put + " was written");
  }

  private static Optional<String> backwards(List<Event> reads, Map<Long, Event> puts) {
    for (Event first : reads) {
      for (Event second : reads) {
        Event older = puts.get(second.number());
        Event newer = puts.get(first.number());
        if (older != null && newer != null && first.before(second) && older.before(newer)) {
          return Optional.of(first + " then " + second + " went back from " + newer);
        }
      }
    }
    return Optional.empty();
  }
}
