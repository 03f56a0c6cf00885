// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keys derived lately. An entry counts only while the credentials looked up for the request at hand
 * still hold the secret it was derived from, so a rotated secret is never served from here. Safe
 * for any thread.
 */
final class KeyCache {
  /** Yesterday's and today's scope; a presigned request of an older day derives its key anew. */
  private static final Duration KEPT = Duration.ofDays(2);

  private final Cache<KeyId, Entry> entries;

  private record KeyId(String accessKeyId, String version, @Nullable CredentialScope scope) {}

  private record Entry(SigningCredentials credentials, SignatureKey key) {}

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
    boolean hmac = algorithm == SignatureAlgorithm.HMAC_SHA256;
    KeyId id = new KeyId(credentials.accessKeyId(), credentials.version(), hmac ? scope : null);
    Entry known = entries.getIfPresent(id);
    if (known != null && known.credentials().hasSecretOf(credentials)) {
      return known.key();
    }
    SignatureKey key = hmac ? SigningKey.derive(credentials, scope) : EcdsaKey.derive(credentials);
    entries.put(id, new Entry(credentials, key));
    return key;
  }
}
