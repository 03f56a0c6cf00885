// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.ByteBuffer;

/** An exchange whose request needs no body: it was answered from its head. */
class AnsweredExchange implements Exchange {
  private final Transaction transaction;

  AnsweredExchange(Transaction transaction) {
    this.transaction = transaction;
  }

  Transaction transaction() {
    return transaction;
  }

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
    // The answer did not wait for this.
  }

  @Override
  public void connectionLost(String reason) {
    transaction.abandon(reason);
  }

  @Override
  public final void sent(long bodyBytes, boolean complete) {
    transaction.sent(bodyBytes, complete);
  }
}
