// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/**
 * Credentials of a session, made for one test. Immutable.
 *
 * @param accessKeyId what clients call the key
 * @param secretAccessKey what they sign with; random, worth nothing outside the test
 * @param sessionToken what they send along
 * @param expiration when the origin stops to accept them, by its own clock
 * @since 0.1
 */
public record TemporaryCredentials(
    String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {

  private static final int TOKEN_BYTES = 120;

  static TemporaryCredentials random(Instant expiration) {
    TestCredentials key = TestCredentials.random();
    byte[] token = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    return new TemporaryCredentials(
        key.accessKeyId().replace("AKIA", "ASIA"),
        key.secretAccessKey(),
        Base64.getEncoder().encodeToString(token),
        expiration);
  }

  /** Secret and token are left out. */
  @Override
  public String toString() {
    return "TemporaryCredentials[" + accessKeyId + ", until " + expiration + ']';
  }
}
