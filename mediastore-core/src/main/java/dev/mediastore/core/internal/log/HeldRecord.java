// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.log;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;
import java.nio.ByteBuffer;

/**
 * A right to read the payload of a record, checked block by block as it is touched. Used by one
 * thread at a time; whoever was given it closes it, once.
 */
public final class HeldRecord {
  private final LogRecord record;

  /** Blocks from the first to below the second were checked already. */
  private int soundFrom;

  private int soundTo;

  private HeldRecord(LogRecord record) {
    this.record = record;
  }

  /**
   * Opens a record.
   *
   * @param file held by {@link Log#hold}; owned by this from now on, also if this fails
   * @param place where the record lies
   * @return the right to read it
   * @throws MediaStoreException CORRUPT if the header of the record is damaged
   */
  public static HeldRecord of(LogFile file, RecordPlace place) {
    LogRecord record = null;
    try {
      record = LogRecord.read(file, place.position());
      if (record == null) {
        MappedFault.surface();
      }
    } catch (InternalError e) {
      record = null;
    }
    if (record == null || record.recordBytes() != place.recordBytes()) {
      file.letGo();
      throw corrupt();
    }
    return new HeldRecord(record);
  }

  /**
   * Tells whether the record is about a key.
   *
   * @param key what it should be about
   * @return true if it is
   */
  public boolean isAbout(byte[] key) {
    return java.util.Arrays.equals(record.key(), key);
  }

  /**
   * Returns the length of the payload.
   *
   * @return bytes
   */
  public int length() {
    return record.payloadBytes();
  }

  /**
   * Lends a part of the payload, after checking every block it touches.
   *
   * @param position first byte, from 0
   * @param length number of bytes, within the payload
   * @return a read-only view, valid until this is closed
   * @throws MediaStoreException CORRUPT if a block fails its check
   */
  public ByteBuffer view(int position, int length) {
    try {
      if (length > 0) {
        check(position, position + length);
      }
    } catch (InternalError e) {
      throw corrupt(); // The fault of a mapped page, told at the latest when the refusal is made.
    }
    return record.file().map().slice(record.payloadPosition() + position, length);
  }

  private void check(int from, int to) {
    int blockBytes = record.file().blockBytes();
    int first = from / blockBytes;
    int last = (to - 1) / blockBytes;
    for (int block = first; block <= last; block++) {
      if ((block < soundFrom || block >= soundTo) && !record.blockIsSound(block)) {
        throw corrupt();
      }
    }
    boolean joins = first <= soundTo && last + 1 >= soundFrom && soundTo > 0;
    soundFrom = joins ? Math.min(soundFrom, first) : first;
    soundTo = joins ? Math.max(soundTo, last + 1) : last + 1;
  }

  private static MediaStoreException corrupt() {
    return MediaStoreException.of(ErrorCode.CORRUPT, "The stored bytes failed their check.");
  }

  /** Ends the right to read. */
  public void close() {
    record.file().letGo();
  }
}
