// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.Durability;
import dev.mediastore.core.spi.OffHeapStores;
import dev.mediastore.core.spi.SegmentStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The directory store under the contract, in its usual geometry and in awkward ones. */
class DirectoryStoreTest {
  private static final DirectoryOptions SMALL =
      DirectoryOptions.defaults()
          .withUploadMemory(16 << 20)
          .withGeometry(4 << 20, 64 << 10, 64 << 10);

  @Nested
  class UsualGeometry extends SegmentStoreContract {
    @TempDir Path folder;

    @Override
    protected SegmentStore createStore() {
      return OffHeapStores.directory(folder, SMALL.withDurability(Durability.OS));
    }
  }

  @Nested
  class Synced extends SegmentStoreContract {
    @TempDir Path folder;

    @Override
    protected SegmentStore createStore() {
      return OffHeapStores.directory(folder, SMALL);
    }
  }

  @Nested
  class TinyLogFilesAndBlocks extends SegmentStoreContract {
    @TempDir Path folder;

    @Override
    protected SegmentStore createStore() {
      return OffHeapStores.directory(
          folder, SMALL.withDurability(Durability.OS).withGeometry(8192, 7, 0));
    }
  }
}
