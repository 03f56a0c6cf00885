// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls and bytes that pass through to another folder. Safe for any thread. */
public final class CountingFolder implements StoreFolder {
  private final StoreFolder folder;
  private final Map<IoKind, LongAdder> calls = new EnumMap<>(IoKind.class);
  private final Map<IoKind, LongAdder> bytes = new EnumMap<>(IoKind.class);

  /** Stands in front of a folder and owns it. */
  public CountingFolder(StoreFolder folder) {
    this.folder = folder;
    for (IoKind kind : IoKind.values()) {
      calls.put(kind, new LongAdder());
      bytes.put(kind, new LongAdder());
    }
  }

  /** Calls of a kind that were made, failed ones too. */
  public long calls(IoKind kind) {
    return adder(calls, kind).sum();
  }

  /** Bytes that calls of a kind moved; for MAP the bytes mapped, for CREATE the lengths. */
  public long bytes(IoKind kind) {
    return adder(bytes, kind).sum();
  }

  private static LongAdder adder(Map<IoKind, LongAdder> adders, IoKind kind) {
    LongAdder adder = adders.get(kind);
    if (adder == null) {
      throw new IllegalArgumentException("no such kind");
    }
    return adder;
  }

  private void count(IoKind kind) {
    adder(calls, kind).increment();
  }

  private int moved(IoKind kind, int length) {
    if (length > 0) {
      adder(bytes, kind).add(length);
    }
    return length;
  }

  @Override
  public boolean lock() throws IOException {
    count(IoKind.LOCK);
    return folder.lock();
  }

  @Override
  public List<String> list() throws IOException {
    count(IoKind.LIST);
    return folder.list();
  }

  @Override
  public StoreFile create(String name, long length) throws IOException {
    count(IoKind.CREATE);
    StoreFile file = new CountedFile(folder.create(name, length));
    adder(bytes, IoKind.CREATE).add(length);
    return file;
  }

  @Override
  public StoreFile open(String name, boolean writable) throws IOException {
    count(IoKind.OPEN);
    return new CountedFile(folder.open(name, writable));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    count(IoKind.RENAME);
    folder.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    count(IoKind.DELETE);
    folder.delete(name);
  }

  @Override
  public void sync() throws IOException {
    count(IoKind.SYNC_FOLDER);
    folder.sync();
  }

  @Override
  public void close() {
    folder.close();
  }

  private final class CountedFile implements StoreFile {
    private final StoreFile file;

    CountedFile(StoreFile file) {
      this.file = file;
    }

    @Override
    public long length() throws IOException {
      count(IoKind.LENGTH);
      return file.length();
    }

    @Override
    public int write(long position, ByteBuffer source) throws IOException {
      count(IoKind.WRITE);
      return moved(IoKind.WRITE, file.write(position, source));
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      count(IoKind.READ);
      return moved(IoKind.READ, file.read(position, target));
    }

    @Override
    public ByteBuffer map() throws IOException {
      count(IoKind.MAP);
      ByteBuffer mapping = file.map();
      moved(IoKind.MAP, mapping.remaining());
      return mapping;
    }

    @Override
    public void sync() throws IOException {
      count(IoKind.SYNC_FILE);
      file.sync();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
