// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import org.jspecify.annotations.Nullable;

/**
 * A request as statements look at it. Lives for one evaluation.
 *
 * @param foldedAction the action in lower case
 * @param callerHasBoundary whether a permissions boundary stands over the caller
 */
record Query(
    Principal principal,
    String foldedAction,
    @Nullable String resource,
    AuthorizationContext context,
    boolean callerHasBoundary) {

  static Query of(AuthorizationRequest request, PolicySet policies) {
    return new Query(
        request.principal(),
        MediaStoreActions.fold(request.action()),
        request.resource(),
        request.context(),
        policies.permissionsBoundary().isPresent());
  }
}
