// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.ResponseBody;
import java.nio.ByteBuffer;

/** A body that is cut before its first byte, so that not even the head before it is sent. */
final class BrokenBody implements ResponseBody {
  @Override
  public long length() {
    return 1;
  }

  @Override
  public ByteBuffer next(int maxBytes) throws BodyCutException {
    throw new BodyCutException("fault: reset");
  }

  @Override
  public void onReadable(Runnable wake) {
    wake.run();
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
