// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import dev.mediastore.sigv4.RequestView;
import org.jspecify.annotations.Nullable;

/** The head of a request as the signature covers it. Immutable. */
record SignedHead(RequestHead head, RequestTarget target) implements RequestView {

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public String rawPath() {
    return target.rawPath();
  }

  @Override
  public @Nullable String rawQuery() {
    return target.rawQuery();
  }

  @Override
  public int headerCount() {
    return head.headers().size();
  }

  @Override
  public String headerName(int index) {
    return head.headers().name(index);
  }

  @Override
  public String headerValue(int index) {
    return head.headers().value(index);
  }

  /** Over HTTP/2 a body needs no header field to announce it. */
  @Override
  public boolean hasBody() {
    return hasBody(head);
  }

  static boolean hasBody(RequestHead head) {
    String length = head.headers().first("Content-Length");
    if (length != null) {
      return !length.equals("0");
    }
    return head.headers().contains("Transfer-Encoding")
        || (head.version() == HttpVersion.HTTP_2
            && (head.method().equals("PUT") || head.method().equals("POST")));
  }

  /** Method only. */
  @Override
  public String toString() {
    return "SignedHead[" + head.method() + ']';
  }
}
