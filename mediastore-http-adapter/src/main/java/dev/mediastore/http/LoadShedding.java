// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refuses reads of old objects while too many reads are under way, so that uploads and the live
 * edge go on. Safe for any thread.
 */
final class LoadShedding {
  /** Sheds nothing. */
  static final LoadShedding NONE = new LoadShedding(Integer.MAX_VALUE, Duration.ZERO);

  private final int most;
  private final Duration liveEdge;
  private final AtomicInteger reads = new AtomicInteger();

  /**
   * @param most reads under way beyond which old objects are refused
   * @param liveEdge how old an object may be that is never refused
   */
  LoadShedding(int most, Duration liveEdge) {
    this.most = most;
    this.liveEdge = liveEdge;
  }

  /**
   * Counts a read until its answer has ended.
   *
   * @throws ServiceException if there are too many and the object is old
   */
  void admit(Transaction transaction, ObjectMetadata object) {
    if (most == Integer.MAX_VALUE) {
      return;
    }
    if (reads.get() >= most && isOld(object, transaction.receivedAt())) {
      throw new ServiceException(
          ServiceError.SERVICE_UNAVAILABLE, "Too many reads are under way. Try again.");
    }
    reads.incrementAndGet();
    transaction.whenEnded(reads::decrementAndGet);
  }

  private boolean isOld(ObjectMetadata object, Instant now) {
    return !object.growing() && object.lastModified().plus(liveEdge).isBefore(now);
  }
}
