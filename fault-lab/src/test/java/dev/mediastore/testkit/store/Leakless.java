// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind: a thread, a file descriptor, memory outside the heap,
 * or a lease or a writer of a store it was told to {@link #watch}. Used by one thread.
 *
 * <pre>{@code
 * @RegisterExtension final Leakless leakless = new Leakless();
 * }</pre>
 */
final class Leakless implements BeforeEachCallback, AfterEachCallback {
  private static final long PATIENCE_MILLIS = 10_000;
  private static final long SLACK_BYTES = 64 * 1024;
  private static final int COLLECTIONS = 20;

  static {
    openWhatTheMachineKeeps();
  }

  private final List<SegmentStore> watched = new ArrayList<>();
  private Snapshot before = new Snapshot(Set.of(), Map.of(), 0);

  /** What a process holds beside its heap. Immutable. */
  private record Snapshot(Set<Thread> threads, Map<String, String> files, long outside) {
    static Snapshot now() {
      return new Snapshot(livingThreads(), openFiles(), outsideBytes());
    }
  }

  /** The first channel of each kind makes the JDK open a socket that it closes others with. */
  private static void openWhatTheMachineKeeps() {
    try {
      Path file = Files.createTempFile("first", "channel");
      FileChannel.open(file, StandardOpenOption.WRITE).close();
      Files.delete(file);
      Pipe pipe = Pipe.open();
      pipe.sink().close();
      pipe.source().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    begin();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> leaks = leaks();
    if (!leaks.isEmpty()) {
      throw new AssertionError("left behind: " + leaks);
    }
  }

  /** From now on everything new counts. */
  void begin() {
    watched.clear();
    // What earlier tests left to the collector would hide as much of what this one keeps.
    System.gc();
    before = Snapshot.now();
  }

  /** Looks at this store in the end, too. */
  <S extends SegmentStore> S watch(S store) {
    watched.add(store);
    return store;
  }

  /** What is there that was not there at the beginning. */
  List<String> leaks() {
    List<String> leaks = new ArrayList<>();
    for (SegmentStore store : watched) {
      StoreUsage usage = store.usage();
      if (usage.openLeases() != 0 || usage.openWriters() != 0) {
        leaks.add("in a store " + usage);
      }
    }
    watched.clear();
    threads(leaks);
    collectUntilCalm();
    openFiles()
        .forEach(
            (descriptor, target) -> {
              if (!target.equals(before.files().get(descriptor))) {
                leaks.add("descriptor " + descriptor + " of " + target);
              }
            });
    long more = outsideBytes() - before.outside();
    if (more > SLACK_BYTES) {
      leaks.add(more + " bytes outside the heap");
    }
    return leaks;
  }

  private void threads(List<String> leaks) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    for (Thread thread : livingThreads()) {
      if (!before.threads().contains(thread)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        try {
          thread.join(Math.max(1, left));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
          leaks.add("thread " + thread.getName());
        }
      }
    }
  }

  private static Set<Thread> livingThreads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(Leakless::belongsToTheMachine);
    return threads;
  }

  private static boolean belongsToTheMachine(Thread thread) {
    String group = thread.getThreadGroup() == null ? "" : thread.getThreadGroup().getName();
    return group.equals("system")
        || group.equals("InnocuousThreadGroup")
        || thread.getName().startsWith("process reaper")
        || thread.getName().startsWith("junit-jupiter-timeout")
        || thread.getName().startsWith("ForkJoinPool.commonPool");
  }

  /** Memory that nobody refers to any more goes with the next collections. */
  private void collectUntilCalm() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    for (int i = 0; i < COLLECTIONS || System.nanoTime() < deadline; i++) {
      boolean calm =
          outsideBytes() - before.outside() <= SLACK_BYTES
              && before.files().entrySet().containsAll(openFiles().entrySet());
      if (calm) {
        return;
      }
      System.gc();
    }
  }

  private static long outsideBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** Open descriptors of plain files and pipes, but for those of classes; empty where unknown. */
  private static Map<String, String> openFiles() {
    Map<String, String> found = new HashMap<>();
    Path all = Path.of("/proc/self/fd");
    if (!Files.isDirectory(all)) {
      return found;
    }
    try (Stream<Path> descriptors = Files.list(all)) {
      for (Path descriptor : descriptors.toList()) {
        target(descriptor, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static void target(Path descriptor, Map<String, String> found) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      boolean ofTheMachine =
          target.endsWith(".jar")
              || target.endsWith(".so")
              || target.endsWith("/modules")
              || target.startsWith("/proc/")
              || target.startsWith("/dev/")
              || target.startsWith("anon_inode:");
      if (!ofTheMachine) {
        found.put(descriptor.getFileName().toString(), target);
      }
    } catch (IOException e) {
      // closed meanwhile: the one that did the listing
    }
  }
}
