// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

/**
 * Bounds on what a verifier reads, checked before anything is allocated. Immutable.
 *
 * @param headerLines header lines of a request
 * @param authorizationLength characters of the {@code Authorization} value
 * @param signedHeaders names in the list of signed headers
 * @param queryParameters parameters of the query
 * @param sessionTokenLength characters of a session token
 * @param canonicalRequestBytes bytes of the canonical request
 * @param chunkBytes data bytes of one signed chunk
 * @param signingKeys derived keys kept for the next request
 * @param trailerFields fields after the last chunk
 * @param trailerBytes bytes after the last chunk
 * @since 0.1
 */
public record SigV4Limits(
    int headerLines,
    int authorizationLength,
    int signedHeaders,
    int queryParameters,
    int sessionTokenLength,
    int canonicalRequestBytes,
    long chunkBytes,
    int signingKeys,
    int trailerFields,
    int trailerBytes) {

  /** The limits unless others are set. */
  public static final SigV4Limits DEFAULTS =
      new SigV4Limits(200, 8192, 100, 100, 8192, 65_536, 1L << 31, 1000, 16, 4096);

  /** For requests of the embedder's own making. */
  static final SigV4Limits NONE =
      new SigV4Limits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE / 4,
          Long.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);

  /** Checks that every limit is positive. */
  public SigV4Limits {
    long smallest = Math.min(headerLines, Math.min(authorizationLength, signedHeaders));
    smallest = Math.min(smallest, Math.min(queryParameters, sessionTokenLength));
    smallest = Math.min(smallest, Math.min(canonicalRequestBytes, chunkBytes));
    smallest = Math.min(smallest, signingKeys);
    smallest = Math.min(smallest, Math.min(trailerFields, trailerBytes));
    if (smallest <= 0) {
      throw new IllegalArgumentException("a limit is not positive: " + smallest);
    }
  }
}
