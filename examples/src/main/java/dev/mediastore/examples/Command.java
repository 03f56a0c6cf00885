// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.InputStream;
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

  /** How many words that are no flags it takes at most, such as the name of a file. */
  default int operands() {
    return 0;
  }

  /**
   * Does the work.
   *
   * @return the exit status, or {@link #RUNNING}
   */
  int run(Flags flags, InputStream in, PrintStream out, PrintStream err) throws Exception;
}
