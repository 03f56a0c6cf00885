// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is asked: may this principal do this action to this resource? Immutable if its context is.
 *
 * @param principal who asks
 * @param action {@code mediastore:Name}
 * @param resource one concrete ARN with the decoded path, never a pattern; null for actions that
 *     are not about one resource ({@code ListContainers}, {@code CreateContainer})
 * @param otherName a second ARN of the resource, or null. {@code Resource} covers a resource under
 *     either name, and {@code NotResource} excludes it under either.
 * @param resourceAccount the 12 digits of the account that owns the resource
 * @param context the facts of the request
 * @since 0.1
 */
public record AuthorizationRequest(
    Principal principal,
    String action,
    @Nullable String resource,
    @Nullable String otherName,
    String resourceAccount,
    AuthorizationContext context) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the action has no service prefix, a resource is not an ARN
   *     of six fields, or there is a second name and no first
   */
  public AuthorizationRequest {
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resourceAccount, "resourceAccount");
    Objects.requireNonNull(context, "context");
    if (action.indexOf(':') <= 0) {
      throw new IllegalArgumentException("an action has the form service:Name");
    }
    if (resource != null && !ArnPattern.hasSixFields(resource)) {
      throw new IllegalArgumentException("a resource is an ARN of six fields, or null");
    }
    if (otherName != null && (resource == null || !ArnPattern.hasSixFields(otherName))) {
      throw new IllegalArgumentException("a second name is an ARN beside the first, or null");
    }
  }

  /** About a resource with one name. */
  public AuthorizationRequest(
      Principal principal,
      String action,
      @Nullable String resource,
      String resourceAccount,
      AuthorizationContext context) {
    this(principal, action, resource, null, resourceAccount, context);
  }
}
