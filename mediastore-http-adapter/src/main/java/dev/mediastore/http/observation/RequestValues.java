// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

import dev.mediastore.http.ExchangeRecord;
import java.time.Duration;

/**
 * What one request adds to each metric (contract section 15). Immutable.
 *
 * @param record what became of the request
 */
record RequestValues(ExchangeRecord record) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int CLIENT_ERRORS = 4;
  private static final int SERVER_ERRORS = 5;

  /** In the unit of the metric; not a number if the request has no value for it. */
  double of(Metric metric) {
    return switch (metric) {
      case REQUEST_COUNT -> 1;
      case CLIENT_ERROR_COUNT -> hundreds() == CLIENT_ERRORS ? 1 : 0;
      case SERVER_ERROR_COUNT -> hundreds() == SERVER_ERRORS ? 1 : 0;
      case THROTTLE_COUNT -> "ThrottlingException".equals(record.error()) ? 1 : 0;
      case BYTES_UPLOADED -> bytes(record.bodyBytesReceived());
      case BYTES_DOWNLOADED -> bytes(record.bodyBytesSent());
      case TOTAL_TIME -> millis(record.total());
      case TURNAROUND_TIME -> millis(record.turnaround());
    };
  }

  /** Who leaves before an answer is to blame for that, in the access log too. */
  private int hundreds() {
    return record.status() == 0 ? CLIENT_ERRORS : record.status() / 100;
  }

  private static double bytes(long count) {
    return count > 0 ? count : Double.NaN;
  }

  private static double millis(Duration time) {
    return time.toNanos() / NANOS_PER_MILLI;
  }
}
