// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.netty;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** The head of an answer whose body follows piece by piece. Used by one thread at a time. */
final class AnswerHead extends DefaultHttpResponse {
  private final HeadFields fields;

  AnswerHead(HttpResponseStatus status, HeadFields fields) {
    super(HttpVersion.HTTP_1_1, status, EmptyHttpHeaders.INSTANCE);
    this.fields = fields;
  }

  @Override
  public HttpHeaders headers() {
    return fields.asked();
  }

  HeadFields fields() {
    return fields;
  }

  /** Two heads are never the same answer. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
