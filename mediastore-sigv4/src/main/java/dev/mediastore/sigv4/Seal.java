// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import dev.mediastore.sigv4.SignatureResult.Refused;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a request with what is needed to check it, or what follows from it, later.
 * Immutable.
 *
 * @param claimed the signature as the request gives it
 */
record Seal(
    SignatureAlgorithm algorithm,
    String timestamp,
    CredentialText credential,
    SignatureKey key,
    String claimed) {

  /** Writes the lines of a string to sign that say what is signed and by whom. */
  static void writeSigner(
      String title, String timestamp, CredentialText credential, CanonicalBuffer out)
      throws Refusal {
    out.append(title);
    out.append('\n');
    out.append(timestamp);
    out.append('\n');
    credential.writeScope(out);
    out.append('\n');
  }

  StringToSign stringToSign(String canonicalRequest) {
    return new StringToSign(
        algorithm, timestamp, credential.scope(), Hex.encode(Sha256.of(bytes(canonicalRequest))));
  }

  /** Tells whether the signature is that of a canonical request. */
  boolean fits(String canonicalRequest) {
    CanonicalBuffer text = CanonicalBuffer.unbounded();
    try {
      writeSigner(algorithm.token(), timestamp, credential, text);
      text.appendHex(Sha256.of(bytes(canonicalRequest)));
    } catch (Refusal e) {
      throw new IllegalStateException("a string to sign is short", e);
    }
    return key.verifies(text, new Hasher(), claimed, 0, claimed.length());
  }

  /** Judges a request by the digest of its body; returns null to accept it. */
  @Nullable Refused check(String head, byte[] payloadDigest, Evidence evidence) {
    String canonical = head + Hex.encode(payloadDigest);
    if (fits(canonical)) {
      return null;
    }
    return ClaimChecks.wrongSignature().refused().explainedBy(evidence.with(this, canonical));
  }

  /** Canonical requests are held as text with one character per byte. */
  private static byte[] bytes(String canonicalRequest) {
    return canonicalRequest.getBytes(StandardCharsets.ISO_8859_1);
  }
}
