// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The figures of one phase of one run of one engine. Immutable.
 *
 * @param phase what was done; tables are made of equal phases
 * @param figures in the order of columns; engines are compared by the first
 */
public record Sample(String phase, Map<Metric, Double> figures) {

  /** Copies the figures, keeping their order. */
  public Sample {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /**
   * Writes the sample as one line, for the parent process.
   *
   * @return text that {@link #parse} reads
   */
  public String line() {
    StringJoiner line = new StringJoiner("\t").add(phase);
    figures.forEach((metric, value) -> line.add(metric + "=" + value));
    return line.toString();
  }

  /**
   * Reads a line written by {@link #line}.
   *
   * @param line the line
   * @return the sample
   */
  public static Sample parse(String line) {
    String[] fields = line.split("\t", -1);
    Map<Metric, Double> figures = new LinkedHashMap<>();
    for (int i = 1; i < fields.length; i++) {
      int equals = fields[i].indexOf('=');
      figures.put(
          Metric.valueOf(fields[i].substring(0, equals)),
          Double.valueOf(fields[i].substring(equals + 1)));
    }
    return new Sample(fields[0], figures);
  }
}
