// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    Anonymous(PayloadExpectation payload) {
      this.payload = payload;
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
      return new PlainPayload();
    }
  }

  /**
   * The request carries a signature and nothing in the head speaks against it. Whether the caller
   * is proved to be who it says differs: {@link Verified} or {@link Pending}. Immutable.
   *
   * @since 0.1
   */
  abstract sealed class Signed implements SignatureResult permits Verified, Pending {
    Signed() {}

    /**
     * Returns the credentials the request names.
     *
     * @return the credentials as the lookup gave them
     */
    public SigningCredentials credentials() {
      throw new UnsupportedOperationException();
    }

    /**
     * Returns the credential scope.
     *
     * @return the scope
     */
    public CredentialScope scope() {
      throw new UnsupportedOperationException();
    }

    /**
     * Returns the algorithm of the signature.
     *
     * @return the algorithm
     */
    public SignatureAlgorithm algorithm() {
      throw new UnsupportedOperationException();
    }

    /**
     * Tells whether the signature came in the query.
     *
     * @return true for a presigned request
     */
    public boolean presigned() {
      throw new UnsupportedOperationException();
    }

    /**
     * Returns when the client says it signed.
     *
     * @return the date of the request, whole seconds
     */
    public Instant signedAt() {
      throw new UnsupportedOperationException();
    }

    /**
     * Returns the end of a presigned request.
     *
     * @return the last instant of validity; empty if the signature came in a header
     */
    public Optional<Instant> expiresAt() {
      throw new UnsupportedOperationException();
    }

    /**
     * Returns the names of the signed headers.
     *
     * @return lower-case names in ascending order
     */
    public List<String> signedHeaders() {
      throw new UnsupportedOperationException();
    }

    /**
     * Returns what the request says about its body.
     *
     * @return the expectation
     */
    public PayloadExpectation payload() {
      throw new UnsupportedOperationException();
    }

    /**
     * Returns a verifier for the body. A request without a body needs it only if it is {@link
     * Pending}.
     *
     * @return a new verifier
     */
    public PayloadVerifier payloadVerifier() {
      throw new UnsupportedOperationException();
    }
  }

  /**
   * The caller holds the secret: the signature is right. The body, if there is one, still has to
   * pass the {@link #payloadVerifier()}.
   *
   * @since 0.1
   */
  final class Verified extends Signed {
    Verified() {}
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
    Pending() {}
  }

  /**
   * The request, or its body, is refused. Immutable.
   *
   * @since 0.1
   */
  final class Refused implements SignatureResult, PayloadResult {
    private final SigV4Error error;
    private final String publicMessage;

    Refused(SigV4Error error, String publicMessage) {
      this.error = error;
      this.publicMessage = publicMessage;
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
     * Explains the refusal to the operator; computed by each call.
     *
     * @return the explanation
     */
    public Explanation explanation() {
      return new Explanation();
    }

    @Override
    public String toString() {
      return "Refused[" + error + ", " + publicMessage + "]";
    }
  }
}
