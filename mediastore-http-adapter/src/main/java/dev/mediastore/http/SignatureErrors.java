// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.SignatureResult;

/** From a refused signature or body to an error of the contract (signing rules section 7). */
final class SignatureErrors {
  private SignatureErrors() {}

  static ServiceException translate(SignatureResult.Refused refused) {
    ServiceError error =
        switch (refused.error()) {
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
    return new ServiceException(error, refused.publicMessage());
  }
}
