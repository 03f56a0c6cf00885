// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * The credential texts seen last. A client sends the same one all day, so most requests find theirs
 * taken apart already and allocate nothing for it. Safe for any thread: the array is written
 * without order, which is harmless because every element is immutable and compared in full.
 */
final class CredentialTexts {
  private static final int SLOTS = 256;

  /** Characters that go into the choice of a slot: access keys differ here, scopes hardly do. */
  private static final int TELLING = 20;

  /** Longer texts are made up; they are not worth the memory. */
  private static final int LONGEST_KEPT = 256;

  private final @Nullable CredentialText[] hmac = new CredentialText[SLOTS];
  private final @Nullable CredentialText[] ecdsa = new CredentialText[SLOTS];

  @Nullable CredentialText parse(String source, int from, int to, SignatureAlgorithm algorithm) {
    @Nullable CredentialText[] seen = algorithm == SignatureAlgorithm.HMAC_SHA256 ? hmac : ecdsa;
    int slot = slot(source, from, to);
    CredentialText known = seen[slot];
    if (known != null && known.isAt(source, from, to)) {
      return known;
    }
    CredentialText parsed = CredentialText.parse(source.substring(from, to), algorithm);
    if (parsed != null && to - from <= LONGEST_KEPT) {
      seen[slot] = parsed;
    }
    return parsed;
  }

  private static int slot(String source, int from, int to) {
    int hash = to - from;
    for (int i = from; i < Math.min(to, from + TELLING); i++) {
      hash = 31 * hash + source.charAt(i);
    }
    return (hash ^ hash >>> 16) & (SLOTS - 1);
  }
}
