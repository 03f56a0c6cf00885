// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.PayloadExpectation;
import dev.mediastore.sigv4.PayloadVerifier;
import dev.mediastore.sigv4.SignatureResult;
import java.util.Optional;

/**
 * A caller, and what is still to be verified about the body of the request. Immutable.
 *
 * @param result the result for the head, never a refusal
 * @param caller who the signature names; anonymous without one
 */
record Authentication(SignatureResult result, Caller caller) {

  /**
   * Whether the signature covers a body that has not come yet: nothing is proved until then, so
   * nothing may be done or disclosed.
   */
  boolean pending() {
    return result instanceof SignatureResult.Pending;
  }

  /** Whether there is a signature. */
  boolean signed() {
    return result instanceof SignatureResult.Signed;
  }

  /** The region of the credential scope; empty without a signature or in one for many regions. */
  Optional<String> region() {
    return result instanceof SignatureResult.Signed signed
        ? Optional.of(signed.scope().region()).filter(region -> !region.isEmpty())
        : Optional.empty();
  }

  /** What the head says about the body. */
  PayloadExpectation payload() {
    if (result instanceof SignatureResult.Signed signed) {
      return signed.payload();
    }
    return ((SignatureResult.Anonymous) result).payload();
  }

  /** A verifier for the body. */
  PayloadVerifier payloadVerifier() {
    if (result instanceof SignatureResult.Signed signed) {
      return signed.payloadVerifier();
    }
    return ((SignatureResult.Anonymous) result).payloadVerifier();
  }
}
