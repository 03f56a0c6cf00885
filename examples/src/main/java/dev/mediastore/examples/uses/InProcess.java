// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;
import dev.mediastore.core.spi.ObjectLease;
import java.nio.ByteBuffer;

/** Containers and objects without any HTTP. */
public final class InProcess {
  private InProcess() {}

  /** Stores a segment off-heap and reads it back through a lease; returns the first byte read. */
  public static byte storeAndRead(byte[] segment) {
    // snippet: plain-java
    try (MediaStore store = MediaStore.builder().memory(64 << 20).build()) {
      Container live = store.createContainer("live");
      ObjectPath path = ObjectPath.of("hls/seg000.ts");
      live.put(path, UploadOptions.builder().contentType("video/MP2T").build(), segment);
      try (ObjectLease lease = live.open(path).orElseThrow()) {
        ByteBuffer bytes =
            lease.view(0, 188); // no copy: the off-heap bytes, until the lease is closed
        return bytes.get(0);
      }
    }
    // end of snippet
  }
}
