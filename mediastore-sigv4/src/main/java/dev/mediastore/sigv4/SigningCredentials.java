// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access key with its secret, and for temporary credentials their session token and end.
 * Immutable; equal if every part is equal. The text form names the access key only.
 *
 * @since 0.1
 */
public final class SigningCredentials {
  private final String accessKeyId;
  private final String secretAccessKey;
  private final @Nullable String sessionToken;
  private final @Nullable Instant expiresAt;
  private final String version;
  private final @Nullable Object owner;

  private SigningCredentials(
      String accessKeyId,
      String secretAccessKey,
      @Nullable String sessionToken,
      @Nullable Instant expiresAt,
      String version,
      @Nullable Object owner) {
    this.accessKeyId = requireText(accessKeyId, "accessKeyId");
    this.secretAccessKey = requireText(secretAccessKey, "secretAccessKey");
    this.sessionToken = sessionToken;
    this.expiresAt = expiresAt;
    this.version = Objects.requireNonNull(version, "version");
    this.owner = owner;
  }

  /**
   * Returns long-term credentials.
   *
   * @param accessKeyId the access key, not empty; may contain {@code /}
   * @param secretAccessKey the secret, not empty
   * @return the credentials
   */
  public static SigningCredentials of(String accessKeyId, String secretAccessKey) {
    return new SigningCredentials(accessKeyId, secretAccessKey, null, null, "", null);
  }

  /**
   * Returns these credentials as temporary ones: a request must bring the token along.
   *
   * @param token the session token, not empty
   * @return the credentials
   */
  public SigningCredentials withSessionToken(String token) {
    return new SigningCredentials(
        accessKeyId, secretAccessKey, requireText(token, "token"), expiresAt, version, owner);
  }

  /**
   * Returns these credentials with an end.
   *
   * @param instant the first instant at which they are no longer accepted
   * @return the credentials
   */
  public SigningCredentials withExpiry(Instant instant) {
    Objects.requireNonNull(instant, "instant");
    return new SigningCredentials(
        accessKeyId, secretAccessKey, sessionToken, instant, version, owner);
  }

  /**
   * Returns these credentials under a version of the embedder's choice, for its own bookkeeping.
   *
   * @param opaque any text
   * @return the credentials
   */
  public SigningCredentials withVersion(String opaque) {
    return new SigningCredentials(
        accessKeyId, secretAccessKey, sessionToken, expiresAt, opaque, owner);
  }

  /**
   * Returns these credentials with their owner: whatever the embedder wants to find again on a
   * verified request, such as an account or a role.
   *
   * @param value an immutable value; the module only hands it on
   * @return the credentials
   */
  public SigningCredentials withOwner(Object value) {
    return new SigningCredentials(
        accessKeyId,
        secretAccessKey,
        sessionToken,
        expiresAt,
        version,
        Objects.requireNonNull(value, "value"));
  }

  /**
   * Returns the public part.
   *
   * @return the access key
   */
  public String accessKeyId() {
    return accessKeyId;
  }

  /**
   * Returns the secret; never log it.
   *
   * @return the secret
   */
  public String secretAccessKey() {
    return secretAccessKey;
  }

  /**
   * Returns the token a request must bring along.
   *
   * @return the session token; empty for long-term credentials
   */
  public Optional<String> sessionToken() {
    return Optional.ofNullable(sessionToken);
  }

  /**
   * Returns the first instant at which the credentials are no longer accepted.
   *
   * @return the end; empty if there is none
   */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /**
   * Returns the version given by the embedder.
   *
   * @return the version; an empty text unless one was set
   */
  public String version() {
    return version;
  }

  /**
   * Returns the owner given by the embedder.
   *
   * @param <T> the type of the owner
   * @param type the class of the owner
   * @return the owner; empty if none was set
   * @throws ClassCastException if the owner is of another class
   */
  public <T> Optional<T> owner(Class<T> type) {
    return Optional.ofNullable(owner).map(type::cast);
  }

  /** Compares the secrets in constant time; the same object needs no comparison. */
  @SuppressWarnings("ReferenceEquality")
  boolean hasSecretOf(SigningCredentials other) {
    return this == other || isEqual(secretAccessKey, other.secretAccessKey);
  }

  /** Tells whether a request brings exactly the token these credentials ask for, or none. */
  boolean acceptToken(@Nullable String token) {
    if (sessionToken == null || token == null) {
      return sessionToken == null && token == null;
    }
    return isEqual(sessionToken, token);
  }

  boolean haveEnded(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  private static boolean isEqual(String secret, String received) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8), received.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SigningCredentials that
        && accessKeyId.equals(that.accessKeyId)
        && hasSecretOf(that)
        && Objects.equals(sessionToken, that.sessionToken)
        && Objects.equals(expiresAt, that.expiresAt)
        && version.equals(that.version)
        && Objects.equals(owner, that.owner);
  }

  @Override
  public int hashCode() {
    return Objects.hash(accessKeyId, version);
  }

  @Override
  public String toString() {
    return "SigningCredentials[" + accessKeyId + "]";
  }

  private static String requireText(String text, String name) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(name + " is empty");
    }
    return text;
  }
}
