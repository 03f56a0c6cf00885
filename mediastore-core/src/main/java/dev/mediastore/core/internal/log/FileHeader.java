// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a log file says about itself at both of its ends. Immutable.
 *
 * @param version format version
 * @param blockBytes bytes of payload under one checksum
 * @param storeId the store it belongs to
 * @param number its number, never used again in that store
 * @param generation random; binds its checksums
 * @param length bytes
 * @param durable how much of the file was durable when this header was written
 * @param writtenOver whether what was not written yet is left of a former file, and not zero
 */
record FileHeader(
    int version,
    int blockBytes,
    long storeId,
    int number,
    long generation,
    int length,
    int durable,
    boolean writtenOver) {
  private static final int CRC_AT = 60;

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LogFormat.FILE_HEADER_BYTES);
    bytes.putLong(LogFormat.FILE_MAGIC).putInt(version).putInt(blockBytes).putLong(storeId);
    bytes.putLong(number).putLong(generation).putLong(length);
    bytes.putLong(durable).putInt(writtenOver ? 1 : 0);
    bytes.putInt(CRC_AT, Checksum.of(bytes.slice(0, CRC_AT)));
    return bytes.rewind();
  }

  /** The header at the end of a file of which so much is durable. */
  FileHeader withDurable(int bytes) {
    return new FileHeader(
        version, blockBytes, storeId, number, generation, length, bytes, writtenOver);
  }

  /** The zeros that show where the records of a file without any end. */
  ByteBuffer endMark() {
    int from = LogFormat.FILE_HEADER_BYTES;
    return LogFormat.endMark(from, length - LogFormat.FILE_HEADER_BYTES);
  }

  /** Tells whether two headers are about the same file. */
  boolean isOfSameFile(@Nullable FileHeader other) {
    return other != null && withDurable(0).equals(other.withDurable(0));
  }

  /** Reads a header; null if there is none or it is damaged. */
  static @Nullable FileHeader read(ByteBuffer file, int position) {
    ByteBuffer bytes = file.slice(position, LogFormat.FILE_HEADER_BYTES);
    if (bytes.getLong(0) != LogFormat.FILE_MAGIC
        || bytes.getInt(CRC_AT) != Checksum.of(bytes.slice(0, CRC_AT))) {
      return null;
    }
    FileHeader header =
        new FileHeader(
            bytes.getInt(8),
            bytes.getInt(12),
            bytes.getLong(16),
            (int) bytes.getLong(24),
            bytes.getLong(32),
            (int) bytes.getLong(40),
            (int) bytes.getLong(48),
            bytes.getInt(56) == 1);
    boolean sound = header.number > 0 && header.blockBytes > 0;
    return sound ? header : null;
  }
}
