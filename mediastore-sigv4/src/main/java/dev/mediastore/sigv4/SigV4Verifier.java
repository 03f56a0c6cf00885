// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private static final Duration LONGEST_SKEW = Duration.ofDays(1);

  private final VerificationPool pool;

  private SigV4Verifier(VerifierSettings settings) {
    KeyCache keys = new KeyCache(settings.limits().signingKeys());
    CredentialTexts texts = new CredentialTexts();
    int processors = Runtime.getRuntime().availableProcessors();
    this.pool = new VerificationPool(4 * processors, () -> new Verification(settings, keys, texts));
  }

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
    return pool.verify(request);
  }

  /**
   * Settings of a verifier. Used by one thread at a time.
   *
   * @since 0.1
   */
  public static final class Builder {
    private String service = "mediastore";
    private final Set<String> regions = new LinkedHashSet<>();
    private PathRules pathRules = PathRules.STANDARD;
    private @Nullable CredentialsLookup credentials;
    private InstantSource clock = InstantSource.system();
    private Duration clockSkew = Duration.ofMinutes(15);
    private SigV4Limits limits = SigV4Limits.DEFAULTS;
    private boolean presigned = true;
    private boolean streamingPayloads = true;
    private boolean sigV4a = true;
    private boolean unsignedPayloads = true;
    private boolean anonymous = true;
    private boolean signedContentType;
    private final Set<String> unsignedHeaders = new LinkedHashSet<>(Set.of("x-amz-cf-id"));

    private Builder() {}

    /**
     * Sets the service a credential scope must name; {@code mediastore} unless set.
     *
     * @param name the service
     * @return this builder
     */
    public Builder service(String name) {
      service = requireText(name, "service");
      return this;
    }

    /**
     * Adds a region a credential scope may name. Without any, every region is accepted.
     *
     * @param name the region, for instance {@code us-east-1}
     * @return this builder
     */
    public Builder region(String name) {
      regions.add(requireText(name, "region"));
      return this;
    }

    /**
     * Sets the rule for the path; {@link PathRules#STANDARD} unless set.
     *
     * @param rules the rule
     * @return this builder
     */
    public Builder pathRules(PathRules rules) {
      pathRules = Objects.requireNonNull(rules, "rules");
      return this;
    }

    /**
     * Sets where credentials are found; must be set.
     *
     * @param lookup the lookup
     * @return this builder
     */
    public Builder credentials(CredentialsLookup lookup) {
      credentials = Objects.requireNonNull(lookup, "lookup");
      return this;
    }

    /**
     * Sets the clock; the system clock unless set.
     *
     * @param source the clock
     * @return this builder
     */
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets the clock skew tolerated in both directions; 15 minutes unless set.
     *
     * @param skew zero or positive, less than a day
     * @return this builder
     */
    public Builder clockSkew(Duration skew) {
      if (skew.isNegative() || skew.compareTo(LONGEST_SKEW) >= 0) {
        throw new IllegalArgumentException("clockSkew is not within a day: " + skew);
      }
      clockSkew = skew;
      return this;
    }

    /**
     * Sets the limits; {@link SigV4Limits#DEFAULTS} unless set.
     *
     * @param bounds the limits
     * @return this builder
     */
    public Builder limits(SigV4Limits bounds) {
      limits = Objects.requireNonNull(bounds, "bounds");
      return this;
    }

    /**
     * Sets whether signatures in the query are accepted; they are unless set.
     *
     * @param allowed false to refuse them
     * @return this builder
     */
    public Builder presigned(boolean allowed) {
      presigned = allowed;
      return this;
    }

    /**
     * Sets whether streamed ({@code aws-chunked}) payloads are accepted; they are unless set.
     *
     * @param allowed false to refuse them
     * @return this builder
     */
    public Builder streamingPayloads(boolean allowed) {
      streamingPayloads = allowed;
      return this;
    }

    /**
     * Sets whether Signature Version 4A is accepted; it is unless set.
     *
     * @param allowed false to answer it like an unknown algorithm
     * @return this builder
     */
    public Builder sigV4a(boolean allowed) {
      sigV4a = allowed;
      return this;
    }

    /**
     * Sets whether a signature may leave the body uncovered; it may unless set.
     *
     * @param allowed false to refuse {@code UNSIGNED-PAYLOAD} and its streamed form
     * @return this builder
     */
    public Builder unsignedPayloads(boolean allowed) {
      unsignedPayloads = allowed;
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
      anonymous = allowed;
      return this;
    }

    /**
     * Sets whether a {@code Content-Type} line must be signed; it need not unless set.
     *
     * @param required true to refuse an unsigned one
     * @return this builder
     */
    public Builder signedContentType(boolean required) {
      signedContentType = required;
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
      unsignedHeaders.add(PayloadField.lower(requireText(name, "header")));
      return this;
    }

    /**
     * Builds the verifier.
     *
     * @return the verifier
     * @throws IllegalStateException if no credentials are set
     */
    public SigV4Verifier build() {
      if (credentials == null) {
        throw new IllegalStateException("credentials are not set");
      }
      return new SigV4Verifier(
          new VerifierSettings(
              service,
              List.copyOf(regions),
              pathRules,
              credentials,
              clock,
              clockSkew.toMillis(),
              limits,
              presigned,
              streamingPayloads,
              sigV4a,
              unsignedPayloads,
              anonymous,
              signedContentType,
              List.copyOf(unsignedHeaders)));
    }

    private static String requireText(String text, String name) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException(name + " is empty");
      }
      return text;
    }
  }
}
