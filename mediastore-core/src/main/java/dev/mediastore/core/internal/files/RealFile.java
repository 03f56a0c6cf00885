// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A file of a {@link RealFolder}.
 *
 * <p>An interrupt closes a {@link FileChannel} for every thread that uses it. An {@link
 * AsynchronousFileChannel} knows no interrupts; given an executor that runs tasks on the calling
 * thread, it is a plain pread and pwrite. It cannot map, so {@link #map} opens the file a second
 * time for that moment, by name: it refuses if the name has come to mean another file.
 */
final class RealFile implements StoreFile {
  private final Path path;
  private final @Nullable Object identity;
  private final long length;
  private final AsynchronousFileChannel channel;

  /** Takes the channel over, of a file that has its final length. */
  private RealFile(
      Path path, @Nullable Object identity, long length, AsynchronousFileChannel channel) {
    this.path = path;
    this.identity = identity;
    this.length = length;
    this.channel = channel;
  }

  static RealFile open(Path path, boolean writable) throws IOException {
    AsynchronousFileChannel channel = channel(path, writable);
    try {
      return new RealFile(path, RealFolder.plain(path).fileKey(), channel.size(), channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static AsynchronousFileChannel channel(Path path, boolean writable) throws IOException {
    return AsynchronousFileChannel.open(
        path,
        writable
            ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
            : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
        CallingThread.INSTANCE);
  }

  @Override
  public long length() throws IOException {
    return channel.size();
  }

  @Override
  public int write(long position, ByteBuffer source) throws IOException {
    if (position < 0 || position > length - source.remaining()) {
      throw new IllegalArgumentException(
          source.remaining() + " bytes at " + position + " do not fit into " + length);
    }
    return result(channel.write(source, position));
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return result(channel.read(target, position));
  }

  /** Takes the result of a call that is over: it ran on this thread. */
  private static int result(Future<Integer> call) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw failure(e.getCause());
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IOException(cause);
  }

  @Override
  public ByteBuffer map() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel second =
            FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
          if (!Objects.equals(identity, RealFolder.plain(path).fileKey())) {
            throw new FileSystemException(path.toString(), null, "another file has this name now");
          }
          return second.map(FileChannel.MapMode.READ_ONLY, 0, second.size());
        } catch (ClosedByInterruptException | InterruptedIOException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void sync() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() {
    RealFolder.closeQuietly(channel);
  }
}
