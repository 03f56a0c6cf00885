// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import dev.mediastore.http.Callers;
import dev.mediastore.policy.PolicyDocument;
import dev.mediastore.sigv4.SigV4Signer;
import dev.mediastore.sigv4.SigningCredentials;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The account of a test origin: its root, and who a test lets in besides. Safe for any thread. */
final class TestAccount {
  static final String NUMBER = "111122223333";
  static final String REGION = "us-east-1";

  private final InstantSource clock;
  private final TestCredentials root = TestCredentials.random();
  private final Callers callers = Callers.create();
  private final Set<String> issuedKeys = ConcurrentHashMap.newKeySet();

  /**
   * @param clock that of the origin
   */
  TestAccount(InstantSource clock) {
    this.clock = clock;
    admitRoot();
  }

  private void admitRoot() {
    callers.rootKey(root.accessKeyId(), root.secretAccessKey(), NUMBER);
  }

  /** Whom the origin knows. */
  Callers callers() {
    return callers;
  }

  TestCredentials root() {
    return root;
  }

  SigV4Signer rootSigner() {
    return SigV4Signer.builder(
            SigningCredentials.of(root.accessKeyId(), root.secretAccessKey()), REGION)
        .clock(clock)
        .build();
  }

  TestCredentials user(String name, PolicyDocument... identityPolicies) {
    TestCredentials key = TestCredentials.random();
    callers.userKey(
        key.accessKeyId(),
        key.secretAccessKey(),
        "arn:aws:iam::" + NUMBER + ":user/" + name,
        identityPolicies);
    issuedKeys.add(key.accessKeyId());
    return key;
  }

  RoleSession assumeRole(String role, String session) {
    return new RoleSession(
        NUMBER, role, session, clock, callers, key -> issuedKeys.add(key.accessKeyId()));
  }

  void revoke(String accessKeyId) {
    callers.remove(accessKeyId);
  }

  /** Forgets every key but the root's, which is good again should it have been revoked. */
  void reset() {
    issuedKeys.forEach(callers::remove);
    issuedKeys.clear();
    admitRoot();
  }
}
