// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** The front door of {@code examples/run}: picks the command named by the first argument. */
public final class Main {
  private static final Map<String, Command> COMMANDS =
      new TreeMap<>(
          Map.of(
              "lab", new LabCommand(),
              "origin", new OriginCommand(),
              "policy", new PolicyCommand(),
              "store", new StoreCommand(),
              "verify", new VerifyCommand()));

  private Main() {}

  /**
   * Runs one command and exits with its status.
   *
   * @param args the name of the command, then its flags and operands
   */
  public static void main(String[] args) throws Exception {
    int status = run(List.of(args), System.in, System.out, System.err);
    if (status == Command.RUNNING) {
      new CountDownLatch(1).await(); // The servers' threads are daemons; a signal ends the process.
    }
    System.exit(status);
  }

  static int run(List<String> args, InputStream in, PrintStream out, PrintStream err)
      throws Exception {
    String name = args.isEmpty() ? "help" : args.get(0);
    Command command = COMMANDS.get(name);
    if (command == null) {
      COMMANDS.values().forEach(known -> err.println(known.usage()));
      return name.equals("help") ? 0 : 2;
    }
    try {
      Flags flags = Flags.parse(args.subList(1, args.size()), command.flags(), command.operands());
      return command.run(flags, in, out, err);
    } catch (Flags.UsageException e) {
      err.println(name + ": " + e.getMessage());
      err.println(command.usage());
      return 2;
    }
  }
}
