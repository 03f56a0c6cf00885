// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** One line for each step of the lab, with what it did and how long it took. */
final class Progress {

  /** A step that says what it did. */
  interface Step {
    String run() throws Exception;
  }

  private final PrintStream out;
  private int count;

  Progress(PrintStream out) {
    this.out = out;
  }

  void step(String title, Step step) throws Exception {
    count++;
    long start = System.nanoTime();
    String done = step.run();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    // The whole line at once: warnings of the origin go to the same terminal.
    out.printf("[%2d] %-40s %s (%d ms)%n", count, title, done, millis);
  }
}
