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

/** One file per object, written apart and renamed into place. */
final class FilesEngine implements Engine {
  /** What a put waits for. */
  enum Sync {
    /** Nothing. */
    NONE,
    /** The file but not the rename: a put may be undone by a power cut. What many people do. */
    FILE,
    /** The file and the folder it was renamed into: the promise of a durable store. */
    FILE_AND_FOLDER
  }

  private final Path root;
  private final Sync sync;
  private final AtomicLong uploads = new AtomicLong();

  FilesEngine(Setting setting, Sync sync) {
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
      if (sync != Sync.NONE) {
        file.force(true);
      }
    }
    try {
      Files.move(upload, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      Files.createDirectories(target.getParent());
      Files.move(upload, target, StandardCopyOption.ATOMIC_MOVE);
    }
    if (sync == Sync.FILE_AND_FOLDER) {
      try (FileChannel folder = FileChannel.open(target.getParent())) {
        folder.force(true);
      }
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
