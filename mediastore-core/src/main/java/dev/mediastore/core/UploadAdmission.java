// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core;

/**
 * Admits uploads by number and by bytes before a byte is read. Safe for any thread.
 *
 * <p>A single upload is admitted whatever its length, or an object longer than the limit could
 * never be stored.
 */
final class UploadAdmission {
  private final int maxUploads;
  private final long maxBytes;
  private int uploads;
  private long bytes;

  /** Takes -1 as "a quarter of the capacity", and a capacity of -1 as "unlimited". */
  UploadAdmission(StoreLimits limits, long capacityBytes) {
    this.maxUploads = limits.concurrentUploads();
    if (limits.bytesInUploads() != -1) {
      this.maxBytes = limits.bytesInUploads();
    } else {
      this.maxBytes = capacityBytes == -1 ? Long.MAX_VALUE : capacityBytes / 4;
    }
  }

  /**
   * Admits one upload.
   *
   * @param declaredLength announced bytes, or -1 if they will be counted as they come
   * @throws MediaStoreException with {@link ErrorCode#LIMIT_EXCEEDED}
   */
  Ticket admit(long declaredLength) {
    Ticket ticket = new Ticket();
    synchronized (this) {
      if (uploads >= maxUploads) {
        throw exceeded("Too many uploads at once.");
      }
      uploads++;
      try {
        take(ticket, Math.max(0, declaredLength));
      } catch (MediaStoreException e) {
        uploads--;
        throw e;
      }
    }
    return ticket;
  }

  private synchronized void take(Ticket ticket, long more) {
    boolean alone = bytes == ticket.held;
    if (!alone && more > maxBytes - bytes) {
      throw exceeded("Too many bytes in uploads at once.");
    }
    bytes += more;
    ticket.held += more;
  }

  private synchronized void giveBack(Ticket ticket) {
    if (!ticket.released) {
      ticket.released = true;
      uploads--;
      bytes -= ticket.held;
    }
  }

  private static MediaStoreException exceeded(String message) {
    return MediaStoreException.of(ErrorCode.LIMIT_EXCEEDED, message);
  }

  /** The share of one upload; its fields are guarded by the admission. */
  final class Ticket {
    private long held;
    private boolean released;

    /** Takes more for an upload of unknown length. */
    void grow(long more) {
      take(this, more);
    }

    /** Gives everything back; again does nothing. */
    void release() {
      giveBack(this);
    }
  }
}
