// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as statements look at it, with what is worth working out once for all of them. Lives
 * for one evaluation, used by one thread.
 */
final class Query {
  private final Principal principal;
  private final AuthorizationContext context;
  private final boolean callerHasBoundary;
  private final int actionNumber;
  private final String foldedAction;
  private final char @Nullable [] resource;

  private String addressText = "";
  private @Nullable IpAddress address;
  private String instantText = "";
  private @Nullable Instant instant;

  Query(AuthorizationRequest request, boolean callerHasBoundary) {
    this.principal = request.principal();
    this.context = request.context();
    this.callerHasBoundary = callerHasBoundary;
    this.actionNumber = MediaStoreActions.number(request.action());
    this.foldedAction = MediaStoreActions.fold(actionNumber, request.action());
    String arn = request.resource();
    this.resource = arn == null ? null : arn.toCharArray();
  }

  Principal principal() {
    return principal;
  }

  AuthorizationContext context() {
    return context;
  }

  /** Whether a permissions boundary stands over the caller. */
  boolean callerHasBoundary() {
    return callerHasBoundary;
  }

  /** The number of a known action, or -1. */
  int actionNumber() {
    return actionNumber;
  }

  /** The action in lower case. */
  String foldedAction() {
    return foldedAction;
  }

  /** The ARN; null if the request is not about one resource. */
  char @Nullable [] resource() {
    return resource;
  }

  /** The address in a context value; null if it holds none. */
  @Nullable IpAddress address(String text) {
    if (!text.equals(addressText)) {
      addressText = text;
      address = IpAddress.parse(text);
    }
    return address;
  }

  /** The instant in a context value; null if it holds none. */
  @Nullable Instant instant(String text) {
    if (!text.equals(instantText)) {
      instantText = text;
      instant = DateText.parse(text);
    }
    return instant;
  }
}
