// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Credential} of a request, taken apart: access key, then the scope. Split from the
 * right, since an access key may hold slashes. Safe for any thread.
 */
final class CredentialText {
  /** The text as a request holds it, in a query with escapes. */
  private final String source;

  private final String text;
  private final String accessKeyId;
  private final CredentialScope scope;
  private final String terminator;

  /**
   * The key last used with this text. Written without order, which is harmless: what it refers to
   * is immutable, and it counts only for the very credentials it was derived from.
   */
  private @Nullable Remembered remembered;

  private record Remembered(SigningCredentials credentials, SignatureKey key) {}

  private CredentialText(
      String source, String text, String accessKeyId, CredentialScope scope, String terminator) {
    this.source = source;
    this.text = text;
    this.accessKeyId = accessKeyId;
    this.scope = scope;
    this.terminator = terminator;
  }

  /** Returns null if the text has fewer parts than the algorithm asks for. */
  static @Nullable CredentialText parse(String text, SignatureAlgorithm algorithm) {
    return parse(text, text, algorithm);
  }

  /** Does the same for a text that is spelt otherwise where it stands. */
  static @Nullable CredentialText parse(String source, String text, SignatureAlgorithm algorithm) {
    int terminator = text.lastIndexOf('/');
    int service = text.lastIndexOf('/', terminator - 1);
    int region = service;
    if (algorithm == SignatureAlgorithm.HMAC_SHA256) {
      region = text.lastIndexOf('/', service - 1);
    }
    int date = text.lastIndexOf('/', region - 1);
    if (terminator < 0 || service < 0 || region < 0 || date < 0) {
      return null;
    }
    String regionName = region == service ? "" : text.substring(region + 1, service);
    CredentialScope scope =
        new CredentialScope(
            text.substring(date + 1, region), regionName, text.substring(service + 1, terminator));
    return new CredentialText(
        source, text, text.substring(0, date), scope, text.substring(terminator + 1));
  }

  /** Returns the key for this scope, from memory if the credentials are the same as last time. */
  @SuppressWarnings("ReferenceEquality") // Anything but the same object is for the cache to judge.
  SignatureKey key(SigningCredentials credentials, KeyCache keys, SignatureAlgorithm algorithm) {
    Remembered last = remembered;
    if (last != null && last.credentials() == credentials) {
      return last.key();
    }
    SignatureKey key = keys.get(credentials, scope, algorithm);
    remembered = new Remembered(credentials, key);
    return key;
  }

  boolean isAt(String request, int from, int to) {
    return to - from == source.length() && request.startsWith(source, from);
  }

  /** Tells whether the key last used is that of these very credentials. */
  @SuppressWarnings("ReferenceEquality")
  boolean remembers(SigningCredentials credentials) {
    Remembered last = remembered;
    return last != null && last.credentials() == credentials;
  }

  String accessKeyId() {
    return accessKeyId;
  }

  CredentialScope scope() {
    return scope;
  }

  /** Writes the scope as received. */
  void writeScope(CanonicalBuffer out) throws Refusal {
    out.append(text, accessKeyId.length() + 1, text.length());
  }

  boolean hasTerminator() {
    return terminator.equals(CredentialScope.TERMINATOR);
  }
}
