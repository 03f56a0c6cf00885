// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the file system. Safe for any thread.
 *
 * <p>Links are followed to the folder, never inside it. Should the folder be moved away, deleted or
 * unmounted while it is in use, nothing is created in, renamed into or taken out of whatever is
 * found at its path then.
 *
 * <p>The lock is a lock of the operating system on a file that {@link #list} does not show, which
 * ends with the process, and beside it an entry in a table of this class: the system's lock belongs
 * to the process, and is lost as soon as any descriptor of that file is closed in it.
 */
public final class RealFolder implements StoreFolder {
  /** Name of the file that is locked; no other file can have it. */
  public static final String LOCK_FILE = "store.lock";

  private static final Set<Object> LOCKED = ConcurrentHashMap.newKeySet();

  /** Lock files that could not be locked and must not be closed, see {@link #lock()}. */
  private static final Set<AsynchronousFileChannel> KEPT_OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Object identity;
  private final AsynchronousFileChannel entries;
  private @Nullable AsynchronousFileChannel lock;
  private boolean closed;

  private RealFolder(Path path, Object identity, AsynchronousFileChannel entries) {
    this.path = path;
    this.identity = identity;
    this.entries = entries;
  }

  /**
   * Opens a folder, and makes it if it is not there.
   *
   * @param path where it is
   * @return the folder, not locked; the caller closes it
   * @throws IOException if something else is there or the file system refuses
   */
  public static RealFolder open(Path path) throws IOException {
    make(path.toAbsolutePath());
    Path real = path.toRealPath();
    AsynchronousFileChannel entries = entries(real);
    try {
      return new RealFolder(real, identity(real), entries);
    } catch (IOException e) {
      entries.close();
      throw e;
    }
  }

  /** Makes what is missing of a path; each new folder is durable before anything is put into it. */
  private static void make(Path path) throws IOException {
    Path parent = path.getParent();
    if (Files.isDirectory(path) || parent == null) {
      return;
    }
    make(parent);
    try {
      Files.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path)) {
        throw e;
      }
    }
    try (AsynchronousFileChannel above = entries(parent)) {
      above.force(true);
    }
  }

  private static AsynchronousFileChannel entries(Path folder) throws IOException {
    return AsynchronousFileChannel.open(
        folder, Set.of(StandardOpenOption.READ), CallingThread.INSTANCE);
  }

  /** Two paths to one folder, by links or mounts, are one identity. */
  private static Object identity(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return Objects.requireNonNullElse(key, folder);
  }

  @Override
  public synchronized boolean lock() throws IOException {
    checkStillThere();
    if (!LOCKED.add(identity)) {
      return false;
    }
    boolean locked = false;
    try {
      locked = lockFile();
    } finally {
      if (!locked) {
        LOCKED.remove(identity);
      }
    }
    return locked;
  }

  private boolean lockFile() throws IOException {
    AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(
            path.resolve(LOCK_FILE),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            CallingThread.INSTANCE);
    boolean keep = false;
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        lock = channel;
        keep = true;
      }
      return held != null;
    } catch (OverlappingFileLockException e) {
      // Another class loader of this process has it, and would lose it if this one were closed.
      keep = KEPT_OPEN.add(channel);
      return false;
    } finally {
      if (!keep) {
        closeQuietly(channel);
      }
    }
  }

  @Override
  public List<String> list() throws IOException {
    checkStillThere();
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(path)) {
      for (Path entry : found) {
        String name = entry.getFileName().toString();
        if (!name.equals(LOCK_FILE) && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          names.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public StoreFile create(String name, long length) throws IOException {
    if (length < 0) {
      throw new IllegalArgumentException("negative length: " + length);
    }
    Path file = resolve(name);
    checkStillThere();
    Files.createFile(file);
    try {
      // The one call of the JDK that makes a file longer without writing to it.
      try (RandomAccessFile sized = new RandomAccessFile(file.toFile(), "rw")) {
        sized.setLength(length);
      }
      return RealFile.open(file, true);
    } catch (IOException e) {
      remove(file, e);
      throw e;
    }
  }

  private static void remove(Path file, IOException reason) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public StoreFile open(String name, boolean writable) throws IOException {
    Path file = resolve(name);
    checkStillThere();
    plain(file);
    return RealFile.open(file, writable);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Path source = resolve(from);
    Path target = resolve(to);
    checkStillThere();
    plain(source);
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Path file = resolve(name);
    checkStillThere();
    plain(file);
    // A mapping keeps the room of a deleted file until it is collected, and nothing says when that
    // is. Nobody reads a deleted file, so its room can go now.
    try (RandomAccessFile emptied = new RandomAccessFile(file.toFile(), "rw")) {
      emptied.setLength(0);
    }
    Files.delete(file);
  }

  @Override
  public void sync() throws IOException {
    checkStillThere();
    entries.force(true);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    closeQuietly(entries);
    if (lock != null) {
      closeQuietly(lock);
      lock = null;
      LOCKED.remove(identity);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private Path resolve(String name) {
    Path file = path.resolve(name);
    if (name.isEmpty()
        || name.equals(LOCK_FILE)
        || name.startsWith(".")
        || !file.equals(file.normalize())
        || !path.equals(file.getParent())) {
      throw new IllegalArgumentException("not a name for a file of the store: " + name);
    }
    return file;
  }

  /** Anything but a plain file is refused before it is opened: to open a pipe is to wait. */
  static BasicFileAttributes plain(Path file) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new FileSystemException(file.toString(), null, "not a plain file");
    }
    return found;
  }

  private void checkStillThere() throws IOException {
    if (!entries.isOpen()) {
      throw new FileSystemException(path.toString(), null, "the folder was given back");
    }
    if (!identity.equals(identity(path))) {
      throw new NoSuchFileException(path.toString(), null, "another folder is there now");
    }
  }

  static void closeQuietly(AsynchronousFileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Linux has closed the descriptor by then; what was to be durable was synced before.
    }
  }
}
