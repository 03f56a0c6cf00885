// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.spi;

/**
 * Something in the folder of a directory store that is not as it was written. Immutable.
 *
 * @param file name of the file
 * @param position first byte concerned
 * @param bytes number of bytes concerned; 0 for all of the file
 * @param kind what is wrong
 * @param about what it is about, as far as that is known: id of the container and path; else empty
 * @since 0.1
 */
public record StoreDamage(String file, long position, long bytes, Kind kind, String about) {

  /** What can be wrong. Immutable. */
  public enum Kind {
    /** A file with the name of a log file that is none, or belongs to another store. */
    FOREIGN_FILE,
    /** A file the store did not make; left alone. */
    UNKNOWN_FILE,
    /** One of the two headers of a file. */
    FILE_HEADER,
    /** A file is shorter than it was made. */
    FILE_LENGTH,
    /** A file that was there is not. */
    FILE_MISSING,
    /**
     * A file that was to be deleted, as a crash leaves it, or that somebody brought back: what it
     * says is heard, so what was deleted long ago may be there again.
     */
    FILE_UNLISTED,
    /** Bytes between records that are none. */
    UNREADABLE,
    /** The bytes of an object or container that was acknowledged. */
    PAYLOAD,
    /** The end of a file that was being written when its writer ended; never acknowledged. */
    TORN_TAIL
  }

  /**
   * Tells whether something that was acknowledged may be concerned.
   *
   * @return false for what a crash leaves behind rightly, and for files of others
   */
  public boolean serious() {
    return switch (kind) {
      case TORN_TAIL, UNKNOWN_FILE, FILE_UNLISTED -> false;
      case FOREIGN_FILE, FILE_HEADER, FILE_LENGTH, FILE_MISSING, UNREADABLE, PAYLOAD -> true;
    };
  }
}
