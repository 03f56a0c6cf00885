// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * Whether the origin tells why it refused somebody, beyond the short message that every client
 * gets.
 *
 * <p>An explanation says what the verifier computed and what the client probably did instead, how
 * far its clock is off, which setting of a proxy would help, or which statement denied and which
 * grant was missing. It holds no secrets, signatures, session tokens or policy text, and of header
 * fields and query parameters only those whose meaning is known not to be secret. It costs about as
 * much as verifying the request thirty times.
 *
 * @since 0.1
 */
public enum Explanations {
  /** Nobody is told. The default. */
  NONE,

  /**
   * The log is told, at level {@code INFO} under {@code dev.mediastore.http.Explainer}: one line
   * per refused request, at most {@value Explainer#LOGGED_PER_SECOND} in a second. For production.
   */
  LOGGED,

  /**
   * The client is told: the body of the answer has the further member {@code explanation}, and an
   * answer to HEAD the field {@code x-mediastore-explanation}. For tests: an explanation helps
   * whoever wants to guess what an origin holds and whom it trusts.
   */
  ANSWERED
}
