// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Feeds bodies to payload verifiers. */
final class Bodies {
  private Bodies() {}

  /** Collects the bytes of the object. */
  static final class Collector implements PayloadSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void accept(ByteBuffer data) {
      byte[] copy = new byte[data.remaining()];
      data.get(copy);
      bytes.writeBytes(copy);
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  static PayloadVerifier verifierOf(SignatureResult result) {
    if (result instanceof SignatureResult.Anonymous anonymous) {
      return anonymous.payloadVerifier();
    }
    return ((SignatureResult.Signed) result).payloadVerifier();
  }

  /** Feeds the whole body in pieces of the given size; returns the end of it all. */
  static PayloadResult feed(SignatureResult head, byte[] body, int piece, PayloadSink sink) {
    if (head instanceof SignatureResult.Refused refused) {
      return refused;
    }
    PayloadVerifier verifier = verifierOf(head);
    for (int from = 0; from < body.length; from += piece) {
      ByteBuffer part = ByteBuffer.wrap(body, from, Math.min(piece, body.length - from));
      if (!verifier.update(part, sink)) {
        break;
      }
    }
    return verifier.finish();
  }

  static PayloadResult feed(SignatureResult head, byte[] body) {
    return feed(head, body, Math.max(1, body.length), data -> {});
  }
}
