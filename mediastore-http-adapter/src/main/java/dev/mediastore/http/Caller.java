// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.policy.AuthorizationContext;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.PolicySet;
import dev.mediastore.policy.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and everything about them that authorisation asks for. Immutable.
 *
 * <p>A caller without identity policies can do nothing unless a container policy names them, apart
 * from the root user of an account, who may do everything there.
 *
 * @since 0.1
 */
public final class Caller {
  private static final Caller ANONYMOUS = builder(Principal.anonymous()).build();

  private final Principal principal;
  private final String userId;
  private final @Nullable String userName;
  private final @Nullable String principalArn;
  private final List<PolicyDocument> identityPolicies;
  private final @Nullable PolicyDocument permissionsBoundary;
  private final List<PolicyDocument> sessionPolicies;
  private final Map<String, String> tags;
  private final Map<String, String> singleKeys;
  private final Map<String, List<String>> multipleKeys;
  private final @Nullable Instant tokenIssuedAt;

  /** For the resource of the request before, which is most often that of this one. */
  private volatile @Nullable PolicySet latest;

  private Caller(Builder builder) {
    principal = builder.principal;
    userName = builder.userName;
    userId = Objects.requireNonNullElseGet(builder.userId, () -> CallerNames.userId(principal));
    principalArn = builder.roleArn == null ? CallerNames.arn(principal) : builder.roleArn;
    identityPolicies = List.copyOf(builder.identityPolicies);
    permissionsBoundary = builder.permissionsBoundary;
    sessionPolicies = List.copyOf(builder.sessionPolicies);
    tags = Map.copyOf(builder.tags);
    singleKeys = singleKeys(builder);
    multipleKeys = Map.copyOf(builder.multipleKeys);
    tokenIssuedAt = builder.tokenIssuedAt;
  }

  /** Whoever sends a request without a signature. */
  public static Caller anonymous() {
    return ANONYMOUS;
  }

  /**
   * The root user of an account.
   *
   * @param account twelve digits
   */
  public static Caller root(String account) {
    return builder(Principal.root(account)).build();
  }

  /** A caller of any kind, without policies until some are added. */
  public static Builder builder(Principal principal) {
    return new Builder(principal);
  }

  /** Identity and kind. */
  public Principal principal() {
    return principal;
  }

  /** The account, twelve digits; empty for services and anonymous callers. */
  public Optional<String> account() {
    return principal.account();
  }

  /** The unique id: {@code aws:userid}. */
  public String userId() {
    return userId;
  }

  /** The friendly name of a user: {@code aws:username}. Empty for every other kind. */
  public Optional<String> userName() {
    return Optional.ofNullable(userName);
  }

  /** The value of {@code aws:PrincipalArn}; null for services and anonymous callers. */
  @Nullable String principalArn() {
    return principalArn;
  }

  /** The policies of the caller, or of the role or user behind a session. */
  public List<PolicyDocument> identityPolicies() {
    return identityPolicies;
  }

  /** The tags: {@code aws:PrincipalTag/NAME}. */
  public Map<String, String> tags() {
    return tags;
  }

  private static Map<String, String> singleKeys(Builder builder) {
    Map<String, String> keys = new LinkedHashMap<>();
    // Of tags that differ only in case the first one counts.
    builder.tags.forEach(
        (name, value) ->
            keys.putIfAbsent(AuthorizationContext.foldName("aws:PrincipalTag/" + name), value));
    builder.singleKeys.forEach(keys::putIfAbsent);
    return Map.copyOf(keys);
  }

  /**
   * Single-valued condition keys of every request of this caller, by folded name, with its tags.
   */
  Map<String, String> singleKeys() {
    return singleKeys;
  }

  /** Multi-valued condition keys of every request of this caller, by folded name. */
  Map<String, List<String>> multipleKeys() {
    return multipleKeys;
  }

  /** When temporary credentials were issued; empty for long-term ones. */
  public Optional<Instant> tokenIssuedAt() {
    return Optional.ofNullable(tokenIssuedAt);
  }

