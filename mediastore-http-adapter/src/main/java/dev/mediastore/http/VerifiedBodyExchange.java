// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.PayloadVerifier;
import dev.mediastore.sigv4.SignatureResult;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Acts only once the whole body of a signed request has been verified: for requests with a small
 * body, and for those that have no use for theirs.
 */
final class VerifiedBodyExchange extends AnsweredExchange {
  private final PayloadVerifier payload;
  private final int maxBytes;
  private final Consumer<byte[]> action;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private boolean ended;

  /**
   * @param action answers the request, given its body without framing; what it throws becomes the
   *     answer
   */
  VerifiedBodyExchange(
      Transaction transaction, PayloadVerifier payload, int maxBytes, Consumer<byte[]> action) {
    super(transaction);
    this.payload = payload;
    this.maxBytes = maxBytes;
    this.action = action;
  }

  @Override
  public boolean wantsBody() {
    return !ended;
  }

  @Override
  public void body(ByteBuffer piece) {
    transaction().received(piece.remaining());
    if (!ended) {
      try {
        take(piece);
      } catch (RuntimeException | Error e) {
        ended = true;
        transaction().failUnread(e);
      }
    }
    piece.position(piece.limit());
  }

  private void take(ByteBuffer piece) {
    if (!payload.update(piece, this::keep)
        && payload.finish() instanceof SignatureResult.Refused refused) {
      throw SignatureErrors.translate(refused);
    }
  }

  private void keep(ByteBuffer bytes) {
    if (bytes.remaining() > maxBytes - content.size()) {
      throw new ServiceException(
          ServiceError.BODY_TOO_LARGE, "The body has more than " + maxBytes + " bytes.");
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    content.writeBytes(copy);
  }

  @Override
  public void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (payload.finish() instanceof SignatureResult.Refused refused) {
        throw SignatureErrors.translate(refused);
      }
      action.accept(content.toByteArray());
    } catch (RuntimeException | Error e) {
      transaction().fail(e);
    }
  }

  @Override
  public void connectionLost(String reason) {
    ended = true;
    super.connectionLost(reason);
  }
}
