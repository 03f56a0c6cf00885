// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.console;

import dev.mediastore.http.Exchange;
import java.nio.ByteBuffer;

/** Requests that were answered without their body; nothing of them is kept. */
enum ConsoleExchange implements Exchange {
  ANSWERED;

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
