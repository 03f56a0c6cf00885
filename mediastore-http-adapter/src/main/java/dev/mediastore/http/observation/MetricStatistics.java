// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sums data points up in memory, for tests and small set-ups. Safe for any thread.
 *
 * <p>There are at most {@value #MAX_SERIES} combinations of metric and dimensions; points of
 * further ones are dropped and counted.
 *
 * @since 0.1
 */
public final class MetricStatistics implements MetricSink {
  private static final int MAX_SERIES = 10_000;

  private final Map<Series, Summary> series = new ConcurrentHashMap<>();
  private volatile long dropped;

  private record Series(Metric metric, Map<String, String> dimensions) {}

  /**
   * What the values of one series come to. Immutable.
   *
   * @param count number of values, {@code SampleCount}
   * @param sum of all values
   * @param min smallest value
   * @param max greatest value
   * @since 0.1
   */
  public record Summary(long count, double sum, double min, double max) {
    Summary plus(double value) {
      return new Summary(count + 1, sum + value, Math.min(min, value), Math.max(max, value));
    }

    /** The mean of the values. */
    public double average() {
      return sum / count;
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // A count of losses may lose some itself.
  public void record(MetricPoint point) {
    Series key = new Series(point.metric(), point.dimensions());
    if (series.size() >= MAX_SERIES && !series.containsKey(key)) {
      dropped++;
      return;
    }
    double value = point.value();
    series.merge(key, new Summary(1, value, value, value), (before, first) -> before.plus(value));
  }

  /**
   * What was recorded under exactly these dimensions.
   *
   * @return empty if nothing was
   */
  public Optional<Summary> summary(Metric metric, Map<String, String> dimensions) {
    return Optional.ofNullable(series.get(new Series(metric, Map.copyOf(dimensions))));
  }

  /** How many points had no room. */
  public long dropped() {
    return dropped;
  }

  /** Begins anew. */
  public void reset() {
    series.clear();
    dropped = 0;
  }
}
