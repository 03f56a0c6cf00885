// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.ObjectMetadata;
import dev.mediastore.core.ObjectPath;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of a store and remembers where each lease was opened, to find those that nobody
 * closes: their room is never given back. Safe for any thread.
 *
 * <p>A lease is reported once, with the place where it was opened: when somebody opens another one
 * after the garbage collector has found that nobody has it any more, or when the store is closed
 * and it is still open. To report closes nothing, as a view may still be in use.
 *
 * <p>For tests, and for an embedder that looks for a leak: each lease costs a stack trace. A store
 * without it in front pays nothing.
 *
 * <pre>{@code
 * SegmentStore store = LeakDetectingStore.of(OffHeapStores.memory(1 << 28));
 * MediaStore origin = MediaStore.builder().store(store).build();
 * }</pre>
 *
 * @since 0.1
 */
public final class LeakDetectingStore extends ForwardingSegmentStore {
  private static final Logger LOG = LoggerFactory.getLogger(LeakDetectingStore.class);

  private final Consumer<Leak> report;
  private final Set<Trace> open = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<TracedLease> lost = new ReferenceQueue<>();

  /**
   * A lease that was not closed. Immutable.
   *
   * @param container container of the object
   * @param path path of the object
   * @param lost whether nobody has the lease any more; otherwise it was open when the store was
   *     closed
   * @param openedAt where it was opened: its stack trace, with the thread's name as message
   */
  public record Leak(ContainerId container, ObjectPath path, boolean lost, Throwable openedAt) {}

  /** Never thrown: the cheapest form of a stack trace that may not be wanted. */
  private static final class OpenedHere extends IllegalStateException {
    private static final long serialVersionUID = 1;

    OpenedHere() {
      super("thread " + Thread.currentThread().getName());
    }
  }

  /** Where an open lease came from; does not keep it from being collected. */
  private static final class Trace extends PhantomReference<TracedLease> {
    private final ContainerId container;
    private final ObjectPath path;
    private final Throwable openedAt;

    Trace(
        TracedLease lease,
        ReferenceQueue<TracedLease> lost,
        ContainerId container,
        ObjectPath path,
        Throwable openedAt) {
      super(lease, lost);
      this.container = container;
      this.path = path;
      this.openedAt = openedAt;
    }

    Leak leak(boolean isLost) {
      return new Leak(container, path, isLost, openedAt);
    }
  }

  private LeakDetectingStore(SegmentStore delegate, Consumer<Leak> report) {
    super(delegate);
    this.report = Objects.requireNonNull(report, "report");
  }

  /**
   * Logs leaks as warnings.
   *
   * @param store the store beneath, closed with this one
   * @return the store to use
   */
  public static LeakDetectingStore of(SegmentStore store) {
    return new LeakDetectingStore(store, LeakDetectingStore::log);
  }

  /**
   * Hands leaks over.
   *
   * @param store the store beneath, closed with this one
   * @param report told of each leak, by a thread that opens a lease or closes the store; must not
   *     throw
   * @return the store to use
   */
  public static LeakDetectingStore of(SegmentStore store, Consumer<Leak> report) {
    return new LeakDetectingStore(store, report);
  }

  private static void log(Leak leak) {
    LOG.warn(
        "A lease on {} of {} {}; it was opened here",
        leak.path(),
        leak.container(),
        leak.lost() ? "was lost without being closed" : "was open when the store was closed",
        leak.openedAt());
  }

  @Override
  public Optional<ObjectLease> open(ContainerId container, ObjectPath path) {
    reportLost();
    return super.open(container, path).map(lease -> traced(lease, container, path));
  }

  private ObjectLease traced(ObjectLease lease, ContainerId container, ObjectPath path) {
    TracedLease traced = new TracedLease(lease);
    Trace trace = new Trace(traced, lost, container, path, new OpenedHere());
    open.add(trace);
    traced.whenClosed = () -> open.remove(trace);
    return traced;
  }

  private void reportLost() {
    for (Object found = lost.poll(); found != null; found = lost.poll()) {
      report((Trace) found, true);
    }
  }

  private void report(Trace trace, boolean isLost) {
    if (open.remove(trace)) {
      report.accept(trace.leak(isLost));
    }
  }

  @Override
  public void close() {
    super.close();
    reportLost();
    List.copyOf(open).forEach(trace -> report(trace, false));
  }

  /** Passes every call on; who holds this holds the lease. */
  private static final class TracedLease implements ObjectLease {
    private final ObjectLease lease;
    private Runnable whenClosed = () -> {};

    TracedLease(ObjectLease lease) {
      this.lease = lease;
    }

    @Override
    public ObjectMetadata metadata() {
      return lease.metadata();
    }

    @Override
    public LeaseState state() {
      return lease.state();
    }

    @Override
    public long availableBytes() {
      return lease.availableBytes();
    }

    @Override
    public int read(long position, ByteBuffer target) {
      return lease.read(position, target);
    }

    @Override
    public ByteBuffer view(long position, int maxLength) {
      return lease.view(position, maxLength);
    }

    @Override
    public void onGrowth(long position, Runnable wake) {
      lease.onGrowth(position, wake);
    }

    /** Forgotten first: a lease being closed may be found to be lost, and is no leak. */
    @Override
    public void close() {
      whenClosed.run();
      lease.close();
    }
  }
}