  /** The policies that take part in a decision, together with that of the resource, if any. */
  @SuppressWarnings("ReferenceEquality") // Cheap, and a copy only makes a new set.
  PolicySet policies(@Nullable PolicyDocument resourcePolicy) {
    PolicySet known = latest;
    if (known == null || known.resourcePolicy().orElse(null) != resourcePolicy) {
      known = collect(resourcePolicy);
      latest = known;
    }
    return known;
  }

  private PolicySet collect(@Nullable PolicyDocument resourcePolicy) {
    PolicySet.Builder policies =
        PolicySet.builder()
            .identityPolicies(identityPolicies)
            .permissionsBoundary(permissionsBoundary)
            .resourcePolicy(resourcePolicy);
    sessionPolicies.forEach(policies::sessionPolicy);
    return policies.build();
  }

  boolean isAnonymous() {
    return principal.kind() == Principal.Kind.ANONYMOUS;
  }

  /** The ARN, the name of a service, or {@code anonymous}. */
  @Override
  public String toString() {
    return isAnonymous() ? "anonymous" : principal.name();
  }

  /**
   * Collects what is known about a caller. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final Principal principal;
    private final List<PolicyDocument> identityPolicies = new ArrayList<>();
    private final List<PolicyDocument> sessionPolicies = new ArrayList<>();
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, String> singleKeys = new LinkedHashMap<>();
    private final Map<String, List<String>> multipleKeys = new LinkedHashMap<>();
    private @Nullable String userId;
    private @Nullable String userName;
    private @Nullable String roleArn;
    private @Nullable PolicyDocument permissionsBoundary;
    private @Nullable Instant tokenIssuedAt;

    private Builder(Principal principal) {
      this.principal = Objects.requireNonNull(principal, "principal");
      this.userName = CallerNames.userName(principal);
    }

    /** Sets the unique id; unless set it is made from the ARN. */
    public Builder userId(String id) {
      userId = Objects.requireNonNull(id, "userId");
      return this;
    }

    /**
     * Sets the ARN of the role behind a session: {@code aws:PrincipalArn}. Unless set it is made
     * from that of the session, which does not tell the path of the role.
     *
     * @throws IllegalArgumentException if the caller is no session of that role
     */
    public Builder roleArn(String arn) {
      if (!CallerNames.isRoleOf(arn, principal)) {
        throw new IllegalArgumentException(principal + " is no session of the role " + arn);
      }
      roleArn = arn;
      return this;
    }

    /** Adds a policy of the caller, or of the role or user behind a session. */
    public Builder identityPolicy(PolicyDocument policy) {
      identityPolicies.add(Objects.requireNonNull(policy, "policy"));
      return this;
    }

    /** Sets the most that the identity policies can grant. */
    public Builder permissionsBoundary(PolicyDocument policy) {
      permissionsBoundary = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Adds a policy that limits this session. */
    public Builder sessionPolicy(PolicyDocument policy) {
      sessionPolicies.add(Objects.requireNonNull(policy, "policy"));
      return this;
    }

    /** Adds a tag. */
    public Builder tag(String name, String value) {
      tags.put(name, value);
      return this;
    }

    /**
     * Adds a condition key that holds for every request of this caller, such as {@code
     * aws:PrincipalOrgID}, {@code aws:MultiFactorAuthPresent} or {@code aws:SourceArn}. What the
     * pipeline knows itself cannot be replaced.
     */
    public Builder contextKey(String name, String value) {
      singleKeys.put(AuthorizationContext.foldName(name), Objects.requireNonNull(value, "value"));
      return this;
    }

    /** Adds a multi-valued condition key, such as {@code aws:PrincipalOrgPaths}. */
    public Builder contextKey(String name, List<String> values) {
      multipleKeys.put(AuthorizationContext.foldName(name), List.copyOf(values));
      return this;
    }

    /** Sets when the temporary credentials of this session were issued. */
    public Builder tokenIssuedAt(Instant instant) {
      tokenIssuedAt = Objects.requireNonNull(instant, "tokenIssuedAt");
      return this;
    }

    /** The caller. */
    public Caller build() {
      return new Caller(this);
    }
  }
}
