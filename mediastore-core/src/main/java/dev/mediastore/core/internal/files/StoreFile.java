// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file of fixed length, addressed by position. Reading is safe for any thread; writing and
 * syncing are for one thread at a time.
 *
 * <p>Calls are not disturbed by an interrupt of the calling thread; its flag is kept.
 */
public interface StoreFile extends AutoCloseable {

  /**
   * Returns the length.
   *
   * @return bytes
   * @throws IOException if it cannot be told
   */
  long length() throws IOException;

  /**
   * Writes some or all of the remaining bytes and moves the buffer's position by as many. {@link
   * FileTransfer#writeFully} writes all.
   *
   * @param position where the first byte goes; the bytes end within the file
   * @param source heap, direct or read-only
   * @return number of bytes written, perhaps fewer than remain
   * @throws IOException if the file system refuses; what was written in the range then is unknown
   */
  int write(long position, ByteBuffer source) throws IOException;

  /**
   * Reads some or all of the bytes there and moves the buffer's position by as many. {@link
   * FileTransfer#readFully} reads all.
   *
   * @param position first byte to read
   * @param target receives the bytes
   * @return number of bytes read, perhaps fewer than wanted; -1 at or beyond the end
   * @throws IOException if the file system refuses
   */
  int read(long position, ByteBuffer target) throws IOException;

  /**
   * Maps the whole file. What is written later through this file is seen in the mapping.
   *
   * @return a read-only view; it stays usable after the file was closed, until it is deleted, and
   *     goes when nobody refers to it any more
   * @throws IOException if the file system refuses
   */
  ByteBuffer map() throws IOException;

  /**
   * Makes everything written so far durable. After a failure nobody knows what is: calling it again
   * proves nothing.
   *
   * @throws IOException if that may not be so
   */
  void sync() throws IOException;

  /** Closes the file; mappings stay usable. Closing again does nothing. */
  @Override
  void close();
}
