// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.MetricPolicies;
import dev.mediastore.http.MetricPolicy;
import dev.mediastore.http.Plane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  private static final Map<String, String> REQUEST_TYPES =
      Map.of(
          "PutObject", "Put",
          "GetObject", "Get",
          "DescribeObject", "Describe",
          "DeleteObject", "Delete",
          "ListItems", "List");

  private static final double NANOS_PER_MILLI = 1e6;

  /** Null if values are summed up at once, which never waits. */
  private final @Nullable Outbox<List<MetricPoint>> outbox;

  private final @Nullable MetricStatistics statistics;
  private final MetricPolicies policies = new MetricPolicies();
  private final Dimensions dimensions = new Dimensions();

  /** The dimensions of points, made once: there are few, and each request has several. */
  private static final class Dimensions {
    /** More than containers, groups and operations come to; beyond it they are made each time. */
    private static final int MOST = 10_000;

    private record Key(String container, @Nullable String group, @Nullable String type) {}

    private final Map<Key, Map<String, String>> made = new ConcurrentHashMap<>();

    Map<String, String> of(String container, @Nullable String group, @Nullable String type) {
      Key key = new Key(container, group, type);
      Map<String, String> known = made.get(key);
      if (known != null) {
        return known;
      }
      Map<String, String> fresh = new HashMap<>();
      fresh.put("ContainerName", container);
      if (group != null) {
        fresh.put("ObjectGroupName", group);
      }
      if (type != null) {
        fresh.put("RequestType", type);
      }
      Map<String, String> fixed = Map.copyOf(fresh);
      if (made.size() < MOST) {
        made.put(key, fixed);
      }
      return fixed;
    }
  }

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
    String type = REQUEST_TYPES.get(record.operation());
    if (container == null || type == null || record.plane() != Plane.DATA) {
      return;
    }
    MetricPolicy policy = policies.of(container).orElse(null);
    if (policy == null) {
      return;
    }
    Measurement measured = new Measurement(record, dimensions, statistics);
    if (policy.containerLevel()) {
      measured.add(container.name(), null, type);
    }
    ObjectPath path = object(record.path());
    for (MetricPolicy.Rule rule : policy.rules()) {
      if (path != null && rule.matches(path)) {
        measured.add(container.name(), rule.objectGroupName(), type);
      }
    }
    if (outbox != null && !measured.points.isEmpty()) {
      outbox.put(measured.points);
    }
  }

  private static @Nullable ObjectPath object(@Nullable String path) {
    try {
      return path == null || path.isEmpty() ? null : ObjectPath.of(path);
    } catch (MediaStoreException e) {
      return null;
    }
  }

  /** The points of one request. Used once. */
  private static final class Measurement {
    final List<MetricPoint> points = new ArrayList<>();
    private final ExchangeRecord record;
    private final Dimensions dimensions;
    private final @Nullable MetricStatistics statistics;
    private MetricStatistics.@Nullable Cells cells;

    Measurement(
        ExchangeRecord record, Dimensions dimensions, @Nullable MetricStatistics statistics) {
      this.record = record;
      this.dimensions = dimensions;
      this.statistics = statistics;
    }

    void add(String container, @Nullable String group, String type) {
      add(dimensions.of(container, group, null));
      add(dimensions.of(container, group, type));
    }

    private void add(Map<String, String> of) {
      cells = statistics == null ? null : statistics.cells(of);
      if (statistics != null && cells == null) {
        return;
      }
      // Who leaves before an answer is to blame for that, in the access log too.
      int hundreds = record.status() == 0 ? 4 : record.status() / 100;
      point(of, Metric.REQUEST_COUNT, 1);
      point(of, Metric.CLIENT_ERROR_COUNT, hundreds == 4 ? 1 : 0);
      point(of, Metric.SERVER_ERROR_COUNT, hundreds == 5 ? 1 : 0);
      boolean throttled = "ThrottlingException".equals(record.error());
      point(of, Metric.THROTTLE_COUNT, throttled ? 1 : 0);
      if (record.bodyBytesReceived() > 0) {
        point(of, Metric.BYTES_UPLOADED, (double) record.bodyBytesReceived());
      }
      if (record.bodyBytesSent() > 0) {
        point(of, Metric.BYTES_DOWNLOADED, (double) record.bodyBytesSent());
      }
      point(of, Metric.TOTAL_TIME, millis(record.total()));
      point(of, Metric.TURNAROUND_TIME, millis(record.turnaround()));
    }

    private static double millis(Duration time) {
      return time.toNanos() / NANOS_PER_MILLI;
    }

    private void point(Map<String, String> of, Metric metric, double value) {
      if (cells != null) {
        cells.add(metric, value);
      } else {
        points.add(new MetricPoint(metric, of, value, record.receivedAt()));
      }
    }
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
