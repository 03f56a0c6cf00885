// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.cors;

/**
 * Why a request did or did not get CORS permission.
 *
 * <p>What it means for the answer depends on the request. An actual request is served normally
 * whatever the outcome is. A preflight is answered with success, as a bad request or as forbidden:
 * each constant says which.
 *
 * @since 0.1
 */
public enum CorsOutcome {
  /** A rule matched. Preflight: success with an empty body. */
  ALLOWED,
  /** The request has no {@code Origin} field. Preflight: bad request, with or without a policy. */
  MISSING_ORIGIN,
  /** The container, if there is one, has no CORS policy. Preflight: forbidden. */
  NO_POLICY,
  /** No {@code Access-Control-Request-Method}. Preflight only: bad request. */
  MISSING_METHOD,
  /** The CORS policy has no rule for this request. Preflight: forbidden. */
  NO_RULE
}
