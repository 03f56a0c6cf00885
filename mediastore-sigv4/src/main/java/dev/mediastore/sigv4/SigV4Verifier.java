// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Verifies Signature Version 4 and 4A. Safe for any thread; build it once per service.
 *
 * <pre>{@code
 * SigV4Verifier verifier =
 *     SigV4Verifier.builder()
 *         .service("mediastore")
 *         .region("us-east-1")
 *         .credentials(CredentialsLookup.of(SigningCredentials.of("AKIDEXAMPLE", secret)))
 *         .build();
 * SignatureResult result = verifier.verify(request);
 * }</pre>
 *
 * @since 0.1
 */
public final class SigV4Verifier {
  private SigV4Verifier() {}

  /**
   * Returns a builder with the settings of MediaStore.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Verifies the head of a request.
   *
   * @param request the head; read only during the call
   * @return the result
   */
  public SignatureResult verify(RequestView request) {
    return new SignatureResult.Refused(
        SigV4Error.CREDENTIALS_UNAVAILABLE, "Signatures of " + request.method() + " not verified");
  }

  /**
   * Settings of a verifier. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private Builder() {}

    /**
     * Sets the service a credential scope must name; {@code mediastore} unless set.
     *
     * @param name the service
     * @return this builder
     */
    public Builder service(String name) {
      return this;
    }

    /**
     * Adds a region a credential scope may name. Without any, every region is accepted.
     *
     * @param name the region, for instance {@code us-east-1}
     * @return this builder
     */
    public Builder region(String name) {
      return this;
    }

    /**
     * Sets the rule for the path; {@link PathRules#STANDARD} unless set.
     *
     * @param rules the rule
     * @return this builder
     */
    public Builder pathRules(PathRules rules) {
      return this;
    }

    /**
     * Sets where credentials are found; must be set.
     *
     * @param lookup the lookup
     * @return this builder
     */
    public Builder credentials(CredentialsLookup lookup) {
      return this;
    }

    /**
     * Sets the clock; the system clock unless set.
     *
     * @param source the clock
     * @return this builder
     */
    public Builder clock(InstantSource source) {
      return this;
    }

    /**
     * Sets the clock skew tolerated in both directions; 15 minutes unless set.
     *
     * @param skew zero or positive, less than a day
     * @return this builder
     */
    public Builder clockSkew(Duration skew) {
      return this;
    }

    /**
     * Sets the limits; {@link SigV4Limits#DEFAULTS} unless set.
     *
     * @param bounds the limits
     * @return this builder
     */
    public Builder limits(SigV4Limits bounds) {
      return this;
    }

    /**
     * Sets whether signatures in the query are accepted; they are unless set.
     *
     * @param allowed false to refuse them
     * @return this builder
     */
    public Builder presigned(boolean allowed) {
      return this;
    }

    /**
     * Sets whether streamed ({@code aws-chunked}) payloads are accepted; they are unless set.
     *
     * @param allowed false to refuse them
     * @return this builder
     */
    public Builder streamingPayloads(boolean allowed) {
      return this;
    }

    /**
     * Sets whether Signature Version 4A is accepted; it is unless set.
     *
     * @param allowed false to answer it like an unknown algorithm
     * @return this builder
     */
    public Builder sigV4a(boolean allowed) {
      return this;
    }

    /**
     * Sets whether a signature may leave the body uncovered; it may unless set.
     *
     * @param allowed false to refuse {@code UNSIGNED-PAYLOAD} and its streamed form
     * @return this builder
     */
    public Builder unsignedPayloads(boolean allowed) {
      return this;
    }

    /**
     * Sets whether a request without credentials is {@link SignatureResult.Anonymous}, which it is
     * unless set, or refused.
     *
     * @param allowed false to refuse it
     * @return this builder
     */
    public Builder anonymous(boolean allowed) {
      return this;
    }

    /**
     * Sets whether a {@code Content-Type} line must be signed; it need not unless set.
     *
     * @param required true to refuse an unsigned one
     * @return this builder
     */
    public Builder signedContentType(boolean required) {
      return this;
    }

    /**
     * Adds an {@code x-amz-} header that may arrive unsigned because something between the client
     * and here adds it. {@code x-amz-cf-id} always may.
     *
     * @param name the header
     * @return this builder
     */
    public Builder unsignedHeader(String name) {
      return this;
    }

    /**
     * Builds the verifier.
     *
     * @return the verifier
     */
    public SigV4Verifier build() {
      return new SigV4Verifier();
    }
  }
}
