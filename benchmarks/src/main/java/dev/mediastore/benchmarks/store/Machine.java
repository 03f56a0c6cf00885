// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a figure depends on besides the code. */
public final class Machine {
  private Machine() {}

  /** One line about the machine. */
  public static String describe() throws IOException {
    return String.format(
        "Machine: %d cores, %s, %s memory; %s %s; JDK %s; load average %.1f",
        cores(), processor(), memory(), System.getProperty("os.name"), kernel(), jdk(), load());
  }

  /** Number of processors this process may use, or, where that is one of several, of all. */
  public static int cores() {
    int own = Runtime.getRuntime().availableProcessors();
    Path all = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(all)) {
      return own;
    }
    try (Stream<String> lines = Files.lines(all)) {
      return Math.max(own, (int) lines.filter(line -> line.startsWith("processor")).count());
    } catch (IOException e) {
      return own;
    }
  }

  /** Version of the system. */
  public static String kernel() {
    return System.getProperty("os.version");
  }

  /** Version of the JVM. */
  public static String jdk() {
    return System.getProperty("java.vm.version") + " (" + System.getProperty("java.vendor") + ")";
  }

  /** Load average of the last minute. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Model of the processor. */
  public static String processor() throws IOException {
    return field(Path.of("/proc/cpuinfo"), "model name");
  }

  private static String memory() throws IOException {
    String kilobytes = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", "");
    return kilobytes.isEmpty() ? "unknown" : (Long.parseLong(kilobytes) >> 20) + " GiB";
  }

  private static String field(Path file, String name) throws IOException {
    if (!Files.isReadable(file)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
