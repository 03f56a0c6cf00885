// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import dev.mediastore.benchmarks.store.engine.EngineType.Role;
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
 * What a page of 1,000 rows costs, from a random place of a folder, depending on the size of the
 * folder. The project's stores make items with all metadata; peers hand out raw keys and values of
 * 48 bytes.
 *
 * <p>{@code benchmarks/run jmh ListingBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class ListingBenchmark {
  private static final int ROWS = 1000;
  private static final int RECORD_BYTES = 48;
  private static final String FOLDER = "vod/film";

  /** Engines that keep an order. */
  @Param({"memory", "skip-list", "lmdb", "rocksdb", "mvstore-offheap"})
  public String engine = "";

  /** Objects in the folder. */
  @Param({"2000", "10000", "1000000"})
  public int objects;

  private ScratchFolder folder;
  private Engine store;
  private int next;

  /**
   * Fills the folder.
   *
   * @throws IOException if the engine failed
   */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    EngineType type = Engines.named(engine);
    folder = ScratchFolder.temporary();
    long bytes = (long) objects * RECORD_BYTES;
    store = type.opener().open(new Setting(folder.path(), RECORD_BYTES, bytes, objects, ROWS));
    ByteBuffer value = ByteBuffer.allocateDirect(type.role() == Role.OURS ? 0 : RECORD_BYTES);
    for (int i = 0; i < objects; i++) {
      store.put(FOLDER + '/' + name(i), value.clear());
    }
    store.flush();
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

  private static String name(int number) {
    return "seg_" + (1_000_000_000 + number) + ".m4s";
  }

  /**
   * Reads a page.
   *
   * @return number of rows
   * @throws IOException if the engine failed
   */
  @Benchmark
  public int page() throws IOException {
    next = next * 1664525 + 1013904223;
    return store.page(FOLDER, name(Integer.remainderUnsigned(next, objects - ROWS)), ROWS);
  }
}
