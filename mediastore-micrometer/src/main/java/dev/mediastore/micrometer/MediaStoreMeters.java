// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.micrometer;

import dev.mediastore.core.MediaStore;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.observation.RequestLabels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Meters of an origin: times and bytes of requests by operation, container and outcome, and what
 * the store holds. Safe for any thread.
 *
 * <pre>{@code
 * MediaStoreHttp http =
 *     MediaStoreHttp.builder(store).listener(MediaStoreMeters.of(store, registry)).build();
 * }</pre>
 *
 * <p>The number of series is bounded: there is no path and no client in any tag, operations are the
 * 26 of the service, and containers beyond the first 100 share the name {@code others}.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><td>{@code mediastore.requests}</td><td>timer: head received to answer sent</td></tr>
 *   <tr><td>{@code mediastore.requests.turnaround}</td><td>timer: last byte in to answer</td></tr>
 *   <tr><td>{@code mediastore.bytes.received}, {@code .sent}</td><td>bodies, in bytes</td></tr>
 *   <tr><td>{@code mediastore.store.bytes}</td><td>gauge: bytes held by objects and uploads</td></tr>
 *   <tr><td>{@code mediastore.store.uploads}, {@code .reads}</td><td>gauges: under way</td></tr>
 *   <tr><td>{@code mediastore.store.writable}</td><td>gauge: 1, or 0 if writes are refused</td></tr>
 * </table>
 *
 * @since 0.1
 */
public final class MediaStoreMeters implements ExchangeListener {
  private final MeterRegistry registry;
  private final RequestLabels labels = new RequestLabels();
  private final Map<Labels, Series> series = new ConcurrentHashMap<>();

  private MediaStoreMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Registers the gauges of a store and makes the listener for its requests.
   *
   * @param store looked at when the gauges are read
   * @param registry where the meters are
   */
  public static MediaStoreMeters of(MediaStore store, MeterRegistry registry) {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(registry, "registry");
    Gauge.builder("mediastore.store.bytes", store, each -> (double) each.usage().bytesInUse())
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("mediastore.store.uploads", store, each -> (double) each.usage().openWriters())
        .register(registry);
    Gauge.builder("mediastore.store.reads", store, each -> (double) each.usage().openLeases())
        .register(registry);
    Gauge.builder("mediastore.store.writable", store, each -> each.isWritable() ? 1 : 0)
        .register(registry);
    return new MediaStoreMeters(registry);
  }

  private record Labels(String operation, String container, String outcome) {}

  /** The meters of one combination of labels, looked up once: a registry looks long. */
  private record Series(Timer total, Timer turnaround, Counter received, Counter sent) {}

  @Override
  public void ended(ExchangeRecord record) {
    Labels of =
        new Labels(
            RequestLabels.operation(record),
            labels.container(record),
            RequestLabels.outcome(record));
    Series known = series.get(of);
    Series meters = known != null ? known : series.computeIfAbsent(of, this::series);
    meters.total().record(record.total().toNanos(), TimeUnit.NANOSECONDS);
    meters.turnaround().record(record.turnaround().toNanos(), TimeUnit.NANOSECONDS);
    meters.received().increment((double) record.bodyBytesReceived());
    meters.sent().increment((double) record.bodyBytesSent());
  }

  private Series series(Labels of) {
    Tags tags =
        Tags.of("operation", of.operation(), "container", of.container(), "outcome", of.outcome());
    return new Series(
        registry.timer("mediastore.requests", tags),
        registry.timer("mediastore.requests.turnaround", tags),
        registry.counter("mediastore.bytes.received", tags),
        registry.counter("mediastore.bytes.sent", tags));
  }
}
