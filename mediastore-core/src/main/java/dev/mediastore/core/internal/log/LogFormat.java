// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.nio.ByteBuffer;

/**
 * The bytes of a log file, big-endian. The file has a fixed length; what was never written is zero,
 * or in a file that was written over an emptied one whatever was there.
 *
 * <pre>
 *   0            64                                         length-64     length
 *   | file header | record | record | ... | seal | zeros ... | file header |
 *
 *   file header             record (all lengths padded to 8 with zeros)
 *    0 magic           8     0 magic                    4
 *    8 format version  4     4 kind, version, 2 zeros   4
 *   12 block bytes     4     8 length of the record     8
 *   16 store id        8    16 order                    8
 *   24 file number     8    24 up to                    8
 *   32 generation      8    32 durable                  8
 *   40 length          8    40 length of the payload    8
 *   48 durable         8    48 length of the key        4
 *   56 written over    4    52 length of the meta data  4
 *   60 CRC32C          4    56 number of blocks         4
 *                           60 CRC32C of header, key, meta data, checksums
 *                           64 key, meta data, one CRC32C for each block of the payload
 *                              payload
 *                              commit: magic 4, CRC32C of the header again 4, length 8
 *                              mark: zeros 24, or magic 4, horizon 4, up to 8, CRC32C 4, zeros 4
 * </pre>
 *
 * <p>The first record of a file says which files there are; a seal that was written because the
 * next file had begun has that file's number as its "up to".
 *
 * <p>In a file written over another each record is written together with zeros behind it, at least
 * as many as a header has and up to the end of a page. So it can be seen, as in a new file, whether
 * something was begun there; and no page that is not in memory has to be read to be written in
 * part.
 *
 * <p>The mark is the one thing that is ever written into a finished record: it deletes it where it
 * lies when the disk has no room for another record. Its room was taken with the record's.
 *
 * <p>Every checksum is bound to the generation of its file, a random number, and to its place in
 * it. A record of another file, of another place or of a former life of the disk is never taken for
 * one of this file, and no client can write bytes that look like a record.
 *
 * <p>"Durable" is how much of the file was known to be on stable storage when the record was
 * written: damage before the largest such value is damage, what lies after it may be a write that
 * was never acknowledged. The file header stands at both ends, so that losing one sector loses
 * nothing; the one at the end says "durable" once the file is sealed, since the seal may be lost
 * together with what it speaks of.
 */
final class LogFormat {
  static final int VERSION = 1;
  static final long FILE_MAGIC = 0x4d45444941534c47L; // MEDIASLG
  static final int RECORD_MAGIC = 0x4d53524b;
  static final int COMMIT_MAGIC = 0x4d53434d;
  static final int FILE_HEADER_BYTES = 64;
  static final int RECORD_HEADER_BYTES = 64;
  static final int MARK_MAGIC = 0x4d53444c;
  static final int MARK_BYTES = 24;

  /** Commit and mark. */
  static final int COMMIT_BYTES = 16 + MARK_BYTES;

  static final int SEAL_BYTES = RECORD_HEADER_BYTES + COMMIT_BYTES;
  static final int MAX_KEY_BYTES = 4096;
  static final int MAX_META_BYTES = 1 << 20;

  /** What a file needs beside its records. */
  static final int OVERHEAD_BYTES = 2 * FILE_HEADER_BYTES + SEAL_BYTES;

  /** What a record in a file that is written over ends with at least, so that it shows its end. */
  static final int END_MARK_BYTES = RECORD_HEADER_BYTES;

  /** Length of the pages of files in the memory of most systems. */
  static final int PAGE_BYTES = 4096;

  private static final ByteBuffer ZEROS =
      ByteBuffer.allocateDirect(PAGE_BYTES + END_MARK_BYTES).asReadOnlyBuffer();

  private LogFormat() {}

  /**
   * The zeros behind the last record.
   *
   * @param from where it ends
   * @param recordsEnd where records have to end
   */
  static ByteBuffer endMark(int from, int recordsEnd) {
    long page = (from + END_MARK_BYTES + PAGE_BYTES - 1L) & -PAGE_BYTES;
    return ZEROS.slice(0, (int) (Math.min(page, recordsEnd) - from));
  }

  static long padded(long bytes) {
    return (bytes + 7) & ~7L;
  }

  static int blocks(long payloadBytes, int blockBytes) {
    return Math.toIntExact((payloadBytes + blockBytes - 1) / blockBytes);
  }

  /** Where the payload begins, counted from the record's first byte. */
  static long payloadOffset(int keyBytes, int metaBytes, int blocks) {
    return padded(RECORD_HEADER_BYTES + (long) keyBytes + metaBytes + 4L * blocks);
  }

  static long recordBytes(int keyBytes, int metaBytes, long payloadBytes, int blockBytes) {
    return payloadOffset(keyBytes, metaBytes, blocks(payloadBytes, blockBytes))
        + padded(payloadBytes)
        + COMMIT_BYTES;
  }

  /** Binds a checksum to a place; done to what it gave, it gives the checksum back. */
  static int bind(int crc, long generation, long position) {
    long mixed = (generation ^ position * 0x9E3779B97F4A7C15L) * 0xC2B2AE3D27D4EB4FL;
    return crc ^ (int) (mixed >>> 32);
  }
}
