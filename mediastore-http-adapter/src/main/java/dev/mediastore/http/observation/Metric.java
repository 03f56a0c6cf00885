// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.observation;

/**
 * What is measured in the name space {@value #NAMESPACE} (contract section 15). Immutable.
 *
 * @since 0.1
 */
public enum Metric {
  /** Requests. */
  REQUEST_COUNT("RequestCount", "Count"),
  /** Requests answered 4xx. */
  CLIENT_ERROR_COUNT("4xxErrorCount", "Count"),
  /** Requests answered 5xx. */
  SERVER_ERROR_COUNT("5xxErrorCount", "Count"),
  /** Bytes of a request's body. */
  BYTES_UPLOADED("BytesUploaded", "Bytes"),
  /** Bytes of an answer's body. */
  BYTES_DOWNLOADED("BytesDownloaded", "Bytes"),
  /** From the head of a request to the last byte of its answer. */
  TOTAL_TIME("TotalTime", "Milliseconds"),
  /** From the last byte of a request to the first of its answer. */
  TURNAROUND_TIME("TurnaroundTime", "Milliseconds"),
  /** Requests refused because there were too many. */
  THROTTLE_COUNT("ThrottleCount", "Count");

  /** The name space of all of them. */
  public static final String NAMESPACE = "AWS/MediaStore";

  private final String metricName;
  private final String unit;

  Metric(String metricName, String unit) {
    this.metricName = metricName;
    this.unit = unit;
  }

  /** The name, as the service spelt it. */
  public String metricName() {
    return metricName;
  }

  /** {@code Count}, {@code Bytes} or {@code Milliseconds}. */
  public String unit() {
    return unit;
  }
}
