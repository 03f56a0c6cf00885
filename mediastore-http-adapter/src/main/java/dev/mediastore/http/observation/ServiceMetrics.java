// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.core.Container;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.MetricPolicies;
import dev.mediastore.http.MetricPolicy;
import dev.mediastore.http.Plane;
import dev.mediastore.http.observation.MetricTargets.RequestType;
import dev.mediastore.http.observation.MetricTargets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of all containers that have a metric policy (contract section 15): for the container
 * as a whole if the policy says so, and for each group of objects that a request belongs to, each
 * with and without the type of the request. Safe for any thread.
 *
 * <p>The points of a request wait for their sink in a queue of {@value #QUEUE} requests; when it is
 * full those of one are dropped and counted.
 *
 * @since 0.1
 */
public final class ServiceMetrics implements ExchangeListener, AutoCloseable {
  private static final int QUEUE = 10_000;

  /** Above this the targets are made anew: that is cheaper than to remember the dead. */
  private static final int MAX_CONTAINERS = 20_000;

  /** Null if values are summed up at once, which never waits. */
  private final @Nullable Outbox<List<MetricPoint>> outbox;

  private final @Nullable MetricStatistics statistics;
  private final MetricPolicies policies = new MetricPolicies();
  private final Map<String, MetricTargets> targets = new ConcurrentHashMap<>();

  private ServiceMetrics(
      @Nullable Outbox<List<MetricPoint>> outbox, @Nullable MetricStatistics statistics) {
    this.outbox = outbox;
    this.statistics = statistics;
  }

  /**
   * Records to a sink.
   *
   * @param sink called by one thread at a time; may be slow, and may throw, which is counted
   */
  public static ServiceMetrics to(MetricSink sink) {
    Objects.requireNonNull(sink, "sink");
    return new ServiceMetrics(
        new Outbox<>("mediastore-metrics", QUEUE, points -> points.forEach(sink::record)), null);
  }

  /**
   * Sums up, before the request that is measured is over.
   *
   * @param statistics where the sums are
   */
  public static ServiceMetrics to(MetricStatistics statistics) {
    return new ServiceMetrics(null, Objects.requireNonNull(statistics, "statistics"));
  }

  @Override
  public void ended(ExchangeRecord record) {
    Container container = record.container();
    RequestType type = RequestType.of(record.operation());
    if (container == null || type == null || record.plane() != Plane.DATA) {
      return;
    }
    MetricPolicy policy = policies.of(container).orElse(null);
    if (policy == null) {
      return;
    }
    List<Target> concerned = targets(container, policy).of(type, record.path());
    RequestValues values = new RequestValues(record);
    if (statistics != null) {
      for (Target target : concerned) {
        statistics.add(target.cells(), values);
      }
    } else if (outbox != null && !concerned.isEmpty()) {
      outbox.put(points(concerned, values));
    }
  }

  /** Those of the container, made anew after its policy was changed or the sums were reset. */
  private MetricTargets targets(Container container, MetricPolicy policy) {
    Object sums = statistics == null ? null : statistics.sums();
    MetricTargets known = targets.get(container.id());
    if (known != null && known.areOf(policy, sums)) {
      return known;
    }
    MetricTargets fresh =
        new MetricTargets(
            container,
            policy,
            sums,
            dimensions -> statistics == null ? null : statistics.cells(dimensions));
    if (targets.size() >= MAX_CONTAINERS) {
      targets.clear();
    }
    targets.put(container.id(), fresh);
    return fresh;
  }

  private static List<MetricPoint> points(List<Target> concerned, RequestValues values) {
    List<MetricPoint> points = new ArrayList<>();
    for (Target target : concerned) {
      for (Metric metric : Metric.values()) {
        double value = values.of(metric);
        if (!Double.isNaN(value)) {
          points.add(
              new MetricPoint(metric, target.dimensions(), value, values.record().receivedAt()));
        }
      }
    }
    return points;
  }

  /** Of how many requests the points did not fit into the queue. */
  public long dropped() {
    return outbox == null ? 0 : outbox.dropped();
  }

  /** At the points of how many requests the sink threw. */
  public long failed() {
    return outbox == null ? 0 : outbox.failed();
  }

  /** Hands over what waits, for two seconds at most, and ends the thread. */
  @Override
  public void close() {
    if (outbox != null) {
      outbox.close();
    }
  }
}
