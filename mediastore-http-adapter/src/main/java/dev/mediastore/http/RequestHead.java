// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Everything of a request that precedes its body, exactly as the host received it. Immutable.
 *
 * <p>Nothing here is decoded or normalised: signatures cover the bytes on the wire, and the one
 * place that decodes the path is the pipeline. A host that only has a decoded path cannot be
 * adapted correctly.
 *
 * @param method as received, letter case kept
 * @param rawTarget the request target as received (RFC 9112 section 3.2): origin-form,
 *     absolute-form or {@code *}; path and query still percent-encoded
 * @param version the protocol version
 * @param headers the header fields; over HTTP/2 {@code :authority} appears as {@code Host}
 * @param peer address of the directly connected client, never one taken from a header
 * @param secure whether that connection is TLS
 * @since 0.1
 */
public record RequestHead(
    String method,
    String rawTarget,
    HttpVersion version,
    Headers headers,
    InetSocketAddress peer,
    boolean secure) {

  /** Checks that every component is there. */
  public RequestHead {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(rawTarget, "rawTarget");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(peer, "peer");
  }

  /** Method only: the target may carry a presigned signature. */
  @Override
  public String toString() {
    return "RequestHead[" + method + ']';
  }
}
