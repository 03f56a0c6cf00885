// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A timer whose time passes when a test says so, on the thread that does. */
public final class ManualDeadlines implements Deadlines {
  private record Pending(Duration due, Runnable action) {}

  private final List<Pending> pending = new CopyOnWriteArrayList<>();
  private volatile Duration passed = Duration.ZERO;

  @Override
  public Deadline after(Duration delay, Runnable action) {
    Pending added = new Pending(passed.plus(delay), action);
    pending.add(added);
    return () -> pending.remove(added);
  }

  /** Lets time pass, and calls what is due by then. */
  public void pass(Duration time) {
    passed = passed.plus(time);
    for (Pending each : List.copyOf(pending)) {
      if (each.due().compareTo(passed) <= 0 && pending.remove(each)) {
        each.action().run();
      }
    }
  }

  /** How many deadlines are still to come. */
  public int waiting() {
    return pending.size();
  }

  @Override
  public void close() {
    pending.clear();
  }
}
