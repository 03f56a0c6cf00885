// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command of {@code examples/run} that has ended, with what it printed. */
record CommandRun(int status, String out, String err) {

  static CommandRun of(byte[] input, List<String> args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      int status =
          Main.run(
              args, new ByteArrayInputStream(input), new PrintStream(out), new PrintStream(err));
      return new CommandRun(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (Exception e) {
      throw new AssertionError(args + " ended with an exception", e);
    }
  }

  static CommandRun of(String input, String... args) {
    return of(input.getBytes(StandardCharsets.UTF_8), List.of(args));
  }
}
