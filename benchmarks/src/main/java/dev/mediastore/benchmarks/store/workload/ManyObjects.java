// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import dev.mediastore.benchmarks.store.engine.Engine;
import dev.mediastore.benchmarks.store.engine.EngineType;
import dev.mediastore.benchmarks.store.engine.EngineType.Role;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Objects of which only what an index holds matters. The project's stores get empty objects, since
 * path, length, times, type, tag and digest are in their index; a peer gets these as a value of 48
 * bytes (a digest of 32, a length, a time) and so is asked for less.
 */
final class ManyObjects {
  static final int RECORD_BYTES = 48;

  /** Peers that batch make so many puts durable together. */
  static final int BATCH = 1000;

  private final Engine engine;
  private final Values values = new Values(RECORD_BYTES);
  private final boolean ours;

  ManyObjects(EngineType type, Engine engine) {
    this.engine = engine;
    this.ours = type.role() == Role.OURS;
  }

  static Engine open(Trial trial, long objects) throws IOException {
    return trial.open(RECORD_BYTES, RECORD_BYTES * objects, objects, BATCH);
  }

  void put(String path, long number) throws IOException {
    ByteBuffer value = values.value(number);
    engine.put(path, ours ? value.limit(0) : value);
  }

  /** Fails unless the object is there. */
  void check(String path, long number, ByteBuffer target) throws IOException {
    int length = engine.get(path, target);
    if (ours) {
      if (length != 0) {
        throw new Values.WrongBytesException("object " + number + " is not what was put");
      }
    } else {
      values.checkAll(number, length, target);
    }
  }
}
