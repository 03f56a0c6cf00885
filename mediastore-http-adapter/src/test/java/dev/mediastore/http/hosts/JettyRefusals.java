// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.hosts;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ServiceError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Gives what Jetty refuses before the servlet sees it, such as a path with {@code %zz}, the form of
 * all other refusals. Jetty itself would answer with a page of HTML. Safe for any thread.
 */
final class JettyRefusals implements Request.Handler {
  /** A field by which tests tell what the service itself has not seen. */
  static final String MARK = "X-Refused-By";

  private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

  /** More than a refusal is long. */
  private static final int MOST_BYTES = 8 * 1024;

  private final RequestHandler handler;

  JettyRefusals(RequestHandler handler) {
    this.handler = handler;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws IOException, BodyCutException {
    dev.mediastore.http.Response refusal = refusal(response.getStatus(), peer(request));
    response.setStatus(refusal.status());
    refusal.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(MARK, "Jetty");
    if (request.getConnectionMetaData().getHttpVersion().compareTo(HttpVersion.HTTP_1_1) <= 0) {
      response.getHeaders().put("Connection", "close");
    }
    response.write(true, bytes(refusal), callback);
    return true;
  }

  private dev.mediastore.http.Response refusal(int status, InetSocketAddress peer) {
    return switch (status) {
      case 408 -> handler.refuse(ServiceError.REQUEST_TIMEOUT, "request took too long", peer);
      case 413 -> handler.refuse(ServiceError.BODY_TOO_LARGE, "request body too large", peer);
      case 414 -> handler.refuse(ServiceError.TARGET_TOO_LONG, "request target too long", peer);
      case 417 -> handler.refuse(ServiceError.EXPECTATION_FAILED, "unknown expectation", peer);
      case 431 -> handler.refuse(ServiceError.HEADERS_TOO_LARGE, "request head too large", peer);
      case 503 -> handler.refuse(ServiceError.SERVICE_UNAVAILABLE, "not available", peer);
      case 501, 505 -> handler.refuse(ServiceError.VALIDATION, "unsupported request", peer);
      default ->
          status < 500
              ? handler.refuse(ServiceError.VALIDATION, "malformed request", peer)
              : handler.refuse(ServiceError.INTERNAL, "internal error", peer);
    };
  }

  /** A copy: nobody tells us when Jetty is done with it if the connection breaks. */
  private static ByteBuffer bytes(dev.mediastore.http.Response refusal) throws BodyCutException {
    ByteBuffer all = ByteBuffer.allocate(MOST_BYTES);
    try (ResponseBody body = refusal.body()) {
      for (@Nullable ByteBuffer piece = body.next(all.remaining());
          piece != null && piece.hasRemaining();
          piece = body.next(all.remaining())) {
        all.put(piece);
      }
    }
    return all.flip();
  }

  private static InetSocketAddress peer(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress ip
        ? ip
        : NOWHERE;
  }
}
