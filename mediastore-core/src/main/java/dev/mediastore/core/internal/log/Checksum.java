// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A CRC32C over bytes that may lie in a mapped file. Used by one thread.
 *
 * <p>Where the disk does not give a page of a mapping, or somebody has cut the file, the virtual
 * machine turns the fault into an {@link InternalError}, but only for its own copies; in the code
 * that computes a checksum the same fault ends the process. So bytes outside the heap are copied
 * first, a little at a time, while they are warm.
 */
final class Checksum {
  private static final int PIECE = 16 * 1024;
  private static final ThreadLocal<byte[]> COPY = ThreadLocal.withInitial(() -> new byte[PIECE]);

  private final CRC32C crc = new CRC32C();

  static int of(ByteBuffer bytes) {
    Checksum checksum = new Checksum();
    checksum.update(bytes);
    return checksum.value();
  }

  /**
   * The checksum of each block of a payload, whose blocks may span pieces.
   *
   * @param inMemory whether the bytes are known not to lie in a mapped file
   */
  static int[] ofBlocks(List<ByteBuffer> payload, int blockBytes, boolean inMemory) {
    long bytes = payload.stream().mapToLong(ByteBuffer::remaining).sum();
    int[] checksums = new int[LogFormat.blocks(bytes, blockBytes)];
    Checksum checksum = new Checksum();
    int block = 0;
    int inBlock = 0;
    for (ByteBuffer piece : payload) {
      ByteBuffer rest = piece.duplicate();
      int end = rest.limit();
      while (rest.position() < end) {
        int length = Math.min(blockBytes - inBlock, end - rest.position());
        rest.limit(rest.position() + length);
        if (inMemory) {
          checksum.updateFromMemory(rest);
        } else {
          checksum.update(rest);
        }
        inBlock += length;
        if (inBlock == blockBytes) {
          checksums[block++] = checksum.value();
          checksum.reset();
          inBlock = 0;
        }
      }
    }
    if (inBlock > 0) {
      checksums[block] = checksum.value();
    }
    return checksums;
  }

  /** Takes the remaining bytes in, and leaves the buffer at its limit. */
  void update(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      crc.update(bytes);
      return;
    }
    byte[] copy = COPY.get();
    while (bytes.hasRemaining()) {
      int length = Math.min(PIECE, bytes.remaining());
      bytes.get(copy, 0, length);
      crc.update(copy, 0, length);
    }
  }

  /** Takes bytes in that are known to be in memory, and leaves the buffer at its limit. */
  void updateFromMemory(ByteBuffer bytes) {
    crc.update(bytes);
  }

  int value() {
    return (int) crc.getValue();
  }

  void reset() {
    crc.reset();
  }
}
