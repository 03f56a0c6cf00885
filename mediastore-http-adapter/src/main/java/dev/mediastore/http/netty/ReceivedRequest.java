// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import dev.mediastore.http.Headers;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A head as {@link RequestDecoder} read it. Its fields become Netty's when somebody in the pipeline
 * asks for them; usually nobody does, and they go on as they are. Used by one thread at a time.
 */
final class ReceivedRequest extends DefaultHttpRequest {
  private final Headers fields;
  private final long bodyLength;
  private @Nullable HttpHeaders asked;

  /**
   * Makes a head.
   *
   * @param bodyLength as {@link Framing} says
   */
  ReceivedRequest(
      HttpVersion version, HttpMethod method, String target, Headers fields, long bodyLength) {
    super(version, method, target, EmptyHttpHeaders.INSTANCE);
    this.fields = fields;
    this.bodyLength = bodyLength;
  }

  @Override
  public HttpHeaders headers() {
    if (asked == null) {
      asked = newHeaders();
      fields.forEach(asked::add);
    }
    return asked;
  }

  @SuppressWarnings("deprecation") // What replaces it in Netty 4.2 came late in 4.1.
  private static HttpHeaders newHeaders() {
    return new DefaultHttpHeaders(false); // Lines checks more than Netty would again.
  }

  /** The fields as they were read, or null if somebody may have changed them. */
  @Nullable Headers untouched() {
    return asked == null ? fields : null;
  }

  /** Length of the body as {@link Framing} says, if the fields are untouched. */
  long bodyLength() {
    return bodyLength;
  }

  /** Two heads are never the same request. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
