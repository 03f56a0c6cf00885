// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

/**
 * Where data points go. Safe for any thread; called by the one that ended a request, so quick.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MetricSink {

  /** Takes a data point. */
  void record(MetricPoint point);
}
