// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

/** One entry of a {@code Principal} or {@code NotPrincipal} element, compiled. Immutable. */
sealed interface PrincipalMatcher {

  PrincipalStrength strength(Principal caller);

  private static PrincipalStrength when(boolean matches, PrincipalStrength strength) {
    return matches ? strength : PrincipalStrength.NONE;
  }

  /** {@code "*"}: signed callers of any account, services, anonymous callers. */
  enum Everybody implements PrincipalMatcher {
    INSTANCE;

    @Override
    public PrincipalStrength strength(Principal caller) {
      return PrincipalStrength.EVERYBODY;
    }
  }

  /** Accepted, but nobody who could ask here: identity providers, deleted users and roles. */
  enum Nobody implements PrincipalMatcher {
    INSTANCE;

    @Override
    public PrincipalStrength strength(Principal caller) {
      return PrincipalStrength.NONE;
    }
  }

  /** An account, by its number or its root ARN: every signed caller of it. */
  record Account(String account) implements PrincipalMatcher {
    @Override
    public PrincipalStrength strength(Principal caller) {
      PrincipalArn arn = caller.parsedArn();
      return when(arn != null && arn.account().equals(account), PrincipalStrength.ACCOUNT);
    }
  }

  /** One session, by its ARN. */
  record Session(String arn) implements PrincipalMatcher {
    @Override
    public PrincipalStrength strength(Principal caller) {
      return when(hasArn(caller, arn), PrincipalStrength.DIRECT);
    }
  }

  /** A user by its whole ARN, and through it the federated sessions it issued. */
  record User(String text, PrincipalArn arn) implements PrincipalMatcher {
    @Override
    public PrincipalStrength strength(Principal caller) {
      return hasArn(caller, text)
          ? PrincipalStrength.DIRECT
          : when(
              isSessionOf(caller, PrincipalArn.Type.FEDERATED_USER, arn),
              PrincipalStrength.UNDERLYING);
    }
  }

  /** A role: every session of it. */
  record Role(PrincipalArn arn) implements PrincipalMatcher {
    @Override
    public PrincipalStrength strength(Principal caller) {
      return when(
          isSessionOf(caller, PrincipalArn.Type.ASSUMED_ROLE, arn), PrincipalStrength.UNDERLYING);
    }
  }

  /** A service by its exact name. */
  record Service(String name) implements PrincipalMatcher {
    @Override
    public PrincipalStrength strength(Principal caller) {
      return when(
          caller.kind() == Principal.Kind.SERVICE && caller.name().equals(name),
          PrincipalStrength.DIRECT);
    }
  }

  /** Services have names, too, which might look like anything. */
  private static boolean hasArn(Principal caller, String arn) {
    return caller.parsedArn() != null && caller.name().equals(arn);
  }

  /** A session's ARN has no path, so only account and last segment can be compared. */
  private static boolean isSessionOf(
      Principal caller, PrincipalArn.Type sessionType, PrincipalArn owner) {
    PrincipalArn session = caller.parsedArn();
    return session != null
        && session.type() == sessionType
        && session.account().equals(owner.account())
        && session.name().equals(owner.name());
  }
}
