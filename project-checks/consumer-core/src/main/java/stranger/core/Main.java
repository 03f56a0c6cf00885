// SPDX-License-Identifier: Apache-2.0
package stranger.core;

import dev.mediastore.core.Container;
import dev.mediastore.core.MediaStore;
import dev.mediastore.core.ObjectPath;
import dev.mediastore.core.UploadOptions;

/** Stores one object, on the module path, with what core brings and nothing else. */
public final class Main {
  private Main() {}

  /**
   * Prints the length of what was stored.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (MediaStore store = MediaStore.builder().memory(16 << 20).build()) {
      Container container = store.createContainer("live");
      System.out.println(
          container.put(ObjectPath.of("a.ts"), UploadOptions.none(), new byte[188]).lengthBytes());
    }
  }
}
