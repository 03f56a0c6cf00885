// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keys derived lately. An entry counts only while the credentials looked up for the request at hand
 * still have the version and the secret it was derived from, so a rotated secret is never served
 * from here: its successor takes its place, and the key of a deleted one is dropped. Safe for any
 * thread.
 */
final class KeyCache {
  /** Yesterday's and today's scope; a presigned request of an older day derives its key anew. */
  private static final Duration KEPT = Duration.ofDays(2);

  private final Cache<KeyId, Entry> entries;

  /** The scope counts for Version 4 only: the key of Version 4A is the same in every scope. */
  private record KeyId(String accessKeyId, @Nullable CredentialScope scope) {
    static KeyId of(String accessKeyId, CredentialScope scope, SignatureAlgorithm algorithm) {
      return new KeyId(accessKeyId, algorithm == SignatureAlgorithm.HMAC_SHA256 ? scope : null);
    }
  }

  private record Entry(SigningCredentials credentials, SignatureKey key) {
    boolean isOf(SigningCredentials current) {
      return credentials.version().equals(current.version()) && credentials.hasSecretOf(current);
    }
  }

  KeyCache(int limit) {
    entries =
        Caffeine.newBuilder()
            .maximumSize(limit)
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();
  }

  SignatureKey get(
      SigningCredentials credentials, CredentialScope scope, SignatureAlgorithm algorithm) {
    KeyId id = KeyId.of(credentials.accessKeyId(), scope, algorithm);
    Entry known = entries.getIfPresent(id);
    if (known != null && known.isOf(credentials)) {
      return known.key();
    }
    SignatureKey key =
        algorithm == SignatureAlgorithm.HMAC_SHA256
            ? SigningKey.derive(credentials, scope)
            : EcdsaKey.derive(credentials);
    entries.put(id, new Entry(credentials, key));
    return key;
  }

  /** Forgets the key of an access key that is no longer known. */
  void drop(String accessKeyId, CredentialScope scope, SignatureAlgorithm algorithm) {
    entries.invalidate(KeyId.of(accessKeyId, scope, algorithm));
  }

  long size() {
    return entries.estimatedSize();
  }
}
