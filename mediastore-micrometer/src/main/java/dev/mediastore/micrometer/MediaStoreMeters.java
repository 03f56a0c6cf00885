// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.micrometer;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.http.ExchangeListener;
import dev.mediastore.http.ExchangeRecord;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
 * 26 of the service, and containers beyond the first {@value #MAX_CONTAINERS} share the name
 * {@value #OTHERS}.
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
  private static final int MAX_CONTAINERS = 100;
  private static final String OTHERS = "others";
  private static final String NONE = "none";

  private final MeterRegistry registry;
  private final Set<String> containers = ConcurrentHashMap.newKeySet();

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

  @Override
  public void ended(ExchangeRecord record) {
    Tags tags =
        Tags.of(
            "operation", record.operation().equals("-") ? NONE : record.operation(),
            "container", container(record.container()),
            "outcome", outcome(record));
    registry
        .timer("mediastore.requests", tags)
        .record(record.total().toNanos(), TimeUnit.NANOSECONDS);
    registry
        .timer("mediastore.requests.turnaround", tags)
        .record(record.turnaround().toNanos(), TimeUnit.NANOSECONDS);
    registry
        .counter("mediastore.bytes.received", tags)
        .increment((double) record.bodyBytesReceived());
    registry.counter("mediastore.bytes.sent", tags).increment((double) record.bodyBytesSent());
  }

  private String container(@Nullable Container container) {
    if (container == null) {
      return NONE;
    }
    String name = container.name();
    if (containers.contains(name)) {
      return name;
    }
    return containers.size() < MAX_CONTAINERS && containers.add(name) ? name : OTHERS;
  }

  private static String outcome(ExchangeRecord record) {
    if (record.status() == 0) {
      return "client_left";
    }
    if (!record.complete() && record.error() == null) {
      return "cut_off";
    }
    return record.status() / 100 + "xx";
  }
}
