// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import dev.mediastore.benchmarks.store.engine.EngineType.Role;
import dev.mediastore.benchmarks.store.engine.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Tells whether an engine does what the workloads rely on. */
public final class Smoke {
  private static final int VALUE_BYTES = 64 << 10;
  private static final int VALUES = 12;
  private static final String FOLDER = "vod/smoke";

  private final EngineType type;
  private final Values values = new Values(VALUE_BYTES);
  private final ByteBuffer target = ByteBuffer.allocateDirect(VALUE_BYTES);

  /**
   * Prepares the check of an engine.
   *
   * @param type the engine
   */
  public Smoke(EngineType type) {
    this.type = type;
  }

  /**
   * Puts, reads, lends, lists and removes some values.
   *
   * @param directory an empty folder
   * @throws IOException if the engine failed
   * @throws RuntimeException if it returned something wrong
   */
  public void run(Path directory) throws IOException {
    Setting setting = new Setting(directory, VALUE_BYTES, VALUES * (long) VALUE_BYTES, VALUES, 1);
    try (Engine engine = type.opener().open(setting)) {
      for (int number = 0; number < VALUES; number++) {
        engine.put(path(number), values.value(number));
      }
      engine.flush();
      for (int number = 0; number < VALUES; number++) {
        values.checkAll(number, engine.get(path(number), target), target);
        view(engine, number);
      }
      if (type.role() != Role.LIMIT) {
        page(engine);
        remove(engine);
      }
    }
  }

  private static String path(long number) {
    return FOLDER + '/' + Paths.name(number);
  }

  private void view(Engine engine, int number) throws IOException {
    try {
      values.checkEnds(number, engine.view(path(number)));
    } catch (UnsupportedOperationException e) {
      // Copies only.
    }
  }

  private static void page(Engine engine) throws IOException {
    try {
      require(engine.page(FOLDER, Paths.name(2), 5) == 5, "a page of five rows");
      require(engine.page(FOLDER, Paths.name(2), 100) == VALUES - 3, "all rows after the third");
      require(engine.page(FOLDER + "-", Paths.name(0), 100) == 0, "no row of another folder");
    } catch (UnsupportedOperationException e) {
      // Keeps no order.
    }
  }

  private void remove(Engine engine) throws IOException {
    engine.put(path(1), values.value(2));
    values.checkAll(2, engine.get(path(1), target), target);
    engine.delete(path(0));
    require(engine.get(path(0), target) == -1, "nothing where a value was removed");
    engine.delete(path(0));
    require(engine.get(path(VALUES), target) == -1, "nothing where nothing was put");
  }

  private static void require(boolean condition, String expected) {
    if (!condition) {
      throw new Values.WrongBytesException("expected " + expected);
    }
  }
}
