// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.StoreFile;
import dev.mediastore.core.internal.files.StoreFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Passes every call on to another folder; the base of folders that lie. Safe for any thread. */
class ForwardingFolder implements StoreFolder {
  private final StoreFolder folder;

  ForwardingFolder(StoreFolder folder) {
    this.folder = folder;
  }

  /** Stands in front of each file that is opened. */
  StoreFile wrap(StoreFile file) {
    return file;
  }

  @Override
  public boolean lock() throws IOException {
    return folder.lock();
  }

  @Override
  public List<String> list() throws IOException {
    return folder.list();
  }

  @Override
  public StoreFile create(String name, long length) throws IOException {
    return wrap(folder.create(name, length));
  }

  @Override
  public StoreFile open(String name, boolean writable) throws IOException {
    return wrap(folder.open(name, writable));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    folder.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    folder.delete(name);
  }

  @Override
  public void sync() throws IOException {
    folder.sync();
  }

  @Override
  public void close() {
    folder.close();
  }

  /** Passes every call on to another file. */
  static class ForwardingFile implements StoreFile {
    private final StoreFile file;

    ForwardingFile(StoreFile file) {
      this.file = file;
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public int write(long position, ByteBuffer source) throws IOException {
      return file.write(position, source);
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return file.read(position, target);
    }

    @Override
    public ByteBuffer map() throws IOException {
      return file.map();
    }

    @Override
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
