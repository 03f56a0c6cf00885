// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.workload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks du, since sparse files (LMDB's, say) are shorter than they look and Java cannot tell. */
final class DiskSpace {
  private DiskSpace() {}

  /** Returns the bytes allocated to a folder and all below it; files may come and go meanwhile. */
  static long of(Path folder) throws IOException {
    Process du =
        new ProcessBuilder("du", "-s", "-B1", folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream output = du.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.US_ASCII);
      return Long.parseLong(text.substring(0, text.indexOf('\t')));
    } finally {
      du.destroy();
    }
  }
}
