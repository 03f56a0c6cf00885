// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.store.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Direct buffers for the path, one per thread and use, so that peers need not allocate any. */
final class PathBuffer {
  private static final int MAX_BYTES = 256;

  private final ThreadLocal<ByteBuffer> buffers =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(MAX_BYTES));

  /** Returns this thread's buffer, holding the path until the next call on this thread. */
  ByteBuffer of(String path) {
    return buffers.get().clear().put(bytes(path)).flip();
  }

  static byte[] bytes(String path) {
    return path.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Tells whether a key begins with a prefix. */
  static boolean startsWith(ByteBuffer key, byte[] prefix) {
    if (key.remaining() < prefix.length) {
      return false;
    }
    int start = key.position();
    for (int i = 0; i < prefix.length; i++) {
      if (key.get(start + i) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
