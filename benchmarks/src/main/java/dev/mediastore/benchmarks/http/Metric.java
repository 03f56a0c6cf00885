// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http;

/** A figure; the first one of a row is what servers are compared by. */
enum Metric {
  CPU_MICROS("CPU µs/request", 1),
  P50_MILLIS("p50 ms", 3),
  P99_MILLIS("p99 ms", 3),
  MEMORY("B/connection", 0),
  CPU_SECONDS_PER_GB("CPU s/GB", 3),
  ALLOCATED("heap B/request", 0),
  RATE("requests/s", 0),
  BUSY("cores busy", 2);

  private final String heading;
  private final int decimals;

  Metric(String heading, int decimals) {
    this.heading = heading;
    this.decimals = decimals;
  }

  String heading() {
    return heading;
  }

  int decimals() {
    return decimals;
  }
}
