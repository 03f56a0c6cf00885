// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * What the payload field of the canonical request says about the body: the values of {@code
 * x-amz-content-sha256}.
 *
 * @since 0.1
 */
public enum PayloadForm {
  /** No value: the signature covers the SHA-256 of the body, known only when the body has come. */
  COMPUTED_DIGEST(null, false, false, false),

  /** 64 hexadecimal digits: the body must have this SHA-256. */
  DECLARED_DIGEST(null, false, false, false),

  /** The body is not covered by the signature. */
  UNSIGNED(PayloadField.UNSIGNED, false, false, false),

  /** Signed chunks, each signature chained to the one before. */
  SIGNED_CHUNKS("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", true, true, false),

  /** Signed chunks followed by a signed trailer. */
  SIGNED_CHUNKS_TRAILER("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", true, true, true),

  /** Framing and a checksum trailer without signatures of their own. */
  UNSIGNED_CHUNKS_TRAILER("STREAMING-UNSIGNED-PAYLOAD-TRAILER", true, false, true),

  /** Signed chunks in Signature Version 4A. */
  ECDSA_SIGNED_CHUNKS("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", true, true, false),

  /** Signed chunks followed by a signed trailer in Signature Version 4A. */
  ECDSA_SIGNED_CHUNKS_TRAILER("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER", true, true, true);

  private final @Nullable String token;
  private final boolean framed;
  private final boolean chunksSigned;
  private final boolean trailer;

  PayloadForm(@Nullable String token, boolean framed, boolean chunksSigned, boolean trailer) {
    this.token = token;
    this.framed = framed;
    this.chunksSigned = chunksSigned;
    this.trailer = trailer;
  }

  /**
   * Tells whether the body is framed ({@code aws-chunked}): the bytes received are not the bytes of
   * the object until the framing is taken off.
   *
   * @return true for the streaming forms
   */
  public boolean framed() {
    return framed;
  }

  /**
   * Tells whether each chunk carries a signature.
   *
   * @return true for the signed streaming forms
   */
  public boolean chunksSigned() {
    return chunksSigned;
  }

  /**
   * Tells whether header fields follow the last chunk.
   *
   * @return true for the forms with a trailer
   */
  public boolean trailer() {
    return trailer;
  }

  /** Tells whether a signature covers the bytes of the object, at the head or chunk by chunk. */
  boolean covered() {
    return this != UNSIGNED && this != UNSIGNED_CHUNKS_TRAILER;
  }

  /** Tells whether the chunks, if they are signed, are signed with this algorithm. */
  boolean fits(SignatureAlgorithm algorithm) {
    boolean ecdsa = this == ECDSA_SIGNED_CHUNKS || this == ECDSA_SIGNED_CHUNKS_TRAILER;
    return !chunksSigned || ecdsa == (algorithm == SignatureAlgorithm.ECDSA_P256_SHA256);
  }

  @Nullable String token() {
    return token;
  }
}
