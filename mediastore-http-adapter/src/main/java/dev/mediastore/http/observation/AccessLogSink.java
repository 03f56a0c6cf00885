// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import org.slf4j.LoggerFactory;

/**
 * Where access log lines go. Called by one thread at a time; may be slow, and may throw, which is
 * counted.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AccessLogSink {

  /** Takes a line. */
  void write(AccessLogEntry entry);

  /**
   * Nothing more is at hand for a moment: what was taken before has to be out now. If this throws,
   * the lines since the last time count as failed.
   */
  default void flush() {
    // Every line was out at once.
  }

  /**
   * Lines as JSON to SLF4J at level INFO, to a logger named as the log group of the service, {@code
   * /aws/mediastore/NAME}.
   */
  static AccessLogSink slf4j() {
    return entry ->
        LoggerFactory.getLogger("/aws/mediastore/" + entry.containerName())
            .info("{}", entry.toJson());
  }
}
