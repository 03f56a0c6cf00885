// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the disk allows: values are appended to a file with nothing around them and synced never,
 * each, or after so many bytes. Files are dropped whole, the oldest first; nothing can be recovered
 * from them.
 */
final class AppendEngine implements Engine {
  private static final long FILE_BYTES = 256L << 20;

  private record Place(FileChannel file, long offset, int length) {}

  private record LogFile(Path path, FileChannel channel) {}

  private final ConcurrentHashMap<String, Place> places = new ConcurrentHashMap<>();
  private final Deque<LogFile> files = new ArrayDeque<>();
  private final Path directory;
  private final long capacity;
  private final long syncAfter;
  private long inFile;
  private long unsynced;
  private int made;

  AppendEngine(Setting setting, long syncAfterBytes) throws IOException {
    this.directory = setting.directory();
    this.capacity = setting.capacityBytes();
    this.syncAfter = syncAfterBytes;
    roll();
  }

  private FileChannel roll() throws IOException {
    if (unsynced > 0 && syncAfter < Long.MAX_VALUE) {
      files.getLast().channel.force(false);
      unsynced = 0;
    }
    Path path = directory.resolve("log-" + made++);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    files.addLast(new LogFile(path, channel));
    inFile = 0;
    if (files.size() * FILE_BYTES > capacity + FILE_BYTES) {
      LogFile oldest = files.removeFirst();
      oldest.channel.close();
      Files.delete(oldest.path);
    }
    return channel;
  }

  @Override
  public synchronized void put(String path, ByteBuffer value) throws IOException {
    int length = value.remaining();
    FileChannel file = inFile + length > FILE_BYTES ? roll() : files.getLast().channel;
    long offset = inFile;
    while (value.hasRemaining()) {
      inFile += file.write(value, inFile);
    }
    unsynced += length;
    if (unsynced > syncAfter) {
      file.force(false);
      unsynced = 0;
    }
    places.put(path, new Place(file, offset, length));
  }

  @Override
  public int get(String path, ByteBuffer target) throws IOException {
    Place place = places.get(path);
    if (place == null) {
      return -1;
    }
    target.clear().limit(place.length);
    while (target.hasRemaining()) {
      if (place.file.read(target, place.offset + target.position()) < 0) {
        throw new IOException("the file is too short");
      }
    }
    return place.length;
  }

  @Override
  public void delete(String path) {
    places.remove(path);
  }

  @Override
  public synchronized void close() throws IOException {
    for (LogFile file : files) {
      file.channel.close();
    }
  }
}
