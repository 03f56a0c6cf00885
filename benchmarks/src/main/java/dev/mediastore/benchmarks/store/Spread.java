// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import java.util.List;

/**
 * One figure over some rounds. Immutable.
 *
 * @param median middle value; the mean of the two middle ones of an even number
 * @param min smallest
 * @param max largest
 */
public record Spread(double median, double min, double max) {

  /** The spread of at least one value. */
  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(size - 1));
  }
}
