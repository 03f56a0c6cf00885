// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.server;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** How a server in a JVM of its own talks with the driver: over its standard streams. */
public final class ServerControl {
  /** First word of the line that says the server answers; the port follows. */
  public static final String READY = "ready";

  /** Asks for the bytes that all threads have allocated on the heap so far. */
  public static final String ALLOCATED = "allocated";

  /** Asks for the bytes in use after a collection, on the heap and in direct buffers. */
  public static final String MEMORY = "memory";

  /** Asks for another {@link Observation}, whose name follows. */
  public static final String OBSERVE = "observe";

  private ServerControl() {}

  /** Says that the server answers, and serves the driver until that is gone. */
  static void serve(int port) throws IOException {
    serve(port, observation -> {});
  }

  /**
   * The same for a server that can be observed.
   *
   * @param observers are told who is to listen from now on
   */
  static void serve(int port, Consumer<Observation> observers) throws IOException {
    PrintStream out = System.out;
    out.println(READY + " " + port);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    String line;
    while ((line = in.readLine()) != null) {
      switch (line) {
        case ALLOCATED -> out.println(allocated());
        case MEMORY -> out.println(memory());
        default -> {
          if (line.startsWith(OBSERVE)) {
            observers.accept(Observation.valueOf(line.substring(OBSERVE.length() + 1)));
          }
          out.println("0");
        }
      }
    }
    System.exit(0);
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  private static long memory() {
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    runtime.gc();
    long direct = 0;
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      direct += pool.getMemoryUsed();
    }
    return runtime.totalMemory() - runtime.freeMemory() + direct;
  }
}
