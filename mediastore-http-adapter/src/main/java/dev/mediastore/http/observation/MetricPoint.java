// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.time.Instant;
import java.util.Map;

/**
 * One value of one metric. Immutable.
 *
 * @param metric what was measured
 * @param dimensions {@code ContainerName}, with or without {@code ObjectGroupName} and {@code
 *     RequestType}
 * @param value in the unit of the metric
 * @param at when the request had been received
 * @since 0.1
 */
public record MetricPoint(Metric metric, Map<String, String> dimensions, double value, Instant at) {

  /** Copies the dimensions. */
  public MetricPoint {
    dimensions = Map.copyOf(dimensions);
  }
}
