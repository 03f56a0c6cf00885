// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Answers requests, whatever server carries them: what stands between a host adapter and the
 * pipeline. Safe for any thread.
 *
 * <p>Host adapters take this interface, so that whatever changes the traffic (faults in a test,
 * counting, a second origin under another name) is written once, by forwarding, for every host.
 *
 * @since 0.1
 */
public interface RequestHandler {

  /**
   * Begins to answer a request. Routing, authentication, authorisation and limits come before a
   * byte of the body is read.
   *
   * @param head the request without its body
   * @param sink receives the answer; may be called before this method returns
   * @return where the host adapter hands the body in
   */
  Exchange begin(RequestHead head, ResponseSink sink);

  /**
   * Whether calls into an {@link Exchange} or a {@link ResponseBody} may wait for the storage. If
   * so a host must not make them on an event loop.
   */
  boolean mayBlock();

  /**
   * Renders the answer to what never became a request, or stopped being one: a head that breaks the
   * syntax or its limits, a body whose framing is broken or that arrives too slowly. Host adapters
   * have no wording of their own, so that such answers look, count and are logged like all others.
   *
   * @param error names status and error type, as on the data plane
   * @param publicMessage text for the client: plain words without quotes, never a part of the input
   * @param peer address of the directly connected client
   * @return an answer that closes the connection
   */
  default Response refuse(ServiceError error, String publicMessage, InetSocketAddress peer) {
    String body = "{\"__type\":\"" + error.wireName() + "\",\"message\":\"" + publicMessage + "\"}";
    return new Response(
        error.status(Plane.DATA),
        Headers.of("Content-Type", "application/json", "x-amzn-ErrorType", error.wireName()),
        ResponseBody.of(body.getBytes(StandardCharsets.UTF_8)),
        true);
  }
}
