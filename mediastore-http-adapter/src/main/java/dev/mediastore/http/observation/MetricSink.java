// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

/**
 * Where data points go. Called by one thread at a time; may be slow, and may throw, which is
 * counted.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MetricSink {

  /** Takes a data point. */
  void record(MetricPoint point);
}
