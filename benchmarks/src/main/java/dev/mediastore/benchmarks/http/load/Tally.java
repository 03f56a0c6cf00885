// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import org.jspecify.annotations.Nullable;

/** What has been answered so far. Used on the thread of the load only. */
final class Tally {
  private long requests;
  private long bytes;
  private @Nullable String failure;
  private boolean stopping;

  void answered(long bodyBytes) {
    requests++;
    bytes += bodyBytes;
  }

  /** Notes that something went wrong; only the first thing counts. */
  void failed(String reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping || failure != null;
  }

  @Nullable String failure() {
    return failure;
  }

  /** What was counted until now. */
  Snapshot snapshot() {
    return new Snapshot(requests, bytes);
  }

  /**
   * Counts at one moment. Immutable.
   *
   * @param requests answered
   * @param bytes of bodies, sent and received
   */
  record Snapshot(long requests, long bytes) {}
}
