// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums data points up in memory, for tests and small set-ups. Safe for any thread.
 *
 * <p>There are at most {@value #MAX_SERIES} combinations of dimensions; points of further ones are
 * dropped and counted.
 *
 * @since 0.1
 */
public final class MetricStatistics implements MetricSink {
  private static final int MAX_SERIES = 10_000;

  private final Map<Map<String, String>, Cells> series = new ConcurrentHashMap<>();
  private volatile long dropped;

  /** The sums under some dimensions, one for each metric. Safe for any thread. */
  static final class Cells {
    private final Map<Metric, Summary> summaries = new EnumMap<>(Metric.class);

    synchronized void add(Metric metric, double value) {
      Summary before = summaries.get(metric);
      summaries.put(
          metric, before == null ? new Summary(1, value, value, value) : before.plus(value));
    }

    private synchronized @Nullable Summary of(Metric metric) {
      return summaries.get(metric);
    }
  }

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
  public void record(MetricPoint point) {
    Cells cells = cells(point.dimensions());
    if (cells != null) {
      cells.add(point.metric(), point.value());
    }
  }

  /**
   * Where values under these dimensions are summed up; null if there is no room for more.
   *
   * @param dimensions must never change
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // A count of losses may lose some itself.
  @Nullable Cells cells(Map<String, String> dimensions) {
    Cells known = series.get(dimensions);
    if (known == null && series.size() >= MAX_SERIES) {
      dropped++;
      return null;
    }
    return known != null ? known : series.computeIfAbsent(dimensions, key -> new Cells());
  }

  /**
   * What was recorded under exactly these dimensions.
   *
   * @return empty if nothing was
   */
  public Optional<Summary> summary(Metric metric, Map<String, String> dimensions) {
    return Optional.ofNullable(series.get(Map.copyOf(dimensions))).map(cells -> cells.of(metric));
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
