// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer, pulled by the host adapter at the speed of its client. Used by one thread
 * at a time.
 *
 * <p>The adapter owns the body from the moment it was handed the {@link Response} and closes it
 * exactly once, whatever happens: closing releases the object's bytes.
 *
 * <pre>{@code
 * ByteBuffer piece;
 * while ((piece = body.next(maxBytes)) != null) {
 *   if (!piece.hasRemaining()) {
 *     body.onReadable(this::resume); // nothing yet: an object still being uploaded
 *     return;
 *   }
 *   write(piece);
 * }
 * body.close();
 * }</pre>
 *
 * @since 0.1
 */
public interface ResponseBody extends AutoCloseable {

  /** No bytes at all. */
  static ResponseBody empty() {
    return new FixedBody(new byte[0]);
  }

  /** The bytes of {@code bytes}, which must not be changed afterwards. */
  static ResponseBody of(byte[] bytes) {
    return new FixedBody(bytes);
  }

  /** Total length in bytes, or -1 if unknown because the object is still being uploaded. */
  long length();

  /**
   * The next bytes, at most {@code maxBytes} (at least 1).
   *
   * @return a read-only view that stays valid until {@link #close()}; empty if no byte is there
   *     yet; null after the last byte
   * @throws BodyCutException if the bytes can no longer be delivered, because the upload was
   *     withdrawn or damage was found: the host must then break the connection so that the client
   *     can tell (contract section 10.3)
   */
  @Nullable ByteBuffer next(int maxBytes) throws BodyCutException;

  /**
   * Calls {@code wake} once when {@link #next} has something new to say, at once if it already has.
   * The call comes from any thread and must not block it.
   */
  void onReadable(Runnable wake);

  /**
   * Releases the bytes; every view obtained from {@link #next} is invalid afterwards. Idempotent.
   */
  @Override
  void close();
}
