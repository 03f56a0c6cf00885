// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How many requests a second each container takes, by kind (contract section 18.2). Immutable; a
 * kind without a quota is not limited, and a new value limits nothing.
 *
 * <p>A request that is allowed but one too many is answered with 429 and {@code Retry-After}. Short
 * bursts are taken, up to what one second may bring.
 *
 * @since 0.1
 */
public final class RequestQuotas {
  private static final RequestQuotas NONE = new RequestQuotas(Map.of());

  private final Map<Kind, Integer> perSecond;

  /**
   * Requests that are counted together.
   *
   * @since 0.1
   */
  public enum Kind {
    /** PutObject of an object that is visible when it is complete. */
    PUT_STANDARD,
    /** PutObject of an object that is readable while it arrives. */
    PUT_STREAMING,
    /** GetObject. */
    GET,
    /** GetObject of an object that is still arriving, counted beside {@link #GET}. */
    GET_STREAMING,
    /** DescribeObject. */
    DESCRIBE,
    /** DeleteObject. */
    DELETE,
    /** ListItems. */
    LIST
  }

  private RequestQuotas(Map<Kind, Integer> perSecond) {
    this.perSecond = Map.copyOf(perSecond);
  }

  /** No limit at all. */
  public static RequestQuotas none() {
    return NONE;
  }

  /** The default quotas of the original service. */
  public static RequestQuotas official() {
    return NONE.with(Kind.PUT_STANDARD, 100)
        .with(Kind.PUT_STREAMING, 10)
        .with(Kind.GET, 1000)
        .with(Kind.GET_STREAMING, 25)
        .with(Kind.DESCRIBE, 1000)
        .with(Kind.DELETE, 100)
        .with(Kind.LIST, 5);
  }

  /**
   * These quotas with another for one kind.
   *
   * @param kind what to limit
   * @param requestsPerSecond for each container, at least 1
   */
  public RequestQuotas with(Kind kind, int requestsPerSecond) {
    if (requestsPerSecond < 1) {
      throw new IllegalArgumentException(
          "requestsPerSecond must be at least 1, was " + requestsPerSecond);
    }
    Map<Kind, Integer> changed = new EnumMap<>(Kind.class);
    changed.putAll(perSecond);
    changed.put(Objects.requireNonNull(kind, "kind"), requestsPerSecond);
    return new RequestQuotas(changed);
  }

  /** The quota of a kind; 0 if it has none. */
  int perSecond(Kind kind) {
    return perSecond.getOrDefault(kind, 0);
  }

  @Override
  public String toString() {
    return "RequestQuotas" + perSecond;
  }
}
