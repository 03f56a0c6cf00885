// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/**
 * LMDB: a copy-on-write tree in a mapped file, one writer at a time. Values are written into the
 * room it reserves, and each thread renews one read transaction, which is its cheapest way to read.
 * With batches, one thread at a time.
 */
final class LmdbEngine implements Engine {
  private static final long MAP_OVERHEAD = 2;

  private final Env<ByteBuffer> environment;
  private final Dbi<ByteBuffer> values;
  private final int batch;
  private final PathBuffer keys = new PathBuffer();
  private final Queue<Txn<ByteBuffer>> readers = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Txn<ByteBuffer>> reader = ThreadLocal.withInitial(this::newReader);
  private @Nullable Txn<ByteBuffer> open;
  private int inBatch;

  LmdbEngine(Setting setting, boolean sync) {
    Env.Builder<ByteBuffer> builder =
        Env.create().setMapSize(MAP_OVERHEAD * setting.capacityBytes()).setMaxDbs(1);
    this.environment =
        sync
            ? builder.open(setting.directory().toFile(), EnvFlags.MDB_NOTLS)
            : builder.open(
                setting.directory().toFile(),
                EnvFlags.MDB_NOTLS,
                EnvFlags.MDB_NOSYNC,
                EnvFlags.MDB_WRITEMAP,
                EnvFlags.MDB_NORDAHEAD);
    this.values = environment.openDbi("values", DbiFlags.MDB_CREATE);
    this.batch = setting.batch();
  }

  private Txn<ByteBuffer> newReader() {
    Txn<ByteBuffer> transaction = environment.txnRead();
    transaction.reset();
    readers.add(transaction);
    return transaction;
  }

  @Override
  public void put(String path, ByteBuffer value) {
    Txn<ByteBuffer> transaction = begin();
    try {
      values.reserve(transaction, keys.of(path), value.remaining()).put(value);
    } finally {
      end(transaction);
    }
  }

  @Override
  public void delete(String path) {
    Txn<ByteBuffer> transaction = begin();
    try {
      values.delete(transaction, keys.of(path));
    } finally {
      end(transaction);
    }
  }

  private Txn<ByteBuffer> begin() {
    if (batch == 1) {
      return environment.txnWrite();
    }
    if (open == null) {
      open = environment.txnWrite();
    }
    return open;
  }

  private void end(Txn<ByteBuffer> transaction) {
    if (batch == 1) {
      transaction.commit();
      transaction.close();
    } else if (++inBatch == batch) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (open != null) {
      open.commit();
      open.close();
      open = null;
      inBatch = 0;
    }
  }

  @Override
  public int get(String path, ByteBuffer target) {
    Txn<ByteBuffer> transaction = reader.get();
    transaction.renew();
    try {
      ByteBuffer value = values.get(transaction, keys.of(path));
      if (value == null) {
        return -1;
      }
      int length = value.remaining();
      target.put(0, value, value.position(), length);
      return length;
    } finally {
      transaction.reset();
    }
  }

  @Override
  public int view(String path) {
    Txn<ByteBuffer> transaction = reader.get();
    transaction.renew();
    try {
      ByteBuffer value = values.get(transaction, keys.of(path));
      return value == null ? -1 : Engine.ends(value);
    } finally {
      transaction.reset();
    }
  }

  @Override
  public int page(String folder, String after, int max) {
    byte[] prefix = PathBuffer.bytes(folder + '/');
    Txn<ByteBuffer> transaction = reader.get();
    transaction.renew();
    try (Cursor<ByteBuffer> cursor = values.openCursor(transaction)) {
      int rows = 0;
      boolean more = cursor.get(keys.of(folder + '/' + after + '\0'), GetOp.MDB_SET_RANGE);
      while (more && rows < max && PathBuffer.startsWith(cursor.key(), prefix)) {
        rows += cursor.val().hasRemaining() ? 1 : 0;
        more = cursor.next();
      }
      return rows;
    } finally {
      transaction.reset();
    }
  }

  @Override
  public void close() {
    flush();
    readers.forEach(Txn::close);
    environment.close();
  }
}
