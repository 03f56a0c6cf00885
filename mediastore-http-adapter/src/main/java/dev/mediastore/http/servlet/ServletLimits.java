// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import java.time.Duration;

/**
 * What the container does not limit by itself. Immutable. Sizes of heads, and how long a connection
 * may stand still, are settings of the container.
 *
 * @param discardBytes how much of an unwanted body is read and dropped, at least 0
 * @param discard how long that may take
 * @since 0.1
 */
public record ServletLimits(int discardBytes, Duration discard) {
  private static final ServletLimits DEFAULTS = new ServletLimits(64 * 1024, Duration.ofSeconds(2));

  /** Checks the ranges. */
  public ServletLimits {
    if (discard.isNegative() || discard.isZero()) {
      throw new IllegalArgumentException("discard is " + discard);
    }
    if (discardBytes < 0) {
      throw new IllegalArgumentException("discardBytes is " + discardBytes);
    }
  }

  /** 64 KiB and 2 s. */
  public static ServletLimits defaults() {
    return DEFAULTS;
  }
}
