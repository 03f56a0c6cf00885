// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.RealFolder;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Starts {@link Victim}s on one folder, one after the other, ends each in the middle of its work,
 * and checks what is left against what the victim had said: this process holds the expectation, so
 * nothing that dies can take it along.
 */
final class Massacre {
  /** Older victims' objects that are still looked at. */
  private static final int REMEMBERED = 6;

  private static final int MOST_STEPS_OF_ONE = 120;
  private static final int COLLECT_EVERY = 20;

  /** In seconds. A victim that says nothing for so long hangs. */
  private static final int PATIENCE = 120;

  /** How a process comes to its end. */
  interface Death {
    /** Ends the process, and makes the folder readable again if it is not. */
    void of(Process victim) throws IOException, InterruptedException;

    /** SIGKILL; a victim that has found something wrong meanwhile fails the test. */
    static void kill(Process victim) throws InterruptedException {
      killOrFindDead(victim);
      if (victim.waitFor() == Victim.FAILED) {
        throw new AssertionError("the victim failed before it was killed");
      }
    }

    /** SIGKILL, by the handle: the process object would close the pipe with the last words. */
    static void killOrFindDead(Process victim) {
      if (!victim.toHandle().destroyForcibly() && victim.isAlive()) {
        throw new IllegalStateException("the victim cannot be killed");
      }
    }
  }

  private final String engineName;
  private final Engine engine;
  private final Path folder;
  private final int threads;
  private final SplittableRandom random;
  private final Deque<Expectation> remembered = new ArrayDeque<>();
  private final Path lastWords;
  private int victims;
  private long acknowledged;
  private long inFlight;

  /**
   * Readies victims for a folder.
   *
   * @param lastWords a file for what a victim complains about
   */
  Massacre(String engineName, Path folder, Path lastWords, int threads, long seed) {
    this.lastWords = lastWords;
    this.engineName = engineName;
    this.engine = Engines.named(engineName);
    this.folder = folder;
    this.threads = threads;
    this.random = new SplittableRandom(seed);
  }

  long acknowledged() {
    return acknowledged;
  }

  long inFlight() {
    return inFlight;
  }

  /** Forgets all victims, as the folder was emptied. */
  void forget() {
    remembered.clear();
  }

  /** One victim's life and death, and the check of what it leaves. */
  void next(Death death) throws IOException, InterruptedException {
    long seed = random.nextLong(1_000_000);
    String prefix = "v" + ++victims;
    Process victim = start(seed, prefix);
    int[] begun = new int[threads];
    int[] done = new int[threads];
    CompletableFuture<Void> watchdog = watch(victim);
    try {
      listen(victim, begun, done, random.nextInt(10) == 0 ? 0 : random.nextInt(MOST_STEPS_OF_ONE));
      if (!victim.isAlive()) {
        String last = Files.readString(lastWords);
        throw new AssertionError("victim " + victims + ", seed " + seed + ", failed: " + last);
      }
      end(victim, death, seed);
      drain(victim, begun, done);
    } finally {
      watchdog.cancel(false);
      victim.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
    List<Expectation> expectations = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      expectations.add(expectation(seed, prefix, thread, begun[thread], done[thread]));
      acknowledged += done[thread];
      inFlight += begun[thread] - done[thread];
    }
    check(expectations, "victim " + victims + ", seed " + seed);
  }

  /** Ends a victim that hangs; where it hung is then among its last words. */
  private CompletableFuture<Void> watch(Process victim) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
                    Long.toString(victim.pid()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(lastWords.toFile()))
                .start()
                .waitFor(30, TimeUnit.SECONDS);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            victim.toHandle().destroyForcibly();
          }
        },
        CompletableFuture.delayedExecutor(PATIENCE, TimeUnit.SECONDS));
  }

  private void end(Process victim, Death death, long seed)
      throws IOException, InterruptedException {
    try {
      death.of(victim);
    } catch (AssertionError e) {
      String last = Files.readString(lastWords);
      throw new AssertionError(
          "victim " + victims + ", seed " + seed + ": " + e.getMessage() + ": " + last, e);
    }
  }

  private Process start(long seed, String prefix) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-Xshare:auto",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            engineName,
            folder.toString(),
            Long.toString(seed),
            Integer.toString(threads),
            prefix)
        .redirectError(lastWords.toFile())
        .start();
  }

  /** Listens until so many steps were done, in all. */
  private static void listen(Process victim, int[] begun, int[] done, int steps)
      throws IOException {
    InputStream words = victim.getInputStream();
    int heard = 0;
    while (heard < steps) {
      int word = words.read();
      if (word < 0) {
        return;
      }
      heard += count(word, begun, done);
    }
  }

  /** Takes what the victim said before it died. */
  private static void drain(Process victim, int[] begun, int[] done) throws IOException {
    InputStream words = victim.getInputStream();
    for (int word = words.read(); word >= 0; word = words.read()) {
      count(word, begun, done);
    }
  }

  private static int count(int word, int[] begun, int[] done) {
    if (word == Victim.ALIVE || word == Victim.OPEN) {
      return word == Victim.ALIVE ? 0 : 1;
    }
    if (word % 2 == 0) {
      begun[word / 2]++;
      return 0;
    }
    done[word / 2]++;
    return 1;
  }

  private static Expectation expectation(
      long seed, String prefix, int thread, int begun, int done) {
    Expectation surely = replay(seed, prefix, thread, done);
    if (begun > done) {
      surely.orAs(replay(seed, prefix, thread, begun));
    }
    return surely;
  }

  /** Does what the victim did, on a store that cannot fail, to know what came of it. */
  private static Expectation replay(long seed, String prefix, int thread, int steps) {
    Expectation expectation = new Expectation(false);
    try (SegmentStore memory = OffHeapStores.memory(1 << 26)) {
      Script script = Victim.script(prefix, thread, folder -> memory, memory, expectation, seed);
      for (int i = 0; i < steps; i++) {
        if (i == 0) {
          script.begin();
        } else {
          script.step();
        }
      }
      script.end();
    }
    return expectation;
  }

  private void check(List<Expectation> newest, String context) throws IOException {
    try (SegmentStore store = engine.open(RealFolder.open(folder))) {
      remembered.addAll(newest);
      for (Expectation expectation : remembered) {
        expectation.adopt(store, expectation.checkRestarted(store));
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(context + ": " + e.getMessage(), e);
    }
    while (remembered.size() > REMEMBERED) {
      remembered.removeFirst();
    }
    if (victims % COLLECT_EVERY == 0) {
      // Mappings go with their buffers, and the system allows a process only so many.
      System.gc();
    }
  }
}
