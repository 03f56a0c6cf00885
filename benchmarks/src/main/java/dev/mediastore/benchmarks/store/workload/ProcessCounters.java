// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the system has charged this process up to one moment. Immutable.
 *
 * @param wallNanos monotonic time
 * @param cpuNanos processor time of all threads, those of the JVM included
 * @param gcMillis time in collections
 * @param writtenBytes bytes of files on a disk dirtied
 */
record ProcessCounters(long wallNanos, long cpuNanos, long gcMillis, long writtenBytes) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Path IO = Path.of("/proc/self/io");
  private static final Path STATUS = Path.of("/proc/self/status");

  static ProcessCounters now() throws IOException {
    long written = Files.isReadable(IO) ? field(IO, "write_bytes:") : 0;
    long gc = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      gc += collector.getCollectionTime();
    }
    return new ProcessCounters(System.nanoTime(), SYSTEM.getProcessCpuTime(), gc, written);
  }

  /** Returns what was charged since an earlier moment. */
  ProcessCounters since(ProcessCounters start) {
    return new ProcessCounters(
        wallNanos - start.wallNanos,
        cpuNanos - start.cpuNanos,
        gcMillis - start.gcMillis,
        writtenBytes - start.writtenBytes);
  }

  /** Returns the bytes the calling thread has allocated so far. */
  static long allocatedByThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Returns the resident bytes of this process, mapped files included. */
  static long residentBytes() throws IOException {
    return 1024 * field(STATUS, "VmRSS:");
  }

  private static long field(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + name + " in " + file);
  }
}
