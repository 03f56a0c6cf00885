// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * A wait for the next arrival at one path: see {@link Container#onArrival}. Safe for any thread;
 * owned by who asked for it, who closes it when it is not needed any more.
 *
 * @since 0.1
 */
public final class ArrivalWatch implements AutoCloseable {
  private final Arrivals arrivals;
  private final ObjectPath path;
  private final Runnable wake;

  ArrivalWatch(Arrivals arrivals, ObjectPath path, Runnable wake) {
    this.arrivals = arrivals;
    this.path = path;
    this.wake = wake;
  }

  ObjectPath path() {
    return path;
  }

  void wake() {
    wake.run();
  }

  /** Ends the wait; one that was called already has ended. A call under way is not waited for. */
  @Override
  public void close() {
    arrivals.forget(this);
  }
}
