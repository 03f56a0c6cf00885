// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.List;

/**
 * Joins the {@code Cookie} fields into which an HTTP/2 client or proxy may split one (RFC 9113
 * section 8.2.3, signing rules section 8): a signature covers the whole.
 */
final class CookieCrumbs {
  private static final String COOKIE = "Cookie";

  private CookieCrumbs() {}

  /** The head with one {@code Cookie} at most, in the place of the first; over HTTP/2 only. */
  static RequestHead joined(RequestHead head) {
    if (head.version() != HttpVersion.HTTP_2) {
      return head;
    }
    List<String> crumbs = head.headers().all(COOKIE);
    return crumbs.size() < 2
        ? head
        : new RequestHead(
            head.method(),
            head.rawTarget(),
            head.version(),
            withCookie(head.headers(), String.join("; ", crumbs)),
            head.peer(),
            head.secure());
  }

  private static Headers withCookie(Headers headers, String whole) {
    Headers.Builder changed = Headers.builder(headers.size());
    boolean written = false;
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (!name.equalsIgnoreCase(COOKIE)) {
        changed.add(name, headers.value(i));
      } else if (!written) {
        changed.add(name, whole);
        written = true;
      }
    }
    return changed.build();
  }
}
