// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.util.Objects;

/**
 * An answer ready to be sent. Immutable, except that its body is consumed once.
 *
 * <p>{@code headers} hold everything the contract asks for except what belongs to the connection:
 * {@code Content-Length} (from {@link ResponseBody#length()}), {@code Transfer-Encoding} and {@code
 * Connection} are the host adapter's. An exception is an answer to HEAD: it has no body, and its
 * {@code Content-Length}, if known, is among the headers.
 *
 * @param status status code, 200 to 599
 * @param headers fields in the order in which they are sent
 * @param body the bytes, owned by whoever holds this answer
 * @param close whether the connection must be closed after the answer because the request was not
 *     read to its end or cannot be trusted; the adapter then reads on for a short bounded time, so
 *     that the client gets to see the answer
 * @since 0.1
 */
public record Response(int status, Headers headers, ResponseBody body, boolean close) {

  /** Checks the status range and that the other components are there. */
  public Response {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status);
    }
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
  }
}
