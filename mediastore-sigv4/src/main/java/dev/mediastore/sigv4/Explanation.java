// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a signature was refused, for the operator's eyes: what the verifier computed and what the
 * likely mistake is. Not for the client: it may help to forge. Session tokens and signatures are
 * redacted. Immutable.
 *
 * @since 0.1
 */
public final class Explanation {
  Explanation() {}

  /**
   * Returns the canonical request the verifier computed, tokens redacted.
   *
   * @return the text; empty if the request was refused before it was computed
   */
  public Optional<String> canonicalRequest() {
    return Optional.empty();
  }

  /**
   * Returns the string to sign the verifier computed.
   *
   * @return the text; empty if the request was refused before it was computed
   */
  public Optional<String> stringToSign() {
    return Optional.empty();
  }

  /**
   * Returns how far the request's date is from the verifier's clock.
   *
   * @return positive if the request is dated in the future; empty if it has no readable date
   */
  public Optional<Duration> clockOffset() {
    return Optional.empty();
  }

  /**
   * Returns what probably went wrong, the likeliest first.
   *
   * @return sentences
   */
  public List<String> hints() {
    return List.of();
  }
}
