// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Whole transfers out of partial ones: loops that either finish or fail, and never spin. */
public final class FileTransfer {
  private FileTransfer() {}

  /**
   * Writes all remaining bytes.
   *
   * @param file where to
   * @param position where the first byte goes
   * @param source its position ends at its limit
   * @throws IOException if the file system refuses or makes no progress
   */
  public static void writeFully(StoreFile file, long position, ByteBuffer source)
      throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      int written = file.write(at, source);
      if (written <= 0) {
        throw new IOException("no progress in writing at " + at);
      }
      at += written;
    }
  }

  /**
   * Fills the buffer.
   *
   * @param file where from
   * @param position first byte to read
   * @param target its position ends at its limit
   * @throws EOFException if the file ends before
   * @throws IOException if the file system refuses or makes no progress
   */
  public static void readFully(StoreFile file, long position, ByteBuffer target)
      throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int read = file.read(at, target);
      if (read < 0) {
        throw new EOFException("the file ends before " + at);
      }
      if (read == 0) {
        throw new IOException("no progress in reading at " + at);
      }
      at += read;
    }
  }
}
