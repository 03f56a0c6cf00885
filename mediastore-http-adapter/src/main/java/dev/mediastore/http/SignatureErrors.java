// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.SigV4Error;
import dev.mediastore.sigv4.SignatureResult;

/**
 * From a refused signature or body to an error of the contract (signing rules section 7).
 * Immutable.
 *
 * @since 0.1
 */
public final class SignatureErrors {
  private SignatureErrors() {}

  /** The error that a client is told for a refusal by the verifier. */
  public static ServiceError of(SigV4Error error) {
    return switch (error) {
      case MISSING_AUTHENTICATION -> ServiceError.MISSING_AUTHENTICATION_TOKEN;
      case MALFORMED_REQUEST,
          BAD_PAYLOAD_HASH,
          PAYLOAD_FORM_NOT_ALLOWED,
          MALFORMED_CHUNKS,
          INCOMPLETE_BODY,
          BAD_TRAILER,
          CHECKSUM_MISMATCH ->
          ServiceError.VALIDATION;
      case AMBIGUOUS_REQUEST,
          LIMIT_EXCEEDED,
          INCOMPLETE_SIGNATURE,
          UNSUPPORTED_ALGORITHM,
          BAD_PRESIGN_PARAMETERS,
          PRESIGNED_NOT_ALLOWED ->
          ServiceError.INCOMPLETE_SIGNATURE;
      case SIGNED_HEADERS,
          WRONG_SCOPE,
          SIGNATURE_EXPIRED,
          SIGNATURE_NOT_YET_CURRENT,
          PRESIGNED_EXPIRED,
          INVALID_SIGNATURE,
          CHUNK_SIGNATURE ->
          ServiceError.INVALID_SIGNATURE;
      case UNRECOGNIZED_CLIENT, INVALID_TOKEN -> ServiceError.UNRECOGNIZED_CLIENT;
      case EXPIRED_TOKEN -> ServiceError.EXPIRED_TOKEN;
      case CREDENTIALS_UNAVAILABLE -> ServiceError.SERVICE_UNAVAILABLE;
      case PAYLOAD_MISMATCH -> ServiceError.CONTENT_DIGEST_MISMATCH;
    };
  }

  static ServiceException translate(SignatureResult.Refused refused) {
    return new ServiceException(of(refused.error()), refused.publicMessage())
        .detailed(refused.error() + ": " + refused.publicMessage())
        .explained(() -> SignatureReport.of(refused));
  }
}
