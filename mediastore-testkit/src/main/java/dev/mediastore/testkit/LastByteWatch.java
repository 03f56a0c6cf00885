// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.ResponseBody;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body that says when its last byte was taken, or that no more will come. */
final class LastByteWatch implements ResponseBody {
  private final ResponseBody body;
  private final Runnable last;
  private long left;

  LastByteWatch(ResponseBody body, Runnable last) {
    this.body = body;
    this.last = last;
    this.left = body.length();
  }

  @Override
  public long length() {
    return body.length();
  }

  @Override
  public @Nullable ByteBuffer next(int maxBytes) throws BodyCutException {
    ByteBuffer piece;
    try {
      piece = body.next(maxBytes);
    } catch (BodyCutException e) {
      last.run();
      throw e;
    }
    left -= piece == null ? left : piece.remaining();
    if (left == 0) {
      last.run();
    }
    return piece;
  }

  @Override
  public void onReadable(Runnable wake) {
    body.onReadable(wake);
  }

  @Override
  public void close() {
    body.close();
  }
}
