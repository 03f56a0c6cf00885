// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.Engines;
import dev.mediastore.benchmarks.store.engine.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What reading in place costs: open a lease, look at both ends of a 188 KB object, close it. Random
 * among 1,024 objects, path given as text and checked each time; beside it the same look at what
 * peers can lend.
 *
 * <p>{@code benchmarks/run jmh LeaseBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class LeaseBenchmark {
  private static final int OBJECTS = 1024;
  private static final int BYTES = 188 << 10;

  /** Engines that can lend. */
  @Param({"memory", "lmdb", "ohc", "heap-map", "slots"})
  public String engine = "";

  private final String[] paths = new String[OBJECTS];
  private ScratchFolder folder;
  private Engine store;
  private int next;

  /**
   * Fills the engine.
   *
   * @throws IOException if it failed
   */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    folder = ScratchFolder.temporary();
    store =
        Engines.named(engine)
            .opener()
            .open(new Setting(folder.path(), BYTES, (long) OBJECTS * BYTES, OBJECTS, 1));
    ByteBuffer value = ByteBuffer.allocateDirect(BYTES);
    for (int i = 0; i < OBJECTS; i++) {
      paths[i] = "live/channel-%03d/1080p/seg_%010d.m4s".formatted(i % 50, i);
      store.put(paths[i], value.clear());
    }
  }

  /**
   * Lets the engine go.
   *
   * @throws IOException if it failed
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    store.close();
    folder.close();
  }

  /**
   * Opens, looks, closes.
   *
   * @return the bytes seen
   * @throws IOException if the engine failed
   */
  @Benchmark
  public int view() throws IOException {
    next = next * 1664525 + 1013904223;
    return store.view(paths[next >>> 22]);
  }
}
