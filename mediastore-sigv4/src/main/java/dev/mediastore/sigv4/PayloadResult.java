// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.List;
import java.util.Map;

/**
 * What became of a body: {@link Accepted} or {@link SignatureResult.Refused}.
 *
 * @since 0.1
 */
public sealed interface PayloadResult permits PayloadResult.Accepted, SignatureResult.Refused {
  /**
   * The body is the one the signature covers, as far as its form covers it. Immutable.
   *
   * @param length the length of the object in bytes, framing not counted; -1 if the caller brought
   *     the digest and the verifier did not see the bytes
   * @param trailers the trailer fields of a framed body, lower-case name and value, without the
   *     trailer signature
   * @since 0.1
   */
  record Accepted(long length, List<Map.Entry<String, String>> trailers) implements PayloadResult {
    /** Copies the trailers. */
    public Accepted {
      trailers = List.copyOf(trailers);
    }
  }
}
