// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import dev.mediastore.benchmarks.store.engine.EngineType.Role;
import dev.mediastore.benchmarks.store.engine.Engines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The smoke run passes an engine that is right and no engine that is wrong. */
class SmokeTest {
  @TempDir Path directory;

  @Test
  void rightEngine_passes() {
    assertDoesNotThrow(() -> new Smoke(Engines.named("skip-list")).run(directory));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void wrongEngine_fails(Fault fault) {
    EngineType right = Engines.named("skip-list");
    EngineType wrong =
        new EngineType(
            "wrong", Role.PEER, true, setting -> new Faulty(right.opener().open(setting), fault));

    assertThrows(RuntimeException.class, () -> new Smoke(wrong).run(directory));
  }

  enum Fault {
    LAST_BYTE_WRONG,
    SHORTER_BY_ONE,
    STALE_AFTER_OVERWRITE,
    THERE_AFTER_DELETE,
    VIEW_OF_SOMETHING_ELSE,
    ROW_MISSING
  }

  private record Faulty(Engine right, Fault fault) implements Engine {
    @Override
    public void put(String path, ByteBuffer value) throws IOException {
      boolean known = right.get(path, ByteBuffer.allocate(value.capacity())) >= 0;
      if (fault != Fault.STALE_AFTER_OVERWRITE || !known) {
        right.put(path, value);
      }
    }

    @Override
    public int get(String path, ByteBuffer target) throws IOException {
      int length = right.get(path, target);
      if (fault == Fault.LAST_BYTE_WRONG && length > 0) {
        target.put(length - 1, (byte) ~target.get(length - 1));
      }
      return fault == Fault.SHORTER_BY_ONE ? length - 1 : length;
    }

    @Override
    public int view(String path) throws IOException {
      return right.view(path) ^ (fault == Fault.VIEW_OF_SOMETHING_ELSE ? 1 : 0);
    }

    @Override
    public int page(String folder, String after, int max) throws IOException {
      int rows = right.page(folder, after, max);
      return fault == Fault.ROW_MISSING && rows < max ? rows - 1 : rows;
    }

    @Override
    public void delete(String path) throws IOException {
      if (fault != Fault.THERE_AFTER_DELETE) {
        right.delete(path);
      }
    }

    @Override
    public void close() throws IOException {
      right.close();
    }
  }
}
