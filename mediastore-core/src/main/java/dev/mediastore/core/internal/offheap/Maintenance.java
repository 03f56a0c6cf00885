// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.core.internal.offheap;

import dev.mediastore.core.internal.Heartbeat;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What the one thread of a directory store does: a few times a second it gives room back while
 * there is room to give, and reads files again at the pace it was allowed; and whenever a log file
 * was begun it gives back what costs no writing, so that the next one finds a file to write over.
 */
final class Maintenance implements AutoCloseable {
  private static final int ROUNDS_PER_SECOND = 4;

  private final BooleanSupplier giveRoom;
  private final LongSupplier readAgain;
  private final long bytesPerRound;
  private final Heartbeat heartbeat;

  /** What may be read again before the pace is kept; below zero after a large file. */
  private long allowance;

  Maintenance(
      String name,
      BooleanSupplier giveRoom,
      BooleanSupplier giveFreeRoom,
      LongSupplier readAgain,
      long readBytesPerSecond) {
    this.giveRoom = giveRoom;
    this.readAgain = readAgain;
    this.bytesPerRound = (readBytesPerSecond + ROUNDS_PER_SECOND - 1) / ROUNDS_PER_SECOND;
    this.heartbeat =
        new Heartbeat(
            "mediastore-maintenance " + name,
            Duration.ofMillis(1000 / ROUNDS_PER_SECOND),
            this::round,
            () -> repeat(giveFreeRoom));
  }

  /** Says that a log file was begun. */
  void fileBegun() {
    heartbeat.call();
  }

  private void repeat(BooleanSupplier step) {
    boolean more = true;
    while (more && !heartbeat.isClosing()) {
      more = step.getAsBoolean();
    }
  }

  private void round() {
    repeat(giveRoom);
    allowance = Math.min(allowance + bytesPerRound, bytesPerRound);
    long read = 1;
    while (read > 0 && allowance > 0 && !heartbeat.isClosing()) {
      read = readAgain.getAsLong();
      allowance -= read;
    }
  }

  @Override
  public void close() {
    heartbeat.close();
  }
}
