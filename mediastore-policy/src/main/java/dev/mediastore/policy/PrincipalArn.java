// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import org.jspecify.annotations.Nullable;

/**
 * An ARN of somebody who can be a principal, taken apart.
 *
 * @param type what kind of identity it names
 * @param account the 12 digits
 * @param name the last segment; of a role session the role's name; of the root user nothing
 */
record PrincipalArn(Type type, String account, String name) {

  enum Type {
    ROOT("iam"),
    USER("iam"),
    ROLE("iam"),
    ASSUMED_ROLE("sts"),
    FEDERATED_USER("sts");

    private final String service;

    Type(String service) {
      this.service = service;
    }
  }

  private static final int FIELDS = 6;

  /** Null for every text that is not a principal's ARN, wildcards included. */
  static @Nullable PrincipalArn parse(String text) {
    String[] fields = text.split(":", FIELDS);
    if (fields.length < FIELDS
        || !fields[0].equals("arn")
        || fields[1].isEmpty()
        || !fields[3].isEmpty()
        || !isAccount(fields[4])
        || hasForbiddenCharacter(text)) {
      return null;
    }
    PrincipalArn arn = parseResource(fields[4], fields[5]);
    return arn != null && arn.type.service.equals(fields[2]) ? arn : null;
  }

  private static @Nullable PrincipalArn parseResource(String account, String resource) {
    if (resource.equals("root")) {
      return new PrincipalArn(Type.ROOT, account, "");
    }
    String[] segments = resource.split("/", -1);
    String last = segments[segments.length - 1];
    if (segments.length < 2 || last.isEmpty()) {
      return null;
    }
    return switch (segments[0]) {
      case "user" -> new PrincipalArn(Type.USER, account, last);
      case "role" -> new PrincipalArn(Type.ROLE, account, last);
      case "assumed-role" ->
          segments.length == 3 && !segments[1].isEmpty()
              ? new PrincipalArn(Type.ASSUMED_ROLE, account, segments[1])
              : null;
      case "federated-user" ->
          segments.length == 2 ? new PrincipalArn(Type.FEDERATED_USER, account, last) : null;
      default -> null;
    };
  }

  /** Exactly twelve ASCII digits; leading zeros count. */
  static boolean isAccount(String text) {
    return text.length() == 12 && Ascii.isDigits(text);
  }

  /** Names have neither wildcards nor policy variables nor blanks. */
  private static boolean hasForbiddenCharacter(String text) {
    return text.chars().anyMatch(c -> c <= ' ' || c == '*' || c == '?' || c == '{' || c == '}');
  }
}
