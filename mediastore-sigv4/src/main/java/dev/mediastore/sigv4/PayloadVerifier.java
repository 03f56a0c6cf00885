// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.ByteBuffer;

/**
 * Checks a body against what the head of its request promised, while the body arrives. Used by one
 * thread at a time.
 *
 * <pre>{@code
 * PayloadVerifier verifier = verified.payloadVerifier();
 * while (body.hasMore() && verifier.update(body.next(), writer::append)) {}
 * if (verifier.finish() instanceof PayloadResult.Accepted) {
 *   writer.commit();
 * }
 * }</pre>
 *
 * <p>Bytes reach the sink before they are known to be good; nothing may be published before {@link
 * #finish()} has answered {@link PayloadResult.Accepted}, or else it must be withdrawn.
 *
 * @since 0.1
 */
public abstract sealed class PayloadVerifier permits PlainPayload, ChunkedPayload {
  PayloadVerifier() {}

  /**
   * Tells whether this verifier takes framing off: the sink then receives fewer bytes than came in.
   *
   * @return true for {@code aws-chunked} bodies
   */
  public abstract boolean framed();

  /**
   * Takes the next bytes of the body and passes on those that belong to the object.
   *
   * @param wire the bytes as received, transfer coding removed; consumed to its limit
   * @param sink takes the bytes of the object
   * @return false as soon as the body is known to be bad: no more bytes need be read, and {@link
   *     #finish()} gives the reason
   */
  public abstract boolean update(ByteBuffer wire, PayloadSink sink);

  /**
   * Takes the next bytes of a body that the caller stores by itself.
   *
   * @param body the bytes received; consumed to its limit
   * @return false as soon as the body is known to be bad
   * @throws IllegalStateException if the body is {@linkplain #framed() framed}
   */
  public final boolean update(ByteBuffer body) {
    if (framed()) {
      throw new IllegalStateException("a framed body needs a sink");
    }
    return update(body, bytes -> {});
  }

  /**
   * Ends the body and decides. Repeated calls give the same answer.
   *
   * @return the result
   */
  public abstract PayloadResult finish();

  /**
   * Ends a body that the caller has hashed itself, so that it need not be hashed twice. No byte may
   * have been given to {@code update}.
   *
   * @param sha256 the SHA-256 of the whole body, 32 bytes
   * @return the result
   * @throws IllegalStateException if the body is {@linkplain #framed() framed}, or bytes were given
   */
  public abstract PayloadResult finish(byte[] sha256);
}
