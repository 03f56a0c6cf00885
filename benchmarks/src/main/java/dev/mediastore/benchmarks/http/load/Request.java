// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.http.load;

import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A request that is sent many times, and what has to come back. Immutable.
 *
 * @param head request line and header lines of HTTP/1.1
 * @param fields the same for HTTP/2
 * @param body what is sent behind it; empty for none
 * @param status the only right one, or 0 for any that says it worked
 * @param answer the only right body, or null if any will do
 */
public record Request(
    ByteBuffer head,
    Http2Headers fields,
    ByteBuffer body,
    int status,
    @Nullable ByteBuffer answer) {

  /** Whether it sends a body. */
  public boolean isUpload() {
    return body.hasRemaining();
  }
}
