// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The text a signature is made over. Immutable.
 *
 * @param algorithm the algorithm
 * @param timestamp when the request was signed, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param scope the credential scope
 * @param canonicalRequestHash the SHA-256 of the canonical request, 64 hexadecimal digits
 * @since 0.1
 */
public record StringToSign(
    SignatureAlgorithm algorithm,
    String timestamp,
    CredentialScope scope,
    String canonicalRequestHash) {

  /** Checks that no part is missing. */
  public StringToSign {
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(timestamp, "timestamp");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(canonicalRequestHash, "canonicalRequestHash");
  }

  /**
   * Returns the text that is signed.
   *
   * @return four lines without a line feed at the end
   */
  public String text() {
    return algorithm.token() + "\n" + timestamp + "\n" + scope + "\n" + canonicalRequestHash;
  }

  /**
   * Returns the bytes that are signed.
   *
   * @return the text in ASCII
   */
  public byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }
}
