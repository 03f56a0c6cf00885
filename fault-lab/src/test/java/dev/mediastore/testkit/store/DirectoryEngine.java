// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.MediaStoreException;
import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.internal.offheap.FolderStore;
import dev.mediastore.core.spi.DirectoryOptions;
import dev.mediastore.core.spi.SegmentStore;
import dev.mediastore.core.spi.StoreDamage;
import java.io.IOException;
import java.util.Random;

/** The directory store as it is shipped, in the small: tiny files and blocks, no thread. */
final class DirectoryEngine implements Engine {
  static final DirectoryOptions TINY =
      DirectoryOptions.defaults()
          .withUploadMemory(256 << 10)
          .withGeometry(4096, 64, 4096)
          .withMaintenance(false)
          // The probe's calls would only be more places to crash at, once for each opening.
          .withTrustedFileSystem(true);

  private final DirectoryOptions options;

  DirectoryEngine(DirectoryOptions options) {
    this.options = options;
  }

  @Override
  public SegmentStore open(StoreFolder folder) throws IOException {
    try {
      return FolderStore.open(folder, options, new Random(1));
    } catch (MediaStoreException e) {
      throw new IOException(e);
    }
  }

  @Override
  public boolean maintain(SegmentStore store) {
    return ((FolderStore) store).maintain();
  }

  @Override
  public boolean reportsDamage(SegmentStore store) {
    return ((FolderStore) store).damages().stream().anyMatch(StoreDamage::serious);
  }
}
