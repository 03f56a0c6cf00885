// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * What a signed request says about its signature, before any of it is checked. Used by one thread
 * at a time and then reused.
 */
final class Claim {
  boolean presigned;
  SignatureAlgorithm algorithm = SignatureAlgorithm.HMAC_SHA256;

  /** Seconds of validity of a presigned request. */
  long validSeconds;

  String timestamp = "";
  long signedAt = AmzDate.INVALID;
  String signedHeaders = "";
  int signedFrom;
  int signedTo;
  String signature = "";
  int signatureFrom;
  int signatureTo;
  @Nullable String token;
  @Nullable String regionSet;
  private @Nullable CredentialText credential;

  /** Forgets the texts, which may be secret. */
  void clear() {
    signedHeaders = "";
    signature = "";
    timestamp = "";
    signedAt = AmzDate.INVALID;
    token = null;
    regionSet = null;
    credential = null;
  }

  boolean isDated() {
    return signedAt != AmzDate.INVALID;
  }

  void setCredential(CredentialText text) {
    credential = text;
  }

  CredentialText credential() {
    if (credential == null) {
      throw new IllegalStateException("the credential is not parsed yet");
    }
    return credential;
  }

  void setSignedHeaders(String text, int from, int to) {
    signedHeaders = text;
    signedFrom = from;
    signedTo = to;
  }

  void setSignature(String text, int from, int to) {
    signature = text;
    signatureFrom = from;
    signatureTo = to;
  }
}
