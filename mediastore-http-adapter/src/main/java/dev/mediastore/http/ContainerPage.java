// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The part of an account's containers that one ListContainers request asks for. Immutable.
 *
 * @param scope account and region
 * @param after the name behind which the page starts; empty for the first page, as every name comes
 *     behind the empty one
 * @param most most containers on the page
 */
record ContainerPage(CallScope scope, String after, int most) {

  /**
   * Reads a request whose shape was checked.
   *
   * @throws ServiceException with {@link ServiceError#VALIDATION} if the token is not one of ours
   */
  static ContainerPage of(JsonNode request, CallScope scope) {
    JsonNode token = Shape.given(request, "NextToken");
    String after =
        token == null
            ? ""
            : ContainerCursor.name(token.asText(), scope)
                .orElseThrow(
                    () ->
                        Violations.refused(
                            MemberPath.ROOT.member("NextToken"),
                            token.asText(),
                            "Member must be a token returned by ListContainers"));
    return new ContainerPage(scope, after, request.path("MaxResults").asInt(Integer.MAX_VALUE));
  }
}
