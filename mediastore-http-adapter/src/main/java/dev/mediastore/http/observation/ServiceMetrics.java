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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of all containers that have a metric policy (contract section 15): for the container
 * as a whole if the policy says so, and for each group of objects that a request belongs to, each
 * with and without the type of the request. Safe for any thread.
 *
 * @since 0.1
 */
public final class ServiceMetrics implements ExchangeListener {
  private static final Map<String, String> REQUEST_TYPES =
      Map.of(
          "PutObject", "Put",
          "GetObject", "Get",
          "DescribeObject", "Describe",
          "DeleteObject", "Delete",
          "ListItems", "List");

  private static final double NANOS_PER_MILLI = 1e6;

  private final MetricSink sink;
  private final MetricPolicies policies = new MetricPolicies();

  private ServiceMetrics(MetricSink sink) {
    this.sink = sink;
  }

  /** Records to a sink. */
  public static ServiceMetrics to(MetricSink sink) {
    return new ServiceMetrics(Objects.requireNonNull(sink, "sink"));
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
    if (policy.containerLevel()) {
      measure(record, container.name(), null, type);
    }
    ObjectPath path = object(record.path());
    for (MetricPolicy.Rule rule : policy.rules()) {
      if (path != null && rule.matches(path)) {
        measure(record, container.name(), rule.objectGroupName(), type);
      }
    }
  }

  private static @Nullable ObjectPath object(@Nullable String path) {
    try {
      return path == null || path.isEmpty() ? null : ObjectPath.of(path);
    } catch (MediaStoreException e) {
      return null;
    }
  }

  private void measure(
      ExchangeRecord record, String container, @Nullable String group, String type) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("ContainerName", container);
    if (group != null) {
      all.put("ObjectGroupName", group);
    }
    measure(record, all);
    all.put("RequestType", type);
    measure(record, all);
  }

  private void measure(ExchangeRecord record, Map<String, String> dimensions) {
    // Who leaves before an answer is to blame for that, in the access log too.
    int hundreds = record.status() == 0 ? 4 : record.status() / 100;
    point(record, dimensions, Metric.REQUEST_COUNT, 1);
    point(record, dimensions, Metric.CLIENT_ERROR_COUNT, hundreds == 4 ? 1 : 0);
    point(record, dimensions, Metric.SERVER_ERROR_COUNT, hundreds == 5 ? 1 : 0);
    boolean throttled = "ThrottlingException".equals(record.error());
    point(record, dimensions, Metric.THROTTLE_COUNT, throttled ? 1 : 0);
    if (record.bodyBytesReceived() > 0) {
      point(record, dimensions, Metric.BYTES_UPLOADED, (double) record.bodyBytesReceived());
    }
    if (record.bodyBytesSent() > 0) {
      point(record, dimensions, Metric.BYTES_DOWNLOADED, (double) record.bodyBytesSent());
    }
    point(record, dimensions, Metric.TOTAL_TIME, millis(record.total()));
    point(record, dimensions, Metric.TURNAROUND_TIME, millis(record.turnaround()));
  }

  private static double millis(Duration time) {
    return time.toNanos() / NANOS_PER_MILLI;
  }

  private void point(
      ExchangeRecord record, Map<String, String> dimensions, Metric metric, double value) {
    sink.record(new MetricPoint(metric, dimensions, value, record.receivedAt()));
  }
}
