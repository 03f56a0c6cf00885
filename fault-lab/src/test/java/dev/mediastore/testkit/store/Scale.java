// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much a laboratory test does: little in every build, much when asked by {@code
 * -Dfaultlab.scale=heavy}, and the one line it prints at its end.
 */
final class Scale {
  private static final boolean HEAVY = "heavy".equals(System.getProperty("faultlab.scale"));

  private Scale() {}

  static boolean heavy() {
    return HEAVY;
  }

  static int of(int inEveryBuild, int inAHeavyRun) {
    return HEAVY ? inAHeavyRun : inEveryBuild;
  }

  /** A seed from the command line ({@code -Dfaultlab.seed=N}) to repeat a failure, or the usual. */
  static long seed(long usual) {
    return Long.getLong("faultlab.seed", usual);
  }

  /**
   * One of several equal parts of a heavy run, so that it can be done in pieces.
   *
   * @param index from 0
   * @param of how many parts there are
   */
  record Portion(int index, int of) {
    @Override
    public String toString() {
      return index + 1 + "/" + of;
    }
  }

  /** The part from the command line ({@code -Dfaultlab.portion=2/8}), or the whole. */
  static Portion portion() {
    String[] parts = System.getProperty("faultlab.portion", "1/1").split("/", -1);
    return new Portion(Integer.parseInt(parts[0]) - 1, Integer.parseInt(parts[1]));
  }

  /** Prints one line of JSON: the name of the test, its scale and what it counted. */
  static void report(String test, Map<String, ?> counts) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("lab", test);
    line.put("scale", HEAVY ? "heavy" : "build");
    line.putAll(counts);
    StringBuilder json = new StringBuilder("{");
    line.forEach(
        (name, value) -> {
          json.append(json.length() > 1 ? ", " : "").append('"').append(name).append("\": ");
          json.append(value instanceof Number ? value : "\"" + value + "\"");
        });
    System.out.println(json.append('}'));
  }
}
