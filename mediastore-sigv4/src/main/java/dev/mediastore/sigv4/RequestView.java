// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.sigv4;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP request as it came over the wire, in whatever shape the host keeps it. A
 * verifier only reads through this view while {@link SigV4Verifier#verify} runs and never keeps it,
 * so a host may hand in a reused object. Used by one thread at a time.
 *
 * <p>Text stands for bytes: each character from U+0000 to U+00FF is one byte received (ISO-8859-1,
 * the way HTTP/1.1 servers hand out header fields). A text with a character above U+00FF is taken
 * as already decoded and enters the canonical request in UTF-8.
 *
 * <p>An HTTP/2 or HTTP/3 host reports {@code :authority} either under that name or as {@code host}.
 *
 * @since 0.1
 */
public interface RequestView {
  /**
   * Returns the method, for instance {@code GET}.
   *
   * @return the method as received; methods are case-sensitive
   */
  String method();

  /**
   * Returns the path of the request target, undecoded and not normalized.
   *
   * @return the raw path; an empty text counts as {@code /}
   */
  String rawPath();

  /**
   * Returns what follows the first question mark of the request target, undecoded.
   *
   * @return the raw query, or null if the target has no question mark
   */
  @Nullable String rawQuery();

  /**
   * Returns the number of header lines.
   *
   * @return the number of lines; a repeated name counts once per line
   */
  int headerCount();

  /**
   * Returns the name on a header line in the spelling received.
   *
   * @param index the line, from 0 to {@link #headerCount()} - 1 in the order of arrival
   * @return the name
   */
  String headerName(int index);

  /**
   * Returns the value on a header line.
   *
   * @param index the line, from 0 to {@link #headerCount()} - 1 in the order of arrival
   * @return the value as received
   */
  String headerValue(int index);

  /**
   * Tells whether body bytes may follow the head. A request whose signature covers a body without
   * announcing its hash can be decided at once if there is none. The default goes by the header
   * lines {@code Transfer-Encoding} and {@code Content-Length}; a host of HTTP/2 or HTTP/3, where a
   * body needs neither, overrides it.
   *
   * @return false only if the body is known to be empty
   */
  default boolean hasBody() {
    return HeaderNames.announceBody(this);
  }

  /**
   * Returns a view of a copy of the given values.
   *
   * @param method the method
   * @param rawPath the undecoded path
   * @param rawQuery the undecoded query without its question mark, or null
   * @param headers the header lines, name and value, in order
   * @return an immutable view
   */
  static RequestView of(
      String method,
      String rawPath,
      @Nullable String rawQuery,
      List<Map.Entry<String, String>> headers) {
    return new FixedRequest(method, rawPath, rawQuery, headers);
  }
}
