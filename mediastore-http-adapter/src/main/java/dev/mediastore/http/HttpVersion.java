// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

/**
 * The protocol version of a request, as far as the answer depends on it. Immutable.
 *
 * @since 0.1
 */
public enum HttpVersion {
  /** HTTP/1.0: no chunked transfer coding, connections close unless asked otherwise. */
  HTTP_1_0,
  /** HTTP/1.1. */
  HTTP_1_1,
  /** HTTP/2: framing replaces transfer codings. */
  HTTP_2
}
