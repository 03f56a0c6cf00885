// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.AccessKey;
import dev.mediastore.http.Caller;
import dev.mediastore.http.Callers;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.Principal;
import dev.mediastore.sigv4.SigningCredentials;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A session of a role that a test is about to begin: what {@code AssumeRole} of the token service
 * does, without that service. Used by one thread at a time.
 *
 * <pre>{@code
 * TemporaryCredentials encoder =
 *     origin.assumeRole("encoder", "session-1")
 *         .policy(IdentityPolicies.uploader(origin.container("live").arn(), "hls"))
 *         .validFor(Duration.ofMinutes(15))
 *         .issue();
 * }</pre>
 *
 * @since 0.1
 */
public final class RoleSession {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(36);

  private final Caller.Builder caller;
  private final InstantSource clock;
  private final Callers callers;
  private final Consumer<TemporaryCredentials> issued;
  private Duration validity = Duration.ofHours(1);

  RoleSession(
      String account,
      String role,
      String session,
      InstantSource clock,
      Callers callers,
      Consumer<TemporaryCredentials> issued) {
    this.caller =
        Caller.builder(
            Principal.assumedRole(
                "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session));
    this.clock = clock;
    this.callers = callers;
    this.issued = issued;
  }

  /**
   * Adds an identity policy of the role; without any, only container policies let the session in.
   *
   * @param policy for example one of {@link dev.mediastore.http.IdentityPolicies}
   * @return this
   */
  public RoleSession policy(PolicyDocument policy) {
    caller.identityPolicy(policy);
    return this;
  }

  /**
   * Sets the most that the role's policies can grant.
   *
   * @param policy never grants anything by itself
   * @return this
   */
  public RoleSession permissionsBoundary(PolicyDocument policy) {
    caller.permissionsBoundary(policy);
    return this;
  }

  /**
   * Adds the most that this session can be granted.
   *
   * @param policy never grants anything by itself
   * @return this
   */
  public RoleSession sessionPolicy(PolicyDocument policy) {
    caller.sessionPolicy(policy);
    return this;
  }

  /**
   * Adds a tag of the session: {@code aws:PrincipalTag/NAME}.
   *
   * @param name of the tag
   * @param value of the tag
   * @return this
   */
  public RoleSession tag(String name, String value) {
    caller.tag(name, value);
    return this;
  }

  /**
   * Sets how long the credentials are good, by the origin's clock.
   *
   * @param time an hour unless set; from a second to 36 hours
   * @return this
   */
  public RoleSession validFor(Duration time) {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("validFor must be from 1 s to 36 h: " + time);
    }
    validity = Objects.requireNonNull(time, "time");
    return this;
  }

  /**
   * Issues the credentials, which the origin knows from now on.
   *
   * @return access key, secret, session token and expiry
   */
  public TemporaryCredentials issue() {
    Instant now = clock.instant();
    TemporaryCredentials credentials = TemporaryCredentials.random(now.plus(validity));
    callers.put(
        new AccessKey(
            SigningCredentials.of(credentials.accessKeyId(), credentials.secretAccessKey())
                .withSessionToken(credentials.sessionToken())
                .withExpiry(credentials.expiration()),
            caller.tokenIssuedAt(now).build()));
    issued.accept(credentials);
    return credentials;
  }
}
