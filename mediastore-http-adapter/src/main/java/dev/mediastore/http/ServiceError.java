// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.EnumSet;
import java.util.Set;

/**
 * The one table from an error to its name and status on the wire (contract section 3). Immutable.
 *
 * <p>The two planes answer some errors with different statuses: the control plane, an AWS JSON 1.1
 * front, uses 400 for everything the sender can mend; the data plane speaks to players and caches,
 * which read statuses only.
 *
 * @since 0.1
 */
public enum ServiceError {
  // Modelled errors, contract section 3.2.
  CONTAINER_IN_USE("ContainerInUseException", 400, 409),
  CONTAINER_NOT_FOUND("ContainerNotFoundException", 400, 404),
  CORS_POLICY_NOT_FOUND("CorsPolicyNotFoundException", 400, 404),
  POLICY_NOT_FOUND("PolicyNotFoundException", 400, 404),
  LIMIT_EXCEEDED("LimitExceededException", 400, 400),
  OBJECT_NOT_FOUND("ObjectNotFoundException", 404, 404),
  RANGE_NOT_SATISFIABLE("RequestedRangeNotSatisfiableException", 416, 416),
  INTERNAL("InternalServerError", 500, 500),

  // Access, contract section 3.3 and the SigV4 error table.
  ACCESS_DENIED("AccessDeniedException", 400, 403),
  MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", 400, 403),
  INCOMPLETE_SIGNATURE("IncompleteSignature", 400, 400),
  INVALID_SIGNATURE("InvalidSignatureException", 400, 403),
  UNRECOGNIZED_CLIENT("UnrecognizedClientException", 400, 403),
  EXPIRED_TOKEN("ExpiredTokenException", 400, 403),
  CONTENT_DIGEST_MISMATCH("XAmzContentSHA256Mismatch", 400, 400),

  // The request itself.
  UNKNOWN_OPERATION("UnknownOperationException", 400, 400),
  SERIALIZATION("SerializationException", 400, 400),
  VALIDATION("ValidationException", 400, 400),
  BODY_TOO_LARGE("ValidationException", 413, 413),
  TARGET_TOO_LONG("ValidationException", 414, 414),
  HEADERS_TOO_LARGE("ValidationException", 431, 431),
  LENGTH_REQUIRED("ValidationException", 411, 411),
  METHOD_NOT_ALLOWED("ValidationException", 405, 405),
  MISDIRECTED("ValidationException", 421, 421),
  EXPECTATION_FAILED("ValidationException", 417, 417),
  REQUEST_TIMEOUT("RequestTimeoutException", 408, 408),
  CONFLICT("ConflictException", 409, 409),
  PRECONDITION_FAILED("PreconditionFailed", 412, 412),

  // The server's side.
  THROTTLING("ThrottlingException", 400, 429),
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503, 503);

  /** Those after which the rest of the request is not read, so that nothing can follow it. */
  private static final Set<ServiceError> CLOSING =
      EnumSet.of(
          BODY_TOO_LARGE,
          TARGET_TOO_LONG,
          HEADERS_TOO_LARGE,
          LENGTH_REQUIRED,
          EXPECTATION_FAILED,
          REQUEST_TIMEOUT);

  private final String wireName;
  private final int controlStatus;
  private final int dataStatus;

  ServiceError(String wireName, int controlStatus, int dataStatus) {
    this.wireName = wireName;
    this.controlStatus = controlStatus;
    this.dataStatus = dataStatus;
  }

  /** The name clients switch on: {@code x-amzn-ErrorType} and {@code __type}. */
  public String wireName() {
    return wireName;
  }

  /** Whether the connection must be closed after an answer with this error. */
  boolean closes() {
    return CLOSING.contains(this);
  }

  /** Status code on {@code plane}. */
  public int status(Plane plane) {
    return plane == Plane.CONTROL ? controlStatus : dataStatus;
  }
}
