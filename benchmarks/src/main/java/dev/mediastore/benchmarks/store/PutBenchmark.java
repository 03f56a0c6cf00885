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
 * What a put of 188 KB costs in memory while the oldest of 1,024 objects is removed for it, beside
 * peers and, as the floor, a bare copy. Elapsed time of one thread; {@code benchmarks/run store
 * memory} has processor time with the collector's share.
 *
 * <p>{@code benchmarks/run jmh PutBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class PutBenchmark {
  private static final int OBJECTS = 1024;
  private static final int BYTES = 188 << 10;

  /** In-memory engines, then the limits. */
  @Param({"memory", "lmdb", "ohc", "heap-map", "slots", "copy"})
  public String engine = "";

  private final ByteBuffer value = ByteBuffer.allocateDirect(BYTES);
  private ScratchFolder folder;
  private Engine store;
  private long number;

  /**
   * Fills the window.
   *
   * @throws IOException if the engine failed
   */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    folder = ScratchFolder.temporary();
    store =
        Engines.named(engine)
            .opener()
            .open(new Setting(folder.path(), BYTES, (long) OBJECTS * BYTES, OBJECTS, 1));
    while (number < OBJECTS) {
      store.put(path(number++), value.clear());
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

  private static String path(long number) {
    return "live/channel-001/1080p/seg_" + (1_000_000_000 + number) + ".m4s";
  }

  /**
   * Puts the next object and removes the oldest.
   *
   * @throws IOException if the engine failed
   */
  @Benchmark
  public void put() throws IOException {
    store.put(path(number), value.clear());
    store.delete(path(number - OBJECTS));
    number++;
  }
}
