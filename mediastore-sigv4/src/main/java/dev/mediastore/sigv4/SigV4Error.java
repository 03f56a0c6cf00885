// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/**
 * Why a request or its body was refused. The names of section 7 of the signing rules are given for
 * the services' JSON protocols; the mapping to a status belongs to the HTTP side.
 *
 * @since 0.1
 */
public enum SigV4Error {
  /**
   * The request carries no credentials although the verifier demands them
   * (MissingAuthenticationTokenException).
   */
  MISSING_AUTHENTICATION,

  /** The request cannot be brought into canonical form, for instance a broken percent escape. */
  MALFORMED_REQUEST,

  /**
   * The request contradicts itself: credentials in header and query, or a header line twice that
   * may occur only once.
   */
  AMBIGUOUS_REQUEST,

  /** A limit of {@link SigV4Limits} is exceeded. */
  LIMIT_EXCEEDED,

  /** The {@code Authorization} value is not a complete one (IncompleteSignatureException). */
  INCOMPLETE_SIGNATURE,

  /** The algorithm or scheme is not one this verifier accepts (IncompleteSignatureException). */
  UNSUPPORTED_ALGORITHM,

  /** Presigned query parameters are missing, repeated or out of range. */
  BAD_PRESIGN_PARAMETERS,

  /** The request is presigned and this verifier takes signatures in the header only. */
  PRESIGNED_NOT_ALLOWED,

  /** The value of {@code x-amz-content-sha256} is not one of the forms that exist. */
  BAD_PAYLOAD_HASH,

  /** The form of the payload is switched off: streamed, or not covered by the signature. */
  PAYLOAD_FORM_NOT_ALLOWED,

  /** A header that must be signed is not, or a signed one is absent (InvalidSignatureException). */
  SIGNED_HEADERS,

  /** The credential scope names another day, region, service or end (InvalidSignatureException). */
  WRONG_SCOPE,

  /** The request is older than the clock skew allows (InvalidSignatureException). */
  SIGNATURE_EXPIRED,

  /** The request is dated too far in the future (InvalidSignatureException). */
  SIGNATURE_NOT_YET_CURRENT,

  /** A presigned request is past its own end (InvalidSignatureException). */
  PRESIGNED_EXPIRED,

  /** The access key is unknown (UnrecognizedClientException). */
  UNRECOGNIZED_CLIENT,

  /** The session token does not belong to the access key (UnrecognizedClientException). */
  INVALID_TOKEN,

  /** The temporary credentials have ended (ExpiredTokenException). */
  EXPIRED_TOKEN,

  /** The signature is not the one computed here (InvalidSignatureException). */
  INVALID_SIGNATURE,

  /** The credentials could not be looked up: a fault on this side, never an admission. */
  CREDENTIALS_UNAVAILABLE,

  /** The body does not have the digest the request declares (XAmzContentSHA256Mismatch). */
  PAYLOAD_MISMATCH,

  /** A chunk or trailer signature is wrong or absent (InvalidSignatureException). */
  CHUNK_SIGNATURE,

  /** The framing of a streamed payload is broken. */
  MALFORMED_CHUNKS,

  /** The body ends early or has another length than declared. */
  INCOMPLETE_BODY,

  /** A trailer was announced and did not come, or the other way round, or cannot be read. */
  BAD_TRAILER,

  /** The checksum in a trailer is not that of the body. */
  CHECKSUM_MISMATCH
}
