// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what {@code -Xlog:gc} writes. */
final class GcLog {
  private static final Pattern PAUSE = Pattern.compile("\\bPause .* (\\d+[.,]\\d+)ms$");

  private GcLog() {}

  /** Returns the pauses in milliseconds, in their order. */
  static List<Double> pauses(Stream<String> lines) {
    return lines
        .map(PAUSE::matcher)
        .filter(Matcher::find)
        .map(pause -> Double.valueOf(pause.group(1).replace(',', '.')))
        .toList();
  }
}
