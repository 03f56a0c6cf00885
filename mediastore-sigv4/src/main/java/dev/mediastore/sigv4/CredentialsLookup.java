// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds credentials by access key: the one thing a verifier asks its embedder. Called on the thread
 * that verifies, once per signed request, by many threads at once; it may be slow. An exception or
 * a null result refuses the request with {@link SigV4Error#CREDENTIALS_UNAVAILABLE}. The secret is
 * taken from the answer each time, so a rotated or deleted key counts from the next request on.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CredentialsLookup {
  /**
   * Finds the credentials of an access key.
   *
   * @param accessKeyId the access key as the request names it, neither checked nor trusted
   * @return the credentials; empty if the key is unknown
   */
  Optional<SigningCredentials> find(String accessKeyId);

  /**
   * Returns a lookup that asks this one on another thread and gives up after a while, so that a
   * directory that hangs refuses requests instead of holding them.
   *
   * @param limit how long to wait, positive
   * @param executor runs the lookups; interrupted when the wait is over
   * @return the lookup; it throws {@link CredentialsUnavailableException} when it gives up
   */
  default CredentialsLookup within(Duration limit, Executor executor) {
    return new BoundedLookup(this, limit, executor);
  }

  /**
   * Returns a lookup in a fixed set.
   *
   * @param credentials the credentials, at most one per access key
   * @return the lookup, immutable
   * @throws IllegalStateException if an access key occurs twice
   */
  static CredentialsLookup of(SigningCredentials... credentials) {
    Map<String, Optional<SigningCredentials>> byId =
        Arrays.stream(credentials)
            .map(Optional::of)
            .collect(
                Collectors.toUnmodifiableMap(
                    found -> found.orElseThrow().accessKeyId(), Function.identity()));
    return accessKeyId -> byId.getOrDefault(accessKeyId, Optional.empty());
  }
}
