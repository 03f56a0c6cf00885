// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
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
  private static final List<Metric> METRICS = List.of(Metric.values());

  /** Another map after each reset, so that whoever keeps cells sees that they are of no use. */
  private volatile Map<Map<String, String>, Cells> series = new ConcurrentHashMap<>();

  private final LongAdder dropped = new LongAdder();

  /** The sums under some dimensions, one for each metric. Safe for any thread. */
  static final class Cells {
    private final Map<Metric, Sum> sums = new EnumMap<>(Metric.class);

    Cells() {
      for (Metric metric : METRICS) {
        sums.put(metric, new Sum());
      }
    }

    synchronized void add(Metric metric, double value) {
      sum(metric).add(value);
    }

    synchronized void add(RequestValues values) {
      for (Metric metric : METRICS) {
        double value = values.of(metric);
        if (!Double.isNaN(value)) {
          sum(metric).add(value);
        }
      }
    }

    private synchronized @Nullable Summary of(Metric metric) {
      return sum(metric).summary();
    }

    private Sum sum(Metric metric) {
      return Objects.requireNonNull(sums.get(metric));
    }
  }

  /** The values of one metric. Not safe for threads. */
  private static final class Sum {
    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double value) {
      count++;
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    @Nullable Summary summary() {
      return count == 0 ? null : new Summary(count, sum, min, max);
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
    } else {
      dropped.increment();
    }
  }

  /**
   * Adds all values of one request.
   *
   * @param cells null if there was no room for them
   */
  void add(@Nullable Cells cells, RequestValues values) {
    if (cells != null) {
      cells.add(values);
      return;
    }
    for (Metric metric : METRICS) {
      if (!Double.isNaN(values.of(metric))) {
        dropped.increment();
      }
    }
  }

  /** Stands for all sums until the next reset; cells got before are of no use then. */
  Object sums() {
    return series;
  }

  /**
   * Where values under these dimensions are summed up; null if there is no room for more.
   *
   * @param dimensions must never change
   */
  @Nullable Cells cells(Map<String, String> dimensions) {
    Map<Map<String, String>, Cells> current = series;
    Cells known = current.get(dimensions);
    if (known != null || current.size() >= MAX_SERIES) {
      return known;
    }
    return current.computeIfAbsent(dimensions, key -> new Cells());
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
    return dropped.sum();
  }

  /** Begins anew. */
  public void reset() {
    series = new ConcurrentHashMap<>();
    dropped.reset();
  }
}
