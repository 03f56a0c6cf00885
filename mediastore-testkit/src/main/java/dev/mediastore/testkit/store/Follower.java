// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.spi.LeaseState;
import dev.mediastore.core.spi.ObjectLease;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads a growing object to its end on the calling thread, waiting wherever it must. */
final class Follower {
  private static final long PATIENCE_SECONDS = 30;

  private final ObjectLease lease;

  /** Takes the lease over and closes it at the end. */
  Follower(ObjectLease lease) {
    this.lease = lease;
  }

  byte[] toEnd() throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(777);
    Semaphore woken = new Semaphore(0);
    try (lease) {
      while (true) {
        LeaseState state = lease.state();
        int length = lease.read(bytes.size(), piece.clear());
        if (length > 0) {
          bytes.write(piece.array(), 0, length);
        } else if (state != LeaseState.GROWING) {
          return bytes.toByteArray();
        } else {
          lease.onGrowth(bytes.size(), woken::release);
          if (!woken.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody woke the reader at " + bytes.size());
          }
        }
      }
    }
  }
}
