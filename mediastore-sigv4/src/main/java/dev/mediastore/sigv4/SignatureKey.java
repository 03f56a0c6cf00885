// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/** What signatures of one credential are checked with. Immutable. */
sealed interface SignatureKey permits SigningKey, EcdsaKey {
  /**
   * Tells whether a signature is that of a message. Takes the same time wherever they differ.
   *
   * @param message the string to sign
   * @param hasher idle, and idle again afterwards
   * @param signature holds the signature as text
   * @param from where the signature begins
   * @param to where it ends
   */
  boolean verifies(CanonicalBuffer message, Hasher hasher, String signature, int from, int to);

  /** Signs a message and returns the signature as text. */
  String sign(byte[] message);
}
