// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier found out from the head of a request: {@link Anonymous}, {@link Verified}, {@link
 * Pending} or {@link Refused}.
 *
 * @since 0.1
 */
public sealed interface SignatureResult
    permits SignatureResult.Anonymous, SignatureResult.Signed, SignatureResult.Refused {

  /**
   * The request carries no credentials. Immutable.
   *
   * @since 0.1
   */
  final class Anonymous implements SignatureResult {
    private final PayloadExpectation payload;
    private final PayloadPlan plan;

    Anonymous(PayloadExpectation payload, PayloadPlan plan) {
      this.payload = payload;
      this.plan = plan;
    }

    /**
     * Returns what the request says about its body.
     *
     * @return the expectation
     */
    public PayloadExpectation payload() {
      return payload;
    }

    /**
     * Returns a verifier for the body: nobody vouches for it, but it may be framed or declare its
     * digest.
     *
     * @return a new verifier
     */
    public PayloadVerifier payloadVerifier() {
      return plan.open();
    }

    @Override
    public String toString() {
      return "Anonymous";
    }
  }

  /**
   * The request carries a signature and nothing in the head speaks against it. Whether the caller
   * is proved to be who it says differs: {@link Verified} or {@link Pending}. Immutable.
   *
   * @since 0.1
   */
  abstract sealed class Signed implements SignatureResult permits Verified, Pending {
    private final SigningCredentials credentials;
    private final CredentialText credential;
    private final SignatureAlgorithm algorithm;
    private final boolean presigned;
    private final long signedAt;
    private final long validSeconds;
    private final String signedHeaders;
    private final int signedFrom;
    private final int signedTo;
    private final PayloadExpectation payload;
    private final PayloadPlan plan;

    Signed(
        SigningCredentials credentials, Claim claim, PayloadExpectation payload, PayloadPlan plan) {
      this.credentials = credentials;
      this.credential = claim.credential();
      this.algorithm = claim.algorithm;
      this.presigned = claim.presigned;
      this.signedAt = claim.signedAt;
      this.validSeconds = claim.validSeconds;
      this.signedHeaders = claim.signedHeaders;
      this.signedFrom = claim.signedFrom;
      this.signedTo = claim.signedTo;
      this.payload = payload;
      this.plan = plan;
    }

    /**
     * Returns the credentials the request names.
     *
     * @return the credentials as the lookup gave them
     */
    public SigningCredentials credentials() {
      return credentials;
    }

    /**
     * Returns the credential scope.
     *
     * @return the scope
     */
    public CredentialScope scope() {
      return credential.scope();
    }

    /**
     * Returns the algorithm of the signature.
     *
     * @return the algorithm
     */
    public SignatureAlgorithm algorithm() {
      return algorithm;
    }

    /**
     * Tells whether the signature came in the query.
     *
     * @return true for a presigned request
     */
    public boolean presigned() {
      return presigned;
    }

    /**
     * Returns when the client says it signed.
     *
     * @return the date of the request, whole seconds
     */
    public Instant signedAt() {
      return Instant.ofEpochSecond(signedAt);
    }

    /**
     * Returns the end of a presigned request.
     *
     * @return the last instant of validity; empty if the signature came in a header
     */
    public Optional<Instant> expiresAt() {
      return presigned
          ? Optional.of(Instant.ofEpochSecond(signedAt + validSeconds))
          : Optional.empty();
    }

    /**
     * Returns the names of the signed headers.
     *
     * @return lower-case names in ascending order
     */
    public List<String> signedHeaders() {
      return List.of(signedHeaders.substring(signedFrom, signedTo).split(";", -1));
    }

    /**
     * Returns what the request says about its body.
     *
     * @return the expectation
     */
    public PayloadExpectation payload() {
      return payload;
    }

    /**
     * Returns a verifier for the body.
     *
     * @return a new verifier
     */
    public PayloadVerifier payloadVerifier() {
      return plan.open();
    }

    @Override
    public String toString() {
      return getClass().getSimpleName() + "[" + credentials.accessKeyId() + "]";
    }
  }

  /**
   * The caller holds the secret: the signature is right. The body, if there is one, still has to
   * pass the {@link #payloadVerifier()}.
   *
   * @since 0.1
   */
  final class Verified extends Signed {
    Verified(
        SigningCredentials credentials, Claim claim, PayloadExpectation payload, PayloadPlan plan) {
      super(credentials, claim, payload, plan);
    }
  }

  /**
   * The signature covers a body that has not come yet, so nothing is proved: anybody can send this
   * head. No effect may be visible and nothing may be disclosed before the {@link
   * #payloadVerifier()} has answered {@link PayloadResult.Accepted}, even where the operation has
   * no use for a body.
   *
   * @since 0.1
   */
  final class Pending extends Signed {
    Pending(
        SigningCredentials credentials, Claim claim, PayloadExpectation payload, PayloadPlan plan) {
      super(credentials, claim, payload, plan);
    }
  }

  /**
   * The request, or its body, is refused. Immutable.
   *
   * @since 0.1
   */
  final class Refused implements SignatureResult, PayloadResult {
    private final SigV4Error error;
    private final String publicMessage;
    private final @Nullable Evidence evidence;

    Refused(SigV4Error error, String publicMessage) {
      this(error, publicMessage, null);
    }

    private Refused(SigV4Error error, String publicMessage, @Nullable Evidence evidence) {
      this.error = error;
      this.publicMessage = publicMessage;
      this.evidence = evidence;
    }

    /** Returns this refusal with what was known about the request, unless it has it already. */
    Refused explainedBy(Evidence known) {
      return evidence == null ? new Refused(error, publicMessage, known) : this;
    }

    /**
     * Returns the reason as a code.
     *
     * @return the reason
     */
    public SigV4Error error() {
      return error;
    }

    /**
     * Returns a text that may be shown to the client: it holds no secret, is at most 255 characters
     * long, and uses letters, digits, space and {@code _ : . ? -} only.
     *
     * @return the text
     */
    public String publicMessage() {
      return publicMessage;
    }

    /**
     * Explains the refusal to the operator. Each call computes it anew, trying the usual mistakes
     * of signers on the request; that takes about as long as verifying it twenty times.
     *
     * @return the explanation
     */
    public Explanation explanation() {
      return Explanation.of(error, publicMessage, evidence == null ? Evidence.NONE : evidence);
    }

    @Override
    public String toString() {
      return "Refused[" + error + ", " + publicMessage + "]";
    }
  }
}
