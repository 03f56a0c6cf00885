// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the system has charged this process up to one moment. Immutable.
 *
 * @param wallNanos monotonic time
 * @param cpuNanos processor time of all threads, those of the collector included, those of the
 *     compiler not: what they do is done once, and in a short run weighs most on whoever has most
 *     code; the process is charged in steps of 10 ms, so a few steps more or less mean nothing
 * @param gcMillis time in collections
 * @param writtenBytes bytes of files on a disk dirtied
 */
record ProcessCounters(long wallNanos, long cpuNanos, long gcMillis, long writtenBytes) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Path IO = Path.of("/proc/self/io");
  private static final Path THREADS_OF_PROCESS = Path.of("/proc/self/task");

  private static final List<Path> COMPILER_THREADS = compilerThreads();
  private static final Path STATUS = Path.of("/proc/self/status");

  static ProcessCounters now() throws IOException {
    long written = Files.isReadable(IO) ? field(IO, "write_bytes:") : 0;
    long gc = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      gc += collector.getCollectionTime();
    }
    long cpu = SYSTEM.getProcessCpuTime() - compilerNanos();
    return new ProcessCounters(System.nanoTime(), cpu, gc, written);
  }

  /** Compiler threads are there from the start to the end; {@link Workload#COMMON_FLAGS}. */
  private static long compilerNanos() throws IOException {
    long nanos = 0;
    for (Path thread : COMPILER_THREADS) {
      String time = Files.readString(thread.resolve("schedstat"));
      nanos += Long.parseLong(time.substring(0, time.indexOf(' ')));
    }
    return nanos;
  }

  private static List<Path> compilerThreads() {
    if (!Files.isDirectory(THREADS_OF_PROCESS)) {
      return List.of();
    }
    try (Stream<Path> threads = Files.list(THREADS_OF_PROCESS)) {
      return threads.filter(ProcessCounters::isCompiler).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCompiler(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).matches("C[12] Compiler[^\\n]*\\n");
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
