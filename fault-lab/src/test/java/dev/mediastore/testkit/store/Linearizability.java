// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the calls of a history can have taken effect one at a time, each somewhere between
 * its beginning and its return, with the answers they gave.
 *
 * <p>The search of Wing and Gong ("Testing and verifying concurrent objects", 1993) with the memory
 * of Lowe ("Testing for linearizability", 2017): a set of calls done and a state reached are not
 * looked at twice. Objects at different paths are independent, so each path is searched alone. A
 * call whose outcome is unknown may or may not have been done, so a state is a set of states.
 */
final class Linearizability {
  private static final long MOST_STEPS = 5_000_000;

  /** A beginning or a return in the list of what is left; linked both ways to be taken out. */
  private static final class Event {
    final Call call;
    final int number;
    final long time;
    final boolean begins;
    @Nullable Event previous;
    @Nullable Event next;
    @Nullable Event end;

    Event(Call call, int number, boolean begins) {
      this.call = call;
      this.number = number;
      this.begins = begins;
      this.time = begins ? call.begin() : call.end();
    }

    void takeOut() {
      unlink(this);
      if (end != null) {
        unlink(end);
      }
    }

    void putBack() {
      if (end != null) {
        relink(end);
      }
      relink(this);
    }

    private static void unlink(Event event) {
      if (event.previous != null) {
        event.previous.next = event.next;
      }
      if (event.next != null) {
        event.next.previous = event.previous;
      }
    }

    private static void relink(Event event) {
      if (event.previous != null) {
        event.previous.next = event;
      }
      if (event.next != null) {
        event.next.previous = event;
      }
    }
  }

  private record Done(BitSet calls, Set<Versions> states) {}

  private record Choice(Event event, Set<Versions> before) {}

  private Linearizability() {}

  /**
   * Searches for an order.
   *
   * @param calls the calls about one path, in any order; all times differ
   * @return whether there is one
   */
  static boolean holds(List<Call> calls) {
    Event head = link(calls);
    Set<Versions> states = Set.of(Versions.NONE);
    BitSet done = new BitSet(calls.size());
    Set<Done> seen = new HashSet<>();
    Deque<Choice> choices = new ArrayDeque<>();
    Event event = head.next;
    for (long steps = 0; head.next != null; steps++) {
      if (steps > MOST_STEPS) {
        throw new IllegalStateException("a history of " + calls.size() + " calls is too much");
      }
      if (event != null && event.begins) {
        Set<Versions> next = event.call.from(states);
        boolean fresh = false;
        if (!next.isEmpty()) {
          BitSet after = (BitSet) done.clone();
          after.set(event.number);
          fresh = seen.add(new Done(after, next));
        }
        if (fresh) {
          choices.push(new Choice(event, states));
          done.set(event.number);
          states = next;
          event.takeOut();
          event = head.next;
        } else {
          event = event.next;
        }
      } else {
        // A call has returned that nothing here explains: an earlier choice was wrong.
        if (choices.isEmpty()) {
          return false;
        }
        Choice last = choices.pop();
        done.clear(last.event().number);
        states = last.before();
        last.event().putBack();
        event = last.event().next;
      }
    }
    return true;
  }

  private static Event link(List<Call> calls) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Event begin = new Event(calls.get(i), i, true);
      Event end = new Event(calls.get(i), i, false);
      begin.end = end;
      events.add(begin);
      events.add(end);
    }
    events.sort(Comparator.comparingLong(event -> event.time));
    Call nothing =
        new Call(Call.Kind.READ, 0, 0, false, Call.Answer.DONE, 0, false, Long.MIN_VALUE, 0);
    Event head = new Event(nothing, -1, true);
    Event last = head;
    for (Event event : events) {
      last.next = event;
      event.previous = last;
      last = event;
    }
    return head;
  }
}
