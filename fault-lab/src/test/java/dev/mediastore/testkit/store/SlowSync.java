// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.SimulatedFolder;
import dev.mediastore.core.internal.files.StoreFile;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Holds every sync back until it is told to go on. Safe for any thread. */
final class SlowSync extends ForwardingFolder {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean slow;
  private volatile boolean fails;

  SlowSync(SimulatedFolder folder) {
    super(folder);
  }

  /** From now on syncs wait. */
  void slow() {
    slow = true;
  }

  /** From now on syncs fail, after they have waited. */
  void fails() {
    fails = true;
  }

  /** Waits until a sync waits. */
  void awaitBegun() {
    await(begun);
  }

  /** Lets all syncs go on. */
  void release() {
    released.countDown();
  }

  @Override
  StoreFile wrap(StoreFile file) {
    return new ForwardingFile(file) {
      @Override
      public void sync() throws IOException {
        if (slow) {
          begun.countDown();
          await(released);
        }
        if (fails) {
          throw new IOException("the disk is gone");
        }
        super.sync();
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
