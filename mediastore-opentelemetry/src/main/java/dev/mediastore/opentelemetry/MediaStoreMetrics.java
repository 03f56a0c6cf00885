// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.opentelemetry;

import dev.mediastore.core.MediaStore;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.observation.RequestLabels;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Metrics of an origin: times and bytes of requests by operation, container and outcome, and what
 * the store holds. Safe for any thread.
 *
 * <pre>{@code
 * try (MediaStoreMetrics metrics = MediaStoreMetrics.of(store, openTelemetry);
 *     MediaStoreHttp http = MediaStoreHttp.builder(store).listener(metrics).build()) {
 *   …
 * }
 * }</pre>
 *
 * <p>The number of series is bounded, see {@link RequestLabels}. The attributes are {@code
 * mediastore.operation}, {@code mediastore.container} and {@code mediastore.outcome}.
 *
 * <table>
 *   <caption>Instruments</caption>
 *   <tr><td>{@code mediastore.request.duration}</td><td>histogram, s: head to answer sent</td></tr>
 *   <tr><td>{@code mediastore.request.turnaround}</td><td>histogram, s: last byte to answer</td></tr>
 *   <tr><td>{@code mediastore.io.received}, {@code .sent}</td><td>counters, By: bodies</td></tr>
 *   <tr><td>{@code mediastore.store.usage}</td><td>gauge, By: objects and uploads</td></tr>
 *   <tr><td>{@code mediastore.store.uploads}, {@code .reads}</td><td>gauges: under way</td></tr>
 *   <tr><td>{@code mediastore.store.writable}</td><td>gauge: 1, or 0 if writes are refused</td></tr>
 * </table>
 *
 * @since 0.1
 */
public final class MediaStoreMetrics implements ExchangeListener, AutoCloseable {
  private static final String SCOPE = "dev.mediastore";
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("mediastore.operation");
  private static final AttributeKey<String> CONTAINER =
      AttributeKey.stringKey("mediastore.container");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("mediastore.outcome");
  private static final double NANOS_PER_SECOND = 1e9;

  private final RequestLabels labels = new RequestLabels();
  private final DoubleHistogram duration;
  private final DoubleHistogram turnaround;
  private final LongCounter received;
  private final LongCounter sent;
  private final List<AutoCloseable> gauges;

  private MediaStoreMetrics(Meter meter, MediaStore store) {
    duration = seconds(meter, "mediastore.request.duration");
    turnaround = seconds(meter, "mediastore.request.turnaround");
    received = meter.counterBuilder("mediastore.io.received").setUnit("By").build();
    sent = meter.counterBuilder("mediastore.io.sent").setUnit("By").build();
    gauges =
        List.of(
            gauge(meter, "mediastore.store.usage", "By", store, s -> s.usage().bytesInUse()),
            gauge(meter, "mediastore.store.uploads", "1", store, s -> s.usage().openWriters()),
            gauge(meter, "mediastore.store.reads", "1", store, s -> s.usage().openLeases()),
            gauge(meter, "mediastore.store.writable", "1", store, s -> s.isWritable() ? 1 : 0));
  }

  /**
   * Makes the instruments.
   *
   * @param store looked at when the gauges are read
   * @param telemetry where the metrics go
   * @return a listener for requests; closing it takes the gauges away, and is the caller's
   */
  public static MediaStoreMetrics of(MediaStore store, OpenTelemetry telemetry) {
    Objects.requireNonNull(store, "store");
    return new MediaStoreMetrics(telemetry.getMeter(SCOPE), store);
  }

  private static DoubleHistogram seconds(Meter meter, String name) {
    return meter.histogramBuilder(name).setUnit("s").build();
  }

  private static AutoCloseable gauge(
      Meter meter, String name, String unit, MediaStore store, ToLongFunction<MediaStore> value) {
    return meter
        .gaugeBuilder(name)
        .ofLongs()
        .setUnit(unit)
        .buildWithCallback(measured -> measured.record(value.applyAsLong(store)));
  }

  @Override
  public void ended(ExchangeRecord record) {
    Attributes attributes =
        Attributes.of(
            OPERATION, RequestLabels.operation(record),
            CONTAINER, labels.container(record),
            OUTCOME, RequestLabels.outcome(record));
    duration.record(seconds(record.total()), attributes);
    turnaround.record(seconds(record.turnaround()), attributes);
    received.add(record.bodyBytesReceived(), attributes);
    sent.add(record.bodyBytesSent(), attributes);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS_PER_SECOND;
  }

  /** Takes the gauges away. Idempotent. */
  @Override
  public void close() {
    for (AutoCloseable gauge : gauges) {
      try {
        gauge.close();
      } catch (Exception e) {
        throw new IllegalStateException("a gauge could not be taken away", e);
      }
    }
  }
}
