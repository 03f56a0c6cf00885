// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.security.MessageDigest;

/**
 * The key that signatures of one credential and scope are made with: derived from the secret by a
 * chain of HMACs over day, region, service and {@code aws4_request}. It opens nothing outside its
 * scope. Immutable; the text form names the scope only.
 *
 * @since 0.1
 */
public final class SigningKey implements SignatureKey {
  private static final int SIGNATURE_DIGITS = 2 * Sha256.LENGTH;

  private final CredentialScope scope;
  private final Hmac hmac;

  private SigningKey(CredentialScope scope, Hmac hmac) {
    this.scope = scope;
    this.hmac = hmac;
  }

  /**
   * Derives the key of a secret for a scope.
   *
   * @param credentials the credentials
   * @param scope the scope, with a region
   * @return the key
   */
  public static SigningKey derive(SigningCredentials credentials, CredentialScope scope) {
    MessageDigest digest = Sha256.create();
    Hmac hmac =
        Hmac.of("AWS4" + credentials.secretAccessKey())
            .derive(digest, scope.date())
            .derive(digest, scope.region())
            .derive(digest, scope.service())
            .derive(digest, CredentialScope.TERMINATOR);
    return new SigningKey(scope, hmac);
  }

  /**
   * Signs a string to sign.
   *
   * @param message the bytes of the string
   * @return the signature, 64 lower-case hexadecimal digits
   */
  @Override
  public String sign(byte[] message) {
    return Hex.encode(hmac.sign(Sha256.create(), message));
  }

  @Override
  public boolean verifies(
      CanonicalBuffer message, Hasher hasher, String signature, int from, int to) {
    return to - from == SIGNATURE_DIGITS && hasher.matches(hmac, message, signature, from, to);
  }

  @Override
  public String toString() {
    return "SigningKey[" + scope + "]";
  }
}
