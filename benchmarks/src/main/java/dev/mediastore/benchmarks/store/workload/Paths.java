// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

/** Paths as a live origin has them: a folder per channel and rendition, a number per segment. */
final class Paths {
  private static final int CHANNELS = 50;
  private static final int DIGITS = 10;

  private Paths() {}

  /** Returns a path of 41 characters. */
  static String live(long number) {
    StringBuilder path = new StringBuilder(41).append("live/channel-");
    digits(path, number % CHANNELS, 3);
    path.append("/1080p/");
    return name(path, number).toString();
  }

  /** Returns the name of a segment, for a folder of its own. */
  static String name(long number) {
    return name(new StringBuilder(18), number).toString();
  }

  private static StringBuilder name(StringBuilder target, long number) {
    target.append("seg_");
    digits(target, number, DIGITS);
    return target.append(".m4s");
  }

  private static void digits(StringBuilder target, long number, int width) {
    String text = Long.toString(number);
    for (int i = text.length(); i < width; i++) {
      target.append('0');
    }
    target.append(text);
  }
}
