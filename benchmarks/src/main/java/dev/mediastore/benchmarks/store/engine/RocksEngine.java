// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/** RocksDB, as a plain log-structured tree or with values apart in blob files. */
final class RocksEngine implements Engine {
  private static final long WRITE_BUFFER = 64L << 20;
  private static final long CACHE = 256L << 20;
  private static final long MIN_BLOB = 1024;
  private static final int BLOOM_BITS = 10;

  static {
    RocksDB.loadLibrary();
  }

  private final BloomFilter filter = new BloomFilter(BLOOM_BITS);
  private final LRUCache cache = new LRUCache(CACHE);
  private final Options options = new Options();
  private final WriteOptions writing = new WriteOptions();
  private final ReadOptions reading = new ReadOptions();
  private final RocksDB db;
  private final PathBuffer keys = new PathBuffer();

  RocksEngine(Setting setting, boolean blobs, boolean sync) throws IOException {
    options
        .setCreateIfMissing(true)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setWriteBufferSize(WRITE_BUFFER)
        .setMaxBackgroundJobs(2)
        .setTableFormatConfig(
            new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    if (blobs) {
      options
          .setEnableBlobFiles(true)
          .setMinBlobSize(MIN_BLOB)
          .setEnableBlobGarbageCollection(true);
    }
    writing.setSync(sync);
    try {
      db = RocksDB.open(options, setting.directory().toString());
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void put(String path, ByteBuffer value) throws IOException {
    try {
      db.put(writing, keys.of(path), value);
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public int get(String path, ByteBuffer target) throws IOException {
    target.clear();
    try {
      int length = db.get(reading, keys.of(path), target);
      return length == RocksDB.NOT_FOUND ? -1 : length;
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void delete(String path) throws IOException {
    try {
      db.delete(writing, PathBuffer.bytes(path));
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public int page(String folder, String after, int max) throws IOException {
    byte[] prefix = PathBuffer.bytes(folder + '/');
    ByteBuffer row = ByteBuffer.allocateDirect(256);
    int rows = 0;
    try (RocksIterator rest = db.newIterator(reading)) {
      rest.seek(PathBuffer.bytes(folder + '/' + after + '\0'));
      while (rest.isValid() && rows < max) {
        rest.key(row.clear());
        if (!PathBuffer.startsWith(row, prefix)) {
          break;
        }
        rows += rest.value(row.clear()) > 0 ? 1 : 0;
        rest.next();
      }
      rest.status();
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
    return rows;
  }

  @Override
  public void close() {
    db.close();
    reading.close();
    writing.close();
    options.close();
    cache.close();
    filter.close();
  }
}
