// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. Immutable.
 *
 * @since 0.1
 */
public final class Principal {
  private static final Principal ANONYMOUS = new Principal(Kind.ANONYMOUS, "", null);

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
  private final @Nullable PrincipalArn arn;

  private Principal(Kind kind, String name, @Nullable PrincipalArn arn) {
    this.kind = kind;
    this.name = name;
    this.arn = arn;
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
    Objects.requireNonNull(name, "name");
    return switch (kind) {
      case ANONYMOUS -> {
        require(name.isEmpty(), kind);
        yield ANONYMOUS;
      }
      case SERVICE -> {
        require(!name.isEmpty(), kind);
        yield new Principal(kind, name, null);
      }
      default -> {
        Optional<Principal> principal = fromArn(name).filter(p -> p.kind == kind);
        require(principal.isPresent(), kind);
        yield principal.orElseThrow();
      }
    };
  }

  private static void require(boolean fits, Kind kind) {
    if (!fits) {
      throw new IllegalArgumentException("not the name of a principal of kind " + kind);
    }
  }

  /**
   * The caller whose ARN this is, of the kind that the ARN tells; empty if it is no caller's ARN. A
   * role is none: its sessions are.
   */
  public static Optional<Principal> fromArn(String arn) {
    PrincipalArn parsed = PrincipalArn.parse(arn);
    if (parsed == null || parsed.type() == PrincipalArn.Type.ROLE) {
      return Optional.empty();
    }
    return Optional.of(new Principal(Kind.valueOf(parsed.type().name()), arn, parsed));
  }

  /** The root user of an account of the standard partition; the account has 12 digits. */
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
    return arn == null ? Optional.empty() : Optional.of(name);
  }

  /** The ARN, the service's name, or the empty text of an anonymous caller. */
  public String name() {
    return name;
  }

  /** The caller's account, 12 digits; empty for services and anonymous callers. */
  public Optional<String> account() {
    return arn == null ? Optional.empty() : Optional.of(arn.account());
  }

  /** The caller's account; null for services and anonymous callers. */
  @Nullable String accountOrNull() {
    return arn == null ? null : arn.account();
  }

  /** The caller's ARN taken apart; null for services and anonymous callers. */
  @Nullable PrincipalArn parsedArn() {
    return arn;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Principal that && kind == that.kind && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + name.hashCode();
  }

  @Override
  public String toString() {
    return name.isEmpty() ? kind.toString() : kind + " " + name;
  }
}
