// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policies that take part in a decision. Immutable.
 *
 * @since 0.1
 */
public final class PolicySet {
  private static final PolicySet EMPTY = builder().build();

  private final List<PolicyDocument> identityPolicies;
  private final @Nullable PolicyDocument resourcePolicy;
  private final @Nullable PolicyDocument permissionsBoundary;
  private final List<PolicyDocument> sessionPolicies;

  /** The resource policy and the boundary as lists of one or none, to be walked like the others. */
  private final List<PolicyDocument> resources;

  private final List<PolicyDocument> boundaries;

  private PolicySet(Builder builder) {
    identityPolicies = List.copyOf(builder.identityPolicies);
    resourcePolicy = builder.resourcePolicy;
    permissionsBoundary = builder.permissionsBoundary;
    sessionPolicies = List.copyOf(builder.sessionPolicies);
    resources = resourcePolicy == null ? List.of() : List.of(resourcePolicy);
    boundaries = permissionsBoundary == null ? List.of() : List.of(permissionsBoundary);
  }

  /** No policy at all. */
  public static PolicySet empty() {
    return EMPTY;
  }

  /** A builder of policy sets. */
  public static Builder builder() {
    return new Builder();
  }

  /** The policies of the caller, or of the role or user behind a session. */
  public List<PolicyDocument> identityPolicies() {
    return identityPolicies;
  }

  /** The policy of the resource. */
  public Optional<PolicyDocument> resourcePolicy() {
    return Optional.ofNullable(resourcePolicy);
  }

  /** The ceiling over the caller's identity policies. */
  public Optional<PolicyDocument> permissionsBoundary() {
    return Optional.ofNullable(permissionsBoundary);
  }

  /** The ceilings of the caller's session: what none of them allows is not granted. */
  public List<PolicyDocument> sessionPolicies() {
    return sessionPolicies;
  }

  @Nullable PolicyDocument resource() {
    return resourcePolicy;
  }

  @Nullable PolicyDocument boundary() {
    return permissionsBoundary;
  }

  List<PolicyDocument> resources() {
    return resources;
  }

  List<PolicyDocument> boundaries() {
    return boundaries;
  }

  /** Whether nothing is known about the caller. */
  boolean hasNoneOfCaller() {
    return identityPolicies.isEmpty() && permissionsBoundary == null && sessionPolicies.isEmpty();
  }

  /** How many policies of which type; never their text. */
  @Override
  public String toString() {
    return "PolicySet[identity="
        + identityPolicies.size()
        + ", resource="
        + (resourcePolicy == null ? 0 : 1)
        + ", boundary="
        + (permissionsBoundary == null ? 0 : 1)
        + ", session="
        + sessionPolicies.size()
        + "]";
  }

  /**
   * Collects the policies. Used by one thread at a time. A document in the wrong place (one that
   * names principals attached to a caller, or one that names none attached to a resource) is an
   * {@link IllegalArgumentException}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final List<PolicyDocument> identityPolicies = new ArrayList<>();
    private final List<PolicyDocument> sessionPolicies = new ArrayList<>();
    private @Nullable PolicyDocument resourcePolicy;
    private @Nullable PolicyDocument permissionsBoundary;

    private Builder() {}

    /** Adds a policy of the caller. */
    public Builder identityPolicy(PolicyDocument policy) {
      identityPolicies.add(withoutPrincipals(policy));
      return this;
    }

    /** Adds policies of the caller. */
    public Builder identityPolicies(List<PolicyDocument> policies) {
      policies.forEach(this::identityPolicy);
      return this;
    }

    /** Sets the policy of the resource; null for none. */
    public Builder resourcePolicy(@Nullable PolicyDocument policy) {
      if (policy != null && !policy.isResourcePolicy()) {
        throw new IllegalArgumentException("a resource policy must name principals");
      }
      resourcePolicy = policy;
      return this;
    }

    /** Sets the ceiling over the caller's identity policies; null for none. */
    public Builder permissionsBoundary(@Nullable PolicyDocument policy) {
      permissionsBoundary = policy == null ? null : withoutPrincipals(policy);
      return this;
    }

    /** Adds a policy of the caller's session. */
    public Builder sessionPolicy(PolicyDocument policy) {
      sessionPolicies.add(withoutPrincipals(policy));
      return this;
    }

    private static PolicyDocument withoutPrincipals(PolicyDocument policy) {
      if (policy.isResourcePolicy()) {
        throw new IllegalArgumentException("a resource policy cannot be attached to a caller");
      }
      return policy;
    }

    /** The set. */
    public PolicySet build() {
      return new PolicySet(this);
    }
  }
}
