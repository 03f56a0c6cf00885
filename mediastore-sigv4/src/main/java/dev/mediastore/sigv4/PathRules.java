// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/**
 * How the path of a request enters the canonical request. A service follows exactly one of the
 * rules, fixed by configuration: a verifier that tried both would let a signature for one object
 * open another, because the path {@code /a%2520b} under {@link #S3} and {@code /a%20b} under {@link
 * #STANDARD} have the same canonical form.
 *
 * @since 0.1
 */
public enum PathRules {
  /**
   * The rule of every service but S3, MediaStore among them: empty and dot segments of the raw path
   * are resolved, then each segment is percent-encoded once more. A presigned request without a
   * payload hash covers the SHA-256 of its body.
   */
  STANDARD,

  /**
   * The rule of S3: the path is decoded once and encoded once, and no segment is resolved. A
   * presigned request without a payload hash leaves its body unsigned.
   */
  S3
}
