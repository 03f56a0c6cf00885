// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.ByteBuffer;

/** A body without framing. */
final class PlainPayload extends PayloadVerifier {
  @Override
  public boolean framed() {
    return false;
  }

  @Override
  public boolean update(ByteBuffer wire, PayloadSink sink) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PayloadResult finish() {
    throw new UnsupportedOperationException();
  }

  @Override
  public PayloadResult finish(byte[] sha256) {
    throw new UnsupportedOperationException();
  }
}
