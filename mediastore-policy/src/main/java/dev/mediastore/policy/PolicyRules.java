// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a policy document of one kind must satisfy to be accepted, and how far the dialect goes.
 * Immutable.
 *
 * <p>A container policy is checked in full. The policies of callers may name actions and resources
 * of other services and have no principals. {@link #evaluationOnly} checks the grammar and nothing
 * else: for documents that were accepted elsewhere.
 *
 * @since 0.1
 */
public final class PolicyRules {
  private static final int EVALUATION_ONLY_CHARACTERS = 131_072;

  private final PolicyType type;
  private final @Nullable String containerArn;
  private final boolean complete;
  private final boolean strict;
  private final boolean allowInsecurePut;
  private final PolicyLimits limits;

  private PolicyRules(
      PolicyType type,
      @Nullable String containerArn,
      boolean complete,
      boolean strict,
      boolean allowInsecurePut,
      PolicyLimits limits) {
    this.type = type;
    this.containerArn = containerArn;
    this.complete = complete;
    this.strict = strict;
    this.allowInsecurePut = allowInsecurePut;
    this.limits = limits;
  }

  /**
   * The rules for the policy of one container: every resource inside the container, MediaStore
   * actions only, and no write without TLS.
   *
   * @param containerArn the ARN of the container, without a slash after its name
   * @throws IllegalArgumentException if the text is not a container ARN
   */
  public static PolicyRules containerPolicy(String containerArn) {
    return new PolicyRules(
        PolicyType.RESOURCE,
        ContainerArn.check(containerArn),
        true,
        false,
        false,
        PolicyLimits.containerPolicy());
  }

  /** The rules for an identity policy, a permissions boundary or a session policy. */
  public static PolicyRules identityPolicy() {
    return new PolicyRules(
        PolicyType.IDENTITY, null, true, false, false, PolicyLimits.identityPolicy());
  }

  /**
   * The grammar alone: nothing about the scope of resources, known actions, TLS, repeated Sids or
   * values that no operator can read (those never match).
   *
   * @param type with {@link PolicyType#RESOURCE} statements name principals, otherwise they do not
   */
  public static PolicyRules evaluationOnly(PolicyType type) {
    return new PolicyRules(
        type == PolicyType.RESOURCE ? PolicyType.RESOURCE : PolicyType.IDENTITY,
        null,
        false,
        true,
        true,
        PolicyLimits.identityPolicy().withMaxCharacters(EVALUATION_ONLY_CHARACTERS));
  }

  /**
   * These rules without the dialect's two liberties: as a resource, {@code "*"} no longer means
   * everything in this container, and {@code mediastore-data:} no longer stands for {@code
   * mediastore:}.
   */
  public PolicyRules withStrict() {
    return new PolicyRules(type, containerArn, complete, true, allowInsecurePut, limits);
  }

  /**
   * These rules, accepting a container policy that allows {@code mediastore:PutObject} without
   * demanding TLS; for servers that have none.
   */
  public PolicyRules withInsecurePutAllowed() {
    return new PolicyRules(type, containerArn, complete, strict, true, limits);
  }

  /** These rules with other limits. */
  public PolicyRules withLimits(PolicyLimits newLimits) {
    Objects.requireNonNull(newLimits, "newLimits");
    return new PolicyRules(type, containerArn, complete, strict, allowInsecurePut, newLimits);
  }

  /**
   * {@link PolicyType#RESOURCE} if statements name principals, else {@link PolicyType#IDENTITY}.
   */
  public PolicyType type() {
    return type;
  }

  /** The container that a container policy belongs to; empty for every other kind. */
  public Optional<String> containerArn() {
    return Optional.ofNullable(containerArn);
  }

  /** The limits on the text. */
  public PolicyLimits limits() {
    return limits;
  }

  boolean complete() {
    return complete;
  }

  boolean strict() {
    return strict;
  }

  boolean allowInsecurePut() {
    return allowInsecurePut;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PolicyRules that
        && type == that.type
        && Objects.equals(containerArn, that.containerArn)
        && complete == that.complete
        && strict == that.strict
        && allowInsecurePut == that.allowInsecurePut
        && limits.equals(that.limits);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, containerArn, complete, strict, allowInsecurePut, limits);
  }
}
