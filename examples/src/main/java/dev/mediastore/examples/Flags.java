// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Command-line flags of the form {@code --name} and {@code --name value}, and the other words among
 * them, the operands. Immutable.
 */
final class Flags {

  /** How a flag is read. */
  enum Kind {
    /** Present or absent. */
    SWITCH,
    /** Has a value, given at most once. */
    VALUE,
    /** Has a value and may be given many times. */
    REPEATED
  }

  /** The command line cannot be understood; the message says which part of it. */
  static final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  private final Map<String, List<String>> values;
  private final List<String> operands;

  private Flags(Map<String, List<String>> values, List<String> operands) {
    this.values = values;
    this.operands = List.copyOf(operands);
  }

  static Flags parse(List<String> args, Map<String, Kind> known) {
    return parse(args, known, 0);
  }

  static Flags parse(List<String> args, Map<String, Kind> known, int mostOperands) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String flag = args.get(i);
      if (!flag.startsWith("--") && operands.size() < mostOperands) {
        operands.add(flag);
        continue;
      }
      Kind kind = known.get(flag);
      if (kind == null) {
        throw new UsageException("unknown flag " + flag);
      }
      List<String> given = values.computeIfAbsent(flag, name -> new ArrayList<>());
      if (!given.isEmpty() && kind != Kind.REPEATED) {
        throw new UsageException(flag + " is given twice");
      }
      if (kind == Kind.SWITCH) {
        given.add("");
      } else if (i + 1 == args.size()) {
        throw new UsageException(flag + " needs a value");
      } else {
        given.add(args.get(++i));
      }
    }
    return new Flags(values, operands);
  }

  /** The words that are no flags, in their order. */
  List<String> operands() {
    return operands;
  }

  boolean has(String flag) {
    return values.containsKey(flag);
  }

  String value(String flag, String otherwise) {
    return values.containsKey(flag) ? values.get(flag).get(0) : otherwise;
  }

  List<String> all(String flag) {
    return List.copyOf(values.getOrDefault(flag, List.of()));
  }

  int port(String flag, int otherwise) {
    String text = value(flag, Integer.toString(otherwise));
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Reported below like a number out of range.
    }
    throw new UsageException(flag + " needs a port from 0 to 65535, not " + text);
  }

  /** A size in bytes; {@code k}, {@code m} and {@code g} stand for powers of 1024. */
  long bytes(String flag, String otherwise) {
    String text = value(flag, otherwise);
    int shift =
        switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
          case 'k', 'K' -> 10;
          case 'm', 'M' -> 20;
          case 'g', 'G' -> 30;
          default -> 0;
        };
    try {
      long number = Long.parseLong(shift == 0 ? text : text.substring(0, text.length() - 1));
      if (number > 0 && number <= Long.MAX_VALUE >> shift) {
        return number << shift;
      }
    } catch (NumberFormatException e) {
      // Reported below like a number out of range.
    }
    throw new UsageException(flag + " needs a size such as 256m or 2g, not " + text);
  }
}
