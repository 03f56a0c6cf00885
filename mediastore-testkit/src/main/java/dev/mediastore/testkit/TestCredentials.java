// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.testkit;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/**
 * An access key made for one test. Immutable.
 *
 * @param accessKeyId what clients call the key
 * @param secretAccessKey what they sign with; random, worth nothing outside the test
 * @since 0.1
 */
public record TestCredentials(String accessKeyId, String secretAccessKey) {

  static TestCredentials random() {
    SecureRandom random = new SecureRandom();
    byte[] secret = new byte[30];
    random.nextBytes(secret);
    String id = "AKIATEST" + Long.toString(random.nextLong() >>> 4, 36).toUpperCase(Locale.ROOT);
    return new TestCredentials(id, Base64.getEncoder().encodeToString(secret));
  }

  /** The secret is left out. */
  @Override
  public String toString() {
    return "TestCredentials[" + accessKeyId + ']';
  }
}
