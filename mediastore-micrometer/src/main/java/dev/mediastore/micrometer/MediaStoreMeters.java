// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.micrometer;

import dev.mediastore.core.MediaStore;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import dev.mediastore.http.observation.RequestLabels;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
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
 * <p>A registry has each meter once. Of two origins that share one, give each a tag of its own: the
 * gauges of the second would be those of the first otherwise. Closing takes the gauges away, so
 * that an origin that is started anew has its own.
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
public final class MediaStoreMeters implements ExchangeListener, AutoCloseable {
  private final MeterRegistry registry;
  private final Tags own;
  private final List<Gauge> gauges;
  private final RequestLabels labels = new RequestLabels();
  private final Map<Labels, Series> series = new ConcurrentHashMap<>();

  private MediaStoreMeters(MediaStore store, MeterRegistry registry, Tags own) {
    this.registry = registry;
    this.own = own;
    this.gauges =
        List.of(
            Gauge.builder("mediastore.store.bytes", store, s -> (double) s.usage().bytesInUse())
                .baseUnit("bytes")
                .tags(own)
                .register(registry),
            Gauge.builder("mediastore.store.uploads", store, s -> (double) s.usage().openWriters())
                .tags(own)
                .register(registry),
            Gauge.builder("mediastore.store.reads", store, s -> (double) s.usage().openLeases())
                .tags(own)
                .register(registry),
            Gauge.builder("mediastore.store.writable", store, s -> s.isWritable() ? 1 : 0)
                .tags(own)
                .register(registry));
  }

  /**
   * Registers the gauges of a store and makes the listener for its requests.
   *
   * @param store looked at when the gauges are read
   * @param registry where the meters are
   * @return a listener for requests; closing it takes the gauges away, and is the caller's
   */
  public static MediaStoreMeters of(MediaStore store, MeterRegistry registry) {
    return of(store, registry, Tags.empty());
  }

  /**
   * Registers the gauges of one of several stores and makes the listener for its requests.
   *
   * @param store looked at when the gauges are read
   * @param registry where the meters are
   * @param tags of every meter, the same names for each store
   * @return a listener for requests; closing it takes the gauges away, and is the caller's
   */
  public static MediaStoreMeters of(MediaStore store, MeterRegistry registry, Iterable<Tag> tags) {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(registry, "registry");
    return new MediaStoreMeters(store, registry, Tags.of(tags));
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
        own.and("operation", of.operation(), "container", of.container(), "outcome", of.outcome());
    return new Series(
        registry.timer("mediastore.requests", tags),
        registry.timer("mediastore.requests.turnaround", tags),
        registry.counter("mediastore.bytes.received", tags),
        registry.counter("mediastore.bytes.sent", tags));
  }

  /** Takes the gauges away; what was counted stays. Idempotent. */
  @Override
  public void close() {
    gauges.forEach(registry::remove);
  }
}
