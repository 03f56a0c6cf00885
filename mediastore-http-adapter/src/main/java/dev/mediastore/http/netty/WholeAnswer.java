// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** An answer with its whole body. Used by one thread at a time; owns its content. */
final class WholeAnswer extends DefaultFullHttpResponse {
  private final HeadFields fields;

  WholeAnswer(HttpResponseStatus status, HeadFields fields, ByteBuf content) {
    super(
        HttpVersion.HTTP_1_1,
        status,
        content,
        EmptyHttpHeaders.INSTANCE,
        EmptyHttpHeaders.INSTANCE);
    this.fields = fields;
  }

  @Override
  public HttpHeaders headers() {
    return fields.asked();
  }

  HeadFields fields() {
    return fields;
  }

  /** Two answers are never the same. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
