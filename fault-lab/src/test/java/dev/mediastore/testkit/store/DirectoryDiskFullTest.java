// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import org.junit.jupiter.api.Test;

/** I21, H11: disks of every size are filled. */
class DirectoryDiskFullTest {
  @Test
  void fullDisk_isSaidAndGotOver() {
    DiskFull full = new DiskFull(new DirectoryEngine(DirectoryEngine.TINY));
    for (int blocks = 0; blocks < Scale.of(64, 256); blocks++) {
      full.level(blocks);
    }
    Scale.report("directory disk full", full.counts());
  }
}
