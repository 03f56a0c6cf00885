// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.ByteBuffer;

/** Requests that were answered from their head and of which nothing is kept. */
enum HeadOnlyExchange implements Exchange {
  INSTANCE;

  @Override
  public boolean wantsBody() {
    return false;
  }

  @Override
  public void body(ByteBuffer piece) {
    piece.position(piece.limit());
  }

  @Override
  public void end() {
    // Answered before.
  }

  @Override
  public void connectionLost(String reason) {
    // Nothing is held.
  }

  @Override
  public void sent(long bodyBytes, boolean complete) {
    // Nobody counts it.
  }
}
