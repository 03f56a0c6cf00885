// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Hands every request on to the next handler: to be extended by what stands in front of an origin
 * and changes some of them. As safe for any thread as what extends it.
 *
 * <pre>{@code
 * final class ReadOnly extends ForwardingRequestHandler {
 *   ReadOnly(RequestHandler origin) {
 *     super(origin);
 *   }
 *
 *   public Exchange begin(RequestHead head, ResponseSink sink) {
 *     if (head.method().equals("GET") || head.method().equals("HEAD")) {
 *       return next().begin(head, sink);
 *     }
 *     sink.respond(refuse(ServiceError.ACCESS_DENIED, "read only", head.peer()));
 *     return Exchange.answered();
 *   }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public abstract class ForwardingRequestHandler implements RequestHandler {
  private final RequestHandler next;

  /**
   * For extension.
   *
   * @param next gets whatever is not changed; stays its owner's to close
   */
  protected ForwardingRequestHandler(RequestHandler next) {
    this.next = Objects.requireNonNull(next, "next");
  }

  /** The handler behind this one. */
  protected final RequestHandler next() {
    return next;
  }

  @Override
  public Exchange begin(RequestHead head, ResponseSink sink) {
    return next.begin(head, sink);
  }

  @Override
  public boolean mayBlock() {
    return next.mayBlock();
  }

  @Override
  public Response refuse(ServiceError error, String publicMessage, InetSocketAddress peer) {
    return next.refuse(error, publicMessage, peer);
  }
}
