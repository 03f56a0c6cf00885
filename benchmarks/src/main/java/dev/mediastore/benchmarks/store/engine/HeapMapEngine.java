// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A concurrent map of byte arrays on the heap, hashed or sorted. */
final class HeapMapEngine implements Engine {
  private final ConcurrentMap<String, byte[]> values;

  HeapMapEngine(ConcurrentMap<String, byte[]> values) {
    this.values = values;
  }

  @Override
  public void put(String path, ByteBuffer value) {
    byte[] copy = new byte[value.remaining()];
    value.get(copy);
    values.put(path, copy);
  }

  @Override
  public int get(String path, ByteBuffer target) {
    byte[] value = values.get(path);
    if (value == null) {
      return -1;
    }
    target.put(0, value);
    return value.length;
  }

  @Override
  public int view(String path) {
    byte[] value = values.get(path);
    return value == null ? -1 : Engine.ends(ByteBuffer.wrap(value).asReadOnlyBuffer());
  }

  @Override
  public void delete(String path) {
    values.remove(path);
  }

  @Override
  public int page(String folder, String after, int max) {
    if (!(values instanceof ConcurrentSkipListMap<String, byte[]> sorted)) {
      throw new UnsupportedOperationException("keeps no order");
    }
    String prefix = folder + '/';
    int rows = 0;
    for (Map.Entry<String, byte[]> row : sorted.tailMap(prefix + after, false).entrySet()) {
      if (rows == max || !row.getKey().startsWith(prefix)) {
        break;
      }
      if (row.getValue() != null) {
        rows++;
      }
    }
    return rows;
  }

  @Override
  public void close() {
    values.clear();
  }
}
