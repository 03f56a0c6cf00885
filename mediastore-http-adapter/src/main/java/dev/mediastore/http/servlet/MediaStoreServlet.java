// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.servlet;

import dev.mediastore.http.BodyCutException;
import dev.mediastore.http.HostVersions;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ServiceError;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The service as a servlet, under any context path and mapping. Safe for any thread.
 *
 * <p>To be registered with asynchronous support; no thread waits for a client or for an object that
 * is still being uploaded. Foreign filters may stand in front as long as they support asynchronous
 * requests too, read no parameters of bodies and wrap no streams.
 *
 * <h2>What containers need to be told</h2>
 *
 * <p>Signatures cover the target exactly as it was sent, so the container must neither refuse nor
 * rewrite unusual ones; the service refuses what is wrong by itself, in its own words.
 *
 * <ul>
 *   <li>Jetty 12: {@code HttpConfiguration.setUriCompliance(UriCompliance.UNSAFE)}, {@code
 *       HttpConfiguration.setHeaderCacheCaseSensitive(true)}, since it otherwise writes well-known
 *       values such as {@code text/plain; charset=utf-8} its own way, which no signature bears, and
 *       {@code ServletHandler.setDecodeAmbiguousURIs(true)} if the servlet is mapped below a
 *       prefix. Take 12.0.33 or newer, of which {@link HostVersions} warns: 12.0.27 at times runs
 *       the body of a request with an unknown {@code Expect} as a request of its own, behind
 *       HAProxy too, and 12.0.32 can be misled by chunk extensions. 12.0 takes a bare LF for the
 *       end of a line, in transfer chunks too; whatever stands in front must hand none on.
 *   <li>Tomcat: on the connector {@code encodedSolidusHandling} and {@code
 *       encodedReverseSolidusHandling} set to {@code passthrough}, and {@code maxSwallowSize} to
 *       65536. Leave {@code continueResponseTiming} alone: set to {@code onRead}, Tomcat never
 *       tells clients of a servlet that does not block to go on. As it is, it tells all of them, so
 *       that a refused upload is sent before its client learns of it.
 *   <li>Undertow: {@code UndertowOptions.MAX_ENTITY_SIZE} set to the largest object or to -1; by
 *       itself it takes no more than 2 MiB. Leave {@code ALWAYS_SET_KEEP_ALIVE} alone: without it
 *       clients of HTTP/1.0 are not told that their connection goes on. Of several blanks within a
 *       header field it makes one, as signatures do. An answer that cannot be whole ends with the
 *       connection, for which its own methods are looked up by name.
 *   <li>Any: limits of heads, of idle times and of the number of connections ({@code
 *       NetworkConnectionLimit} in Jetty, {@code maxConnections} in Tomcat, {@code
 *       Options.CONNECTION_HIGH_WATER} in Undertow; none of them counts by address); a smallest
 *       upload rate if there is one.
 * </ul>
 *
 * <p>Requests that a container refuses by itself, such as Jetty one with {@code %zz} or {@code %00}
 * in its path, get the container's answer, which is a page of HTML. In Jetty {@code
 * Server.setErrorHandler} with a handler that asks {@link RequestHandler#refuse} gives them the
 * form of all other refusals, and keeps stack traces to itself; {@code JettyRefusals} of the
 * examples is one to copy; other applications of the same server get it too, unless their context
 * has its own. The peer address is what {@code getRemoteAddr()} says: a component that replaces it
 * by a header's content decides what policies see.
 *
 * @since 0.1
 */
public final class MediaStoreServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Refusals are short. */
  private static final int REFUSAL_BYTES = 8 * 1024;

  private final transient RequestHandler handler;
  private final transient ServletLimits limits;
  private final transient Timer timer = new Timer("mediastore-servlet");
  private final transient Set<AsyncExchange> underWay = ConcurrentHashMap.newKeySet();
  private transient volatile boolean destroyed;

  /** A servlet that answers with {@code handler}, within the default limits. */
  public MediaStoreServlet(RequestHandler handler) {
    this(handler, ServletLimits.defaults());
  }

  /** A servlet that answers with {@code handler}, within {@code limits}. */
  public MediaStoreServlet(RequestHandler handler, ServletLimits limits) {
    this.handler = Objects.requireNonNull(handler, "handler");
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /** Warns if this version of the servlet container is known to confuse requests. */
  @Override
  public void init() {
    HostVersions.check(getServletContext().getServerInfo());
  }

  /** Starts to answer; returns before the answer is there. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getDispatcherType() == DispatcherType.ASYNC
        && request.getAttribute(AsyncExchange.CUT) != null) {
      throw new CutException();
    }
    if (!request.isAsyncSupported()) {
      throw new ServletException("this servlet and all filters need asynchronous support");
    }
    AsyncContext context;
    try {
      context = request.startAsync(request, response);
    } catch (IllegalArgumentException e) {
      // Jetty reads the address again for this, and may find that it is none.
      refuse(request, response);
      return;
    }
    context.setTimeout(0);
    AsyncExchange exchange =
        new AsyncExchange(handler, limits, timer, context, request, response, underWay);
    exchange.begin();
    if (destroyed) {
      exchange.stop(); // Those under way may have been stopped before this one was among them.
    }
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Response refusal =
        handler.refuse(
            ServiceError.VALIDATION, "malformed request target", Translation.peer(request));
    response.setStatus(refusal.status());
    refusal.headers().forEach(response::addHeader);
    response.setHeader("Connection", "close");
    try (ResponseBody body = refusal.body()) {
      for (ByteBuffer piece = body.next(REFUSAL_BYTES);
          piece != null && piece.hasRemaining();
          piece = body.next(REFUSAL_BYTES)) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        response.getOutputStream().write(bytes);
      }
    } catch (BodyCutException e) {
      throw new IOException(e);
    }
  }

  /** Gives up what is under way, and the timer; the handler stays the embedder's. */
  @Override
  public void destroy() {
    destroyed = true;
    List.copyOf(underWay).forEach(AsyncExchange::stop);
    timer.close();
  }

  /** Tells the container that an answer it has begun to send will never be whole. */
  private static final class CutException extends IOException {
    private static final long serialVersionUID = 1L;

    CutException() {
      super("answer broken off");
    }

    /** Where it was thrown says nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
