// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.core.ErrorCode;
import dev.mediastore.core.MediaStoreException;

/** What the origin's error codes are called on each plane (contract section 3). */
final class CoreErrors {
  private static final String FAULT = "The request could not be completed; please try again.";

  private CoreErrors() {}

  /** The answer to a failure of the origin, not thrown; faults are not described to the client. */
  static ServiceException toServiceException(MediaStoreException failure, Plane plane) {
    ServiceError error = error(failure.code(), plane);
    return new ServiceException(
        error, error == ServiceError.INTERNAL ? FAULT : failure.publicMessage());
  }

  private static ServiceError error(ErrorCode code, Plane plane) {
    return switch (code) {
      case CONTAINER_NOT_FOUND -> ServiceError.CONTAINER_NOT_FOUND;
      case CONTAINER_IN_USE -> ServiceError.CONTAINER_IN_USE;
      case OBJECT_NOT_FOUND -> ServiceError.OBJECT_NOT_FOUND;
      // On the data plane it is room for uploads that is used up, and comes back by itself.
      case LIMIT_EXCEEDED ->
          plane == Plane.CONTROL ? ServiceError.LIMIT_EXCEEDED : ServiceError.SERVICE_UNAVAILABLE;
      case VALIDATION -> ServiceError.VALIDATION;
      case OBJECT_TOO_LARGE -> ServiceError.BODY_TOO_LARGE;
      case CONFLICT -> ServiceError.CONFLICT;
      case DIGEST_MISMATCH -> ServiceError.CONTENT_DIGEST_MISMATCH;
      case STORE_FULL, STORE_READ_ONLY, CLOSED -> ServiceError.SERVICE_UNAVAILABLE;
      case CORRUPT, INTERNAL -> ServiceError.INTERNAL;
    };
  }
}
