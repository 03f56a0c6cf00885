// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries in a folder what a store needs of its file system. Network and copy-on-write file systems,
 * and those that a program provides, do not all sync, and do not all show in a mapping what was
 * written to the file.
 *
 * <p>What a file system claims and does not do cannot be found out without cutting its power.
 */
public final class FileSystemProbe {
  /** The file it makes and deletes; no other file can have this name. */
  public static final String FILE = "store.probe";

  private static final Logger LOG = LoggerFactory.getLogger(FileSystemProbe.class);
  private static final int BYTES = 4096;
  private static final byte MARK = 0x5A;

  private final StoreFolder folder;
  private final List<String> missing = new ArrayList<>();

  private FileSystemProbe(StoreFolder folder) {
    this.folder = folder;
  }

  /** One thing that is tried. */
  private interface Attempt {
    boolean works() throws IOException;
  }

  /**
   * Tries it all. A folder in which not even a file can be made, because the disk is full or takes
   * no writes, cannot be judged and is not.
   *
   * @param folder locked
   * @return what does not work, in words; empty if nothing is known to be missing
   */
  public static List<String> missing(StoreFolder folder) {
    FileSystemProbe probe = new FileSystemProbe(folder);
    try {
      probe.run();
    } catch (IOException e) {
      LOG.debug("The file system could not be probed", e);
    }
    return List.copyOf(probe.missing);
  }

  private void run() throws IOException {
    if (folder.list().contains(FILE)) {
      folder.delete(FILE); // A crash left it.
    }
    try (StoreFile file = folder.create(FILE, BYTES)) {
      write(file, 0);
      attempt("syncing a file", () -> sync(file));
      attempt("mapping a file", () -> mapsWhatIsWritten(file));
      attempt("syncing a folder", this::syncFolder);
    } finally {
      folder.delete(FILE);
    }
  }

  private void attempt(String name, Attempt attempt) {
    boolean works = false;
    try {
      works = attempt.works();
    } catch (IOException | InternalError e) {
      // A fault of a mapped page is an InternalError.
      LOG.warn("The file system does not do: {}", name, e);
    }
    if (!works) {
      missing.add(name);
    }
  }

  private static void write(StoreFile file, int position) throws IOException {
    FileTransfer.writeFully(file, position, ByteBuffer.wrap(new byte[] {MARK}));
  }

  private static boolean sync(StoreFile file) throws IOException {
    file.sync();
    return true;
  }

  private boolean syncFolder() throws IOException {
    folder.sync();
    return true;
  }

  private static boolean mapsWhatIsWritten(StoreFile file) throws IOException {
    ByteBuffer map = file.map();
    write(file, BYTES - 1);
    return map.capacity() == BYTES && map.get(0) == MARK && map.get(BYTES - 1) == MARK;
  }
}
