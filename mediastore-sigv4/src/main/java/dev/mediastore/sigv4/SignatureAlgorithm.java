// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * The algorithms a request can be signed with.
 *
 * @since 0.1
 */
public enum SignatureAlgorithm {
  /** Signature Version 4: an HMAC with a key derived from the secret, the day and the region. */
  HMAC_SHA256("AWS4-HMAC-SHA256"),

  /** Signature Version 4A: ECDSA on P-256 with a key derived from the secret; valid in regions. */
  ECDSA_P256_SHA256("AWS4-ECDSA-P256-SHA256");

  private static final SignatureAlgorithm[] ALL = values();

  private final String token;

  SignatureAlgorithm(String token) {
    this.token = token;
  }

  /**
   * Returns the name as it stands in {@code Authorization}, {@code X-Amz-Algorithm} and the string
   * to sign.
   *
   * @return the name, for instance {@code AWS4-HMAC-SHA256}
   */
  public String token() {
    return token;
  }

  static @Nullable SignatureAlgorithm find(String text, int from, int to) {
    for (SignatureAlgorithm algorithm : ALL) {
      if (to - from == algorithm.token.length() && text.startsWith(algorithm.token, from)) {
        return algorithm;
      }
    }
    return null;
  }
}
