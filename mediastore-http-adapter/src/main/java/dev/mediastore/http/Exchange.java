// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.nio.ByteBuffer;

/**
 * One request while its body arrives. The host adapter calls it from one thread at a time.
 *
 * <p>Life of an exchange: {@link RequestHandler#begin} authenticates and authorises the head and
 * checks the limits before a byte of the body is read. If {@link #wantsBody()} then says no, the
 * answer has been or will be given without the body: the adapter sends no {@code 100 Continue}, and
 * drops what arrives. Otherwise the adapter calls {@link #body} for every piece and {@link #end}
 * after the last one. The answer comes through the {@link ResponseSink}, exactly once, from any
 * thread, possibly during one of these calls, possibly before the body has ended: what still
 * arrives then is dropped by the adapter. {@link #connectionLost} ends an exchange that was not
 * answered; {@link #sent} is the last call of one that was.
 *
 * <p>A client may hang up without waiting for answers. A request that had arrived completely is
 * carried out all the same: after {@link #end} follows an answer and {@link #sent}, never {@link
 * #connectionLost}.
 *
 * <p>A call that throws, be it an {@link Error}, fails this request and nothing else: {@link
 * #connectionLost} then ends the exchange, or {@link #sent} if it had answered.
 *
 * @since 0.1
 */
public interface Exchange {

  /**
   * One for requests that were answered from their head, for a handler that keeps nothing of them.
   *
   * @return always the same
   */
  static Exchange answered() {
    return HeadOnlyExchange.INSTANCE;
  }

  /** Whether the body has to be read for this request to be answered. */
  boolean wantsBody();

  /**
   * Takes the next bytes of the body, transfer coding removed. The bytes are consumed before the
   * call returns; the buffer stays the caller's.
   */
  void body(ByteBuffer piece);

  /** The body is complete: its last byte arrived and its framing was right. */
  void end();

  /**
   * The request cannot be completed: connection lost, framing broken, host shutting down. An upload
   * in progress is withdrawn and the former version stays. Nothing else is called afterwards, and
   * an answer given later is discarded.
   *
   * @param reason for the log, never sent
   */
  void connectionLost(String reason);

  /**
   * The answer was sent, or sending it was given up.
   *
   * @param bodyBytes bytes of the body that were handed to the connection
   * @param complete whether that was all of it
   */
  void sent(long bodyBytes, boolean complete);
}
