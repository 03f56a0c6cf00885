// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.security.MessageDigest;

/**
 * A SHA-256 with room for what it computes, so that a verification allocates neither. Used by one
 * thread at a time and then reused.
 */
final class Hasher {
  private final MessageDigest digest = Sha256.create();
  private final byte[] computed = new byte[Sha256.LENGTH];
  private final byte[] presented = new byte[Sha256.LENGTH];

  MessageDigest digest() {
    return digest;
  }

  /** Hashes a buffer; the result is good until the next call. */
  byte[] hash(CanonicalBuffer content) {
    content.updateDigest(digest);
    Sha256.finish(digest, computed);
    return computed;
  }

  /** Computes the code of a message and compares it with one in 64 lower-case digits. */
  boolean matches(Hmac hmac, CanonicalBuffer message, String hex, int from, int to) {
    if (!Hex.decodeLower(hex, from, to, presented)) {
      return false;
    }
    hmac.begin(digest);
    message.updateDigest(digest);
    hmac.end(digest, computed);
    return MessageDigest.isEqual(computed, presented);
  }
}
