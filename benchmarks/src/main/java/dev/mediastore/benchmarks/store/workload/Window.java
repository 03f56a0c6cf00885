// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A sliding window of values in an engine: each put at the front removes one at the back. Puts may
 * come from any number of {@link Writer}s, reads only while nothing is put.
 */
final class Window {
  private final Engine engine;
  private final int valueBytes;
  private final long length;
  private final AtomicLong next = new AtomicLong();

  Window(Engine engine, int valueBytes, long length) {
    this.engine = engine;
    this.valueBytes = valueBytes;
    this.length = length;
  }

  /** Puts values until the window is full, without removing any. */
  void fill() throws IOException {
    Values values = new Values(valueBytes);
    while (next.get() < length) {
      long number = next.getAndIncrement();
      engine.put(Paths.live(number), values.value(number));
    }
    engine.flush();
  }

  List<Writer> writers(int count) {
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writers.add(new Writer());
    }
    return writers;
  }

  /** Returns the number of values put so far. */
  long put() {
    return next.get();
  }

  /** Returns the number of a living value; all writers are idle. */
  long pick(SplittableRandom random) {
    return next.get() - 1 - random.nextLong(length);
  }

  /** Compares some of the living values, byte for byte. */
  void verify(int sample) throws IOException {
    Values values = new Values(valueBytes);
    ByteBuffer target = ByteBuffer.allocateDirect(valueBytes);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < sample; i++) {
      long number = pick(random);
      values.checkAll(number, engine.get(Paths.live(number), target), target);
    }
  }

  /** Puts the next value; then, not timed, removes the oldest. */
  final class Writer implements Load.Operation {
    private final Values values = new Values(valueBytes);
    private long number;

    @Override
    public void run() throws IOException {
      number = next.getAndIncrement();
      engine.put(Paths.live(number), values.value(number));
    }

    @Override
    public void after() throws IOException {
      engine.delete(Paths.live(number - length));
    }
  }
}
