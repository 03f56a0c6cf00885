// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.IOException;
import java.util.List;

/**
 * One folder of files, all that a store sees of a file system. Safe for any thread.
 *
 * <p>Entries (that a file exists, and its name) and content are made durable apart: {@link #sync()}
 * does the former, {@link StoreFile#sync()} the latter. What was not synced may be there, be gone
 * or be there in part after a crash, whatever its order.
 *
 * <p>Calls are not disturbed by an interrupt of the calling thread; its flag is kept.
 */
public interface StoreFolder extends AutoCloseable {

  /**
   * Takes the folder for this process, until it is closed.
   *
   * @return false if somebody has it already, in this process or another
   * @throws IOException if that cannot be told
   */
  boolean lock() throws IOException;

  /**
   * Lists the plain files.
   *
   * @return their names in any order
   * @throws IOException if the folder cannot be read
   */
  List<String> list() throws IOException;

  /**
   * Creates a file of zeros that takes up no room yet.
   *
   * @param name a name that is not taken
   * @param length its length in bytes, which never changes
   * @return the file, opened for writing; the caller closes it
   * @throws IOException if the name is taken or the file system refuses; nothing is left then
   */
  StoreFile create(String name, long length) throws IOException;

  /**
   * Opens a file that exists.
   *
   * @param name its name
   * @param writable whether it will be written
   * @return the file; the caller closes it
   * @throws IOException if it is not there, not a plain file, or the file system refuses
   */
  StoreFile open(String name, boolean writable) throws IOException;

  /**
   * Gives a file another name, in place of a file that had it, in one step.
   *
   * @param from present name
   * @param to new name
   * @throws IOException if the file system refuses
   */
  void rename(String from, String to) throws IOException;

  /**
   * Removes a file and gives its room back at once. Nobody reads or writes it any more, be it open
   * or mapped.
   *
   * @param name its name
   * @throws IOException if it is not there or the file system refuses
   */
  void delete(String name) throws IOException;

  /**
   * Makes all entries durable.
   *
   * @throws IOException if they may not be
   */
  void sync() throws IOException;

  /** Gives the folder back. Files that are open stay usable. Closing again does nothing. */
  @Override
  void close();
}
