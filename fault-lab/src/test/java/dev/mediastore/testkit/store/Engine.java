// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit.store;

import dev.mediastore.core.internal.files.StoreFolder;
import dev.mediastore.core.spi.SegmentStore;
import java.io.IOException;

/** A durable store as the laboratory sees it: something that opens a folder. */
interface Engine {
  /**
   * Opens what is in the folder; everything happens on the calling thread, now and later.
   *
   * @param folder the store owns it from now on, also if this fails
   * @throws IOException if the folder cannot be used
   */
  SegmentStore open(StoreFolder folder) throws IOException;

  /** Does one step of what would otherwise happen in the background; false if there is nothing. */
  default boolean maintain(SegmentStore store) {
    return false;
  }

  /** Whether the store has found damage since it was opened, and says so. */
  default boolean reportsDamage(SegmentStore store) {
    return false;
  }
}
