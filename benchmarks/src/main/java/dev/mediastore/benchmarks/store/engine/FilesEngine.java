// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One file per object, written apart and renamed into place. Synced, it syncs the file but not the
 * folder, so it promises less than a durable store: the cheaper of what people do.
 */
final class FilesEngine implements Engine {
  private final Path root;
  private final boolean sync;
  private final AtomicLong uploads = new AtomicLong();

  FilesEngine(Setting setting, boolean sync) {
    this.root = setting.directory();
    this.sync = sync;
  }

  @Override
  public void put(String path, ByteBuffer value) throws IOException {
    Path target = root.resolve(path);
    Path upload = root.resolve("upload-" + uploads.incrementAndGet());
    try (FileChannel file =
        FileChannel.open(upload, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (value.hasRemaining()) {
        file.write(value);
      }
      if (sync) {
        file.force(true);
      }
    }
    try {
      Files.move(upload, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      Files.createDirectories(target.getParent());
      Files.move(upload, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public int get(String path, ByteBuffer target) throws IOException {
    target.clear();
    try (FileChannel file = FileChannel.open(root.resolve(path))) {
      int length = 0;
      int read;
      while ((read = file.read(target)) > 0) {
        length += read;
      }
      return length;
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(root.resolve(path));
  }

  @Override
  public void close() {}
}
