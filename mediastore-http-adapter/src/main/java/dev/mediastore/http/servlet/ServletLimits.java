// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import java.time.Duration;

/**
 * What the container does not limit by itself. Immutable. Sizes of heads, and how long a connection
 * may stand still, are settings of the container.
 *
 * @param upload how long a body may take, however fast it moves
 * @param discardBytes how much of an unwanted body is read and dropped, at least 0
 * @param discard how long that may take
 * @since 0.1
 */
public record ServletLimits(Duration upload, int discardBytes, Duration discard) {
  private static final ServletLimits DEFAULTS =
      new ServletLimits(Duration.ofSeconds(30), 64 * 1024, Duration.ofSeconds(2));

  /** Checks the ranges. */
  public ServletLimits {
    positive("upload", upload);
    positive("discard", discard);
    if (discardBytes < 0) {
      throw new IllegalArgumentException("discardBytes is " + discardBytes);
    }
  }

  /** 30 s for an upload (contract section 7.3); 64 KiB and 2 s for what nobody wants. */
  public static ServletLimits defaults() {
    return DEFAULTS;
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + ", must be longer than nothing");
    }
  }
}
