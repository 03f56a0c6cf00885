// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body that is there from the beginning and belongs to nobody: documents, errors, nothing. */
final class FixedBody implements ResponseBody {
  private final ByteBuffer remaining;
  private final int length;

  /**
   * @param bytes the whole body; not to be changed afterwards
   */
  FixedBody(byte[] bytes) {
    this.remaining = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.length = bytes.length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public @Nullable ByteBuffer next(int maxBytes) {
    if (!remaining.hasRemaining()) {
      return null;
    }
    int size = Math.min(maxBytes, remaining.remaining());
    ByteBuffer piece = remaining.slice(remaining.position(), size);
    remaining.position(remaining.position() + size);
    return piece;
  }

  @Override
  public void onReadable(Runnable wake) {
    wake.run();
  }

  @Override
  public void close() {
    remaining.position(remaining.limit());
  }
}
