// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.Container;
import dev.mediastore.http.RequestQuotas.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts requests against their quotas, by the clock of the origin. Safe for any thread.
 *
 * <p>Each container and kind has a bucket that holds what one second may bring and fills at that
 * rate. A clock that goes back gives nothing and takes nothing.
 */
final class Throttle {
  private static final double MICROS = 1e6;

  private final RequestQuotas quotas;
  private final InstantSource clock;
  private final Map<Key, Bucket> buckets = new ConcurrentHashMap<>();

  private record Key(String container, Kind kind) {}

  Throttle(RequestQuotas quotas, InstantSource clock) {
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * Counts a request.
   *
   * @throws ServiceException if it is one too many
   */
  void count(Container container, Kind kind) {
    int perSecond = quotas.perSecond(kind);
    if (perSecond == 0) {
      return;
    }
    // As many buckets as containers there were: ids are never used again, but bounded by quota.
    Bucket bucket =
        buckets.computeIfAbsent(
            new Key(container.id(), kind), key -> new Bucket(perSecond, clock.instant()));
    if (!bucket.take(perSecond, clock.instant())) {
      throw new ServiceException(
          ServiceError.THROTTLING, "Too many requests of this kind at once. Try again.");
    }
  }

  /** What may come at once; guarded by itself. */
  private static final class Bucket {
    private double left;
    private Instant filledAt;

    Bucket(int full, Instant now) {
      this.left = full;
      this.filledAt = now;
    }

    synchronized boolean take(int perSecond, Instant now) {
      long micros = filledAt.until(now, ChronoUnit.MICROS);
      if (micros > 0) {
        left = Math.min(perSecond, left + perSecond * (micros / MICROS));
        filledAt = now;
      }
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }
  }
}
