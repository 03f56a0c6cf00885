// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.policy.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What the ARN of a principal tells about the condition keys of its requests (policy section 9).
 */
final class CallerNames {
  private CallerNames() {}

  /** The value of {@code aws:PrincipalType}. */
  static String type(Principal principal) {
    return switch (principal.kind()) {
      case ROOT -> "Account";
      case USER -> "User";
      case ASSUMED_ROLE -> "AssumedRole";
      case FEDERATED_USER -> "FederatedUser";
      case SERVICE -> "Service";
      case ANONYMOUS -> "Anonymous";
    };
  }

  /**
   * The value of {@code aws:PrincipalArn}: for a session of a role that of the role, without the
   * path, which the session's does not tell.
   */
  static @Nullable String arn(Principal principal) {
    String arn = principal.arn().orElse(null);
    if (arn == null || principal.kind() != Principal.Kind.ASSUMED_ROLE) {
      return arn;
    }
    // arn:aws:sts::111122223333:assumed-role/Role/Session
    String role = field(arn.substring(arn.indexOf('/') + 1), 0);
    return arn.substring(0, arn.indexOf(":assumed-role/")).replaceFirst(":sts:", ":iam:")
        + ":role/"
        + role;
  }

  /** Whether an ARN is that of the role, of whatever path, that a session belongs to. */
  static boolean isRoleOf(String arn, Principal principal) {
    String pathless = arn(principal);
    if (pathless == null || principal.kind() != Principal.Kind.ASSUMED_ROLE) {
      return false;
    }
    int slash = pathless.lastIndexOf('/');
    return arn.length() >= pathless.length()
        && arn.startsWith(pathless.substring(0, slash + 1))
        && arn.endsWith(pathless.substring(slash));
  }

  /** A unique id for principals whose embedder gave none. */
  static String userId(Principal principal) {
    return switch (principal.kind()) {
      case ROOT -> principal.account().orElse("");
      case ASSUMED_ROLE -> {
        String path = principal.name().substring(principal.name().indexOf('/') + 1);
        yield field(path, 0) + ':' + field(path, 1);
      }
      case FEDERATED_USER -> principal.account().orElse("") + ':' + lastName(principal);
      case USER, SERVICE -> lastName(principal);
      case ANONYMOUS -> "anonymous";
    };
  }

  /** The friendly name of a user without its path; null for every other kind. */
  static @Nullable String userName(Principal principal) {
    return principal.kind() == Principal.Kind.USER ? lastName(principal) : null;
  }

  private static String lastName(Principal principal) {
    String name = principal.name();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String field(String path, int index) {
    String[] names = path.split("/", -1);
    return index < names.length ? names[index] : "";
  }
}
