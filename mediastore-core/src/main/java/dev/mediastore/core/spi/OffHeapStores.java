// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.RealFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.internal.offheap.OffHeapStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Makes the stores that come with the library.
 *
 * @since 0.1
 */
public final class OffHeapStores {
  private OffHeapStores() {}

  /**
   * Returns a store that keeps object bytes in a fixed budget of memory outside the Java heap.
   *
   * @param capacityBytes budget; taken from the system in slabs as it is needed, never given back
   *     before the store is closed
   * @return an empty store; the caller closes it, or the origin it is given to does
   */
  public static SegmentStore memory(long capacityBytes) {
    return memory(OffHeapOptions.ofCapacity(capacityBytes));
  }

  /**
   * Returns a store that keeps object bytes in a fixed budget of memory outside the Java heap.
   *
   * @param options budget and geometry
   * @return an empty store; the caller closes it, or the origin it is given to does
   */
  public static SegmentStore memory(OffHeapOptions options) {
    return OffHeapStore.memory(options);
  }

  /**
   * Opens the store in a folder; it is empty if the folder is.
   *
   * @param folder made if it is not there; for one store at a time
   * @return the store; the caller closes it, or the origin it is given to does
   * @throws MediaStoreException STORE_READ_ONLY if another store has the folder or a newer version
   *     wrote it, INTERNAL if it cannot be read or written, or with FSYNC if its file system does
   *     not sync or map files
   */
  public static DirectoryStore directory(Path folder) {
    return directory(folder, DirectoryOptions.defaults());
  }

  /**
   * Opens the store in a folder; it is empty if the folder is.
   *
   * @param folder made if it is not there; for one store at a time
   * @param options shape
   * @return the store; the caller closes it, or the origin it is given to does
   * @throws MediaStoreException STORE_READ_ONLY if another store has the folder or a newer version
   *     wrote it, INTERNAL if it cannot be read or written, or with FSYNC if its file system does
   *     not sync or map files
   */
  public static DirectoryStore directory(Path folder, DirectoryOptions options) {
    try {
      Files.createDirectories(folder);
      return FolderStore.open(RealFolder.open(folder), options, new SecureRandom());
    } catch (IOException e) {
      throw cannotOpen(folder, e);
    }
  }

  private static MediaStoreException cannotOpen(Path folder, IOException e) {
    return MediaStoreException.builder(
            ErrorCode.INTERNAL, "The folder " + folder + " could not be opened: " + e)
        .cause(e)
        .build();
  }

  /**
   * Opens the store in a folder for reading alone. Nothing in the folder is changed: what a crash
   * left is looked at as it is.
   *
   * @param folder has to be there; for one store at a time
   * @return a store that refuses every change with STORE_READ_ONLY; the caller closes it
   * @throws MediaStoreException STORE_READ_ONLY if another store has the folder or a newer version
   *     wrote it, INTERNAL if it cannot be read
   */
  public static DirectoryStore readOnly(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder.toString());
      }
      return FolderStore.openReadOnly(RealFolder.open(folder), new SecureRandom());
    } catch (IOException e) {
      throw cannotOpen(folder, e);
    }
  }
}
