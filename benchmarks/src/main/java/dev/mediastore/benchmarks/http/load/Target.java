// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

/**
 * A server under load. Immutable.
 *
 * @param port on the loopback address
 * @param prefix path in front of the names of objects, with a slash at both ends
 * @param tls whether it speaks TLS
 * @param http2 whether to speak HTTP/2 to it, by prior knowledge or, over TLS, by ALPN
 */
public record Target(int port, String prefix, boolean tls, boolean http2) {

  /** What a request names the server by. */
  public String authority() {
    return "127.0.0.1:" + port;
  }

  /** The same server, spoken to in HTTP/2. */
  public Target withHttp2() {
    return new Target(port, prefix, tls, true);
  }
}
