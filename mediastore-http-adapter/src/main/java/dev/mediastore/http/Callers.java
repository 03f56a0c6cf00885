// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.policy.Principal;
import dev.mediastore.sigv4.SigningCredentials;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A directory of callers in memory. Safe for any thread; a change is effective for the next
 * request.
 *
 * <pre>{@code
 * Callers callers =
 *     Callers.create()
 *         .rootKey("AKIDEXAMPLE", secret, "111122223333")
 *         .userKey("AKIDENCODER", other, "arn:aws:iam::111122223333:user/encoder",
 *             IdentityPolicies.uploader(containerArn, "live/channel1"));
 * }</pre>
 *
 * @since 0.1
 */
public final class Callers implements CallerDirectory {
  private final ConcurrentMap<String, AccessKey> keys = new ConcurrentHashMap<>();

  private Callers() {}

  /** A directory without anybody: every signed request is refused until keys are added. */
  public static Callers create() {
    return new Callers();
  }

  /**
   * Adds a key of the root user of an account, who may do everything in it that no container policy
   * denies.
   *
   * @param account twelve digits
   */
  public Callers rootKey(String accessKeyId, String secretAccessKey, String account) {
    return put(
        new AccessKey(SigningCredentials.of(accessKeyId, secretAccessKey), Caller.root(account)));
  }

  /**
   * Adds a key of a user.
   *
   * @param userArn {@code arn:aws:iam::ACCOUNT:user/NAME}
   * @param identityPolicies what the user may do; {@link IdentityPolicies} has templates
   */
  public Callers userKey(
      String accessKeyId,
      String secretAccessKey,
      String userArn,
      PolicyDocument... identityPolicies) {
    return put(
        new AccessKey(
            SigningCredentials.of(accessKeyId, secretAccessKey),
            caller(Principal.user(userArn), identityPolicies).build()));
  }

  /**
   * Adds a temporary key of a session of a role.
   *
   * @param sessionArn {@code arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION}
   * @param credentials with a session token and an expiry
   * @param issuedAt when they were issued
   * @param identityPolicies what the role may do
   */
  public Callers sessionKey(
      SigningCredentials credentials,
      String sessionArn,
      Instant issuedAt,
      PolicyDocument... identityPolicies) {
    Caller.Builder caller = caller(Principal.assumedRole(sessionArn), identityPolicies);
    return put(new AccessKey(credentials, caller.tokenIssuedAt(issuedAt).build()));
  }

  /** Adds a key, in place of one of the same access key id. */
  public Callers put(AccessKey key) {
    keys.put(key.credentials().accessKeyId(), key);
    return this;
  }

  /** Takes a key away; does nothing if it is unknown. */
  public Callers remove(String accessKeyId) {
    keys.remove(accessKeyId);
    return this;
  }

  private static Caller.Builder caller(Principal principal, PolicyDocument... policies) {
    Caller.Builder caller = Caller.builder(principal);
    for (PolicyDocument policy : policies) {
      caller.identityPolicy(policy);
    }
    return caller;
  }

  @Override
  public Optional<AccessKey> find(String accessKeyId) {
    return Optional.ofNullable(keys.get(accessKeyId));
  }

  /** No: everything is in memory. */
  @Override
  public boolean mayBlock() {
    return false;
  }

  /** The number of keys only. */
  @Override
  public String toString() {
    return "Callers[" + keys.size() + ']';
  }
}
