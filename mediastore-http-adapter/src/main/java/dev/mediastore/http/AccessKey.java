// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.SigningCredentials;
import java.util.Objects;

/**
 * Credentials and the caller they stand for. Immutable.
 *
 * @param credentials access key, secret and perhaps a session token
 * @param caller who signs with them
 * @since 0.1
 */
public record AccessKey(SigningCredentials credentials, Caller caller) {

  /** Checks that both are there and that the caller can have an access key. */
  public AccessKey {
    Objects.requireNonNull(credentials, "credentials");
    if (caller.isAnonymous()) {
      throw new IllegalArgumentException("an anonymous caller has no access key");
    }
  }
}
