// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * Who asks. Immutable.
 *
 * @since 0.1
 */
public final class Principal {
  private static final Principal ANONYMOUS = new Principal(Kind.ANONYMOUS, "");

  /**
   * The kinds of callers.
   *
   * @since 0.1
   */
  public enum Kind {
    /** The root user of an account. */
    ROOT,
    /** An IAM user. */
    USER,
    /** A session of a role. */
    ASSUMED_ROLE,
    /** A federated-user session. */
    FEDERATED_USER,
    /** A service acting for itself, known by its name. */
    SERVICE,
    /** Nobody: the request is not signed. */
    ANONYMOUS
  }

  private final Kind kind;
  private final String name;

  private Principal(Kind kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /**
   * A caller of the given kind.
   *
   * @param kind any kind
   * @param name the caller's ARN ({@code arn:aws:iam::111122223333:root}, {@code …:user/path/Name},
   *     {@code arn:aws:sts::111122223333:assumed-role/Role/Session}, {@code
   *     …:federated-user/Name}), a service's name, or the empty text for an anonymous caller
   * @throws IllegalArgumentException if the name is not of that kind
   */
  public static Principal of(Kind kind, String name) {
    return new Principal(Objects.requireNonNull(kind, "kind"), Objects.requireNonNull(name));
  }

  /** The caller whose ARN this is, of the kind that the ARN tells; empty if it tells none. */
  public static Optional<Principal> fromArn(String arn) {
    throw new UnsupportedOperationException("not yet");
  }

  /** The root user of an account of the standard partition. */
  public static Principal root(String account) {
    return of(Kind.ROOT, "arn:aws:iam::" + account + ":root");
  }

  /** An IAM user by its ARN. */
  public static Principal user(String arn) {
    return of(Kind.USER, arn);
  }

  /** A role session by its session ARN. */
  public static Principal assumedRole(String sessionArn) {
    return of(Kind.ASSUMED_ROLE, sessionArn);
  }

  /** A federated-user session by its ARN. */
  public static Principal federatedUser(String sessionArn) {
    return of(Kind.FEDERATED_USER, sessionArn);
  }

  /** A service by its name, such as {@code cloudfront.amazonaws.com}. */
  public static Principal service(String name) {
    return of(Kind.SERVICE, name);
  }

  /** An unsigned caller. */
  public static Principal anonymous() {
    return ANONYMOUS;
  }

  /** The kind of caller. */
  public Kind kind() {
    return kind;
  }

  /** The caller's ARN; empty for services and anonymous callers. */
  public Optional<String> arn() {
    return kind == Kind.SERVICE || kind == Kind.ANONYMOUS ? Optional.empty() : Optional.of(name);
  }

  /** The ARN, the service's name, or the empty text of an anonymous caller. */
  public String name() {
    return name;
  }

  /** The caller's account, 12 digits; empty for services and anonymous callers. */
  public Optional<String> account() {
    throw new UnsupportedOperationException("not yet");
  }
}
