// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.PrintStream;
import java.util.Map;

/** One command of {@code examples/run}. */
interface Command {
  /** Returned by a command whose servers go on until the process is told to end. */
  int RUNNING = -1;

  /** What the command does and its flags, for a person. */
  String usage();

  /** The flags it knows, each with how it is to be read. */
  Map<String, Flags.Kind> flags();

  /**
   * Does the work.
   *
   * @return the exit status, or {@link #RUNNING}
   */
  int run(Flags flags, PrintStream out, PrintStream err) throws Exception;
}
