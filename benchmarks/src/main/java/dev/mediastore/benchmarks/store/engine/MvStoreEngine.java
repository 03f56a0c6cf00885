// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.OffHeapStore;

/** H2's MVStore: a copy-on-write tree, kept off-heap or in a file. */
final class MvStoreEngine implements Engine {
  private static final int CACHE_MB = 256;
  private static final int WRITE_BUFFER_KB = 64 << 10;

  private final MVStore store;
  private final MVMap<String, byte[]> values;
  private final boolean sync;

  private MvStoreEngine(MVStore.Builder builder, boolean sync) {
    this.store = builder.cacheSize(CACHE_MB).autoCommitBufferSize(WRITE_BUFFER_KB).open();
    this.values = store.openMap("values");
    this.sync = sync;
  }

  static Engine offHeap() {
    return new MvStoreEngine(new MVStore.Builder().fileStore(new OffHeapStore()), false);
  }

  static Engine file(Setting setting, boolean sync) {
    String file = setting.directory().resolve("values.mv").toString();
    return new MvStoreEngine(new MVStore.Builder().fileName(file), sync);
  }

  @Override
  public void put(String path, ByteBuffer value) {
    byte[] copy = new byte[value.remaining()];
    value.get(copy);
    values.put(path, copy);
    if (sync) {
      store.commit();
      store.sync();
    }
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
  public void delete(String path) {
    values.remove(path);
  }

  @Override
  public int page(String folder, String after, int max) {
    String prefix = folder + '/';
    Cursor<String, byte[]> cursor = values.cursor(prefix + after + '\0');
    Iterator<String> paths = cursor;
    int rows = 0;
    while (rows < max && paths.hasNext() && paths.next().startsWith(prefix)) {
      rows += cursor.getValue().length > 0 ? 1 : 0;
    }
    return rows;
  }

  @Override
  public void flush() {
    store.commit();
  }

  @Override
  public void close() {
    store.close();
  }
}
