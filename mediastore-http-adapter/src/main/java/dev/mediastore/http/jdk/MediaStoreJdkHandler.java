// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http.jdk;

import static java.util.Locale.ROOT;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import dev.mediastore.http.Exchange;
import dev.mediastore.http.Headers;
import dev.mediastore.http.HttpVersion;
import dev.mediastore.http.RequestHandler;
import dev.mediastore.http.RequestHead;
import dev.mediastore.http.Response;
import dev.mediastore.http.ResponseBody;
import dev.mediastore.http.ServiceError;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The service as a handler of the JDK's {@code HttpServer}, for tests and tiny tools. Safe for any
 * thread. To be registered at {@code /}, in a server whose executor has a thread for each client.
 *
 * <p>Each request holds a thread until it is answered: while its body arrives, while it waits for
 * an object, and as long as it reads one that is still being uploaded. Signatures see the target as
 * it was sent, but the server parses requests by itself and differs from the other hosts:
 *
 * <ul>
 *   <li>What {@code java.net.URI} does not take is refused in its words, such as {@code |}; of a
 *       target with a blank it takes the part before it. Control characters in header fields pass,
 *       trailers do not.
 *   <li>{@code Date} is the time of the machine, not of the service.
 *   <li>{@code 100 Continue} is said before the service is asked.
 *   <li>Small pieces wait for each other unless {@code sun.net.httpserver.nodelay} is {@code true}.
 *   <li>A client that stands still holds its thread, unless the system properties {@code
 *       sun.net.httpserver.maxReqTime} and {@code maxRspTime} say for how long. One that goes away
 *       is noticed when something is written to it.
 * </ul>
 *
 * @since 0.1
 */
public final class MediaStoreJdkHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(MediaStoreJdkHandler.class);
  private static final int PIECE_BYTES = 16 * 1024;

  private final RequestHandler handler;

  /** Answers with {@code handler}. */
  public MediaStoreJdkHandler(RequestHandler handler) {
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  /** Returns when the answer is sent. Where it cannot be whole, fails: then the server closes. */
  @Override
  public void handle(HttpExchange jdk) throws IOException {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Exchange exchange = null;
    try {
      exchange = handler.begin(head(jdk), response -> offer(response, answer));
      receive(jdk, exchange, answer);
    } catch (IOException | RuntimeException | Error e) {
      boolean defect = !(e instanceof IOException);
      LOG.atLevel(defect ? Level.ERROR : Level.DEBUG).setCause(e).log("request failed");
      ServiceError error = defect ? ServiceError.INTERNAL : ServiceError.VALIDATION;
      String message = defect ? "internal error" : "request body ended early";
      if (offer(handler.refuse(error, message, jdk.getRemoteAddress()), answer)) {
        if (exchange != null) {
          exchange.connectionLost(message);
        }
        exchange = null;
      }
    }
    send(jdk, exchange, answer.join());
  }

  private static RequestHead head(HttpExchange jdk) {
    Headers.Builder headers = Headers.builder();
    jdk.getRequestHeaders() // They come in a spelling of the server's own.
        .forEach((name, of) -> of.forEach(v -> headers.add(name.toLowerCase(ROOT), v.strip())));
    return new RequestHead(
        jdk.getRequestMethod(),
        jdk.getRequestURI().toString(), // What it was made of, unchanged.
        jdk.getProtocol().equals("HTTP/1.0") ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
        headers.build(),
        jdk.getRemoteAddress(),
        jdk instanceof HttpsExchange);
  }

  private static boolean offer(Response response, CompletableFuture<Response> answer) {
    boolean first = answer.complete(response);
    if (!first) {
      response.body().close();
    }
    return first;
  }

  private void receive(HttpExchange jdk, Exchange exchange, Future<?> answer) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    long received = 0;
    for (int size; exchange.wantsBody() && !answer.isDone(); received += size) {
      size = jdk.getRequestBody().read(piece);
      if (size < 0) {
        String declared = jdk.getRequestHeaders().getFirst("Content-Length");
        if (declared != null && Long.parseLong(declared) > received) {
          throw new EOFException("after " + received + " bytes");
        }
        exchange.end();
        return;
      }
      exchange.body(ByteBuffer.wrap(piece, 0, size));
    }
  }

  private void send(HttpExchange jdk, @Nullable Exchange of, Response answer) throws IOException {
    long sent = 0;
    boolean whole = false;
    try (ResponseBody body = answer.body()) {
      answer.headers().forEach(jdk.getResponseHeaders()::add);
      String connection = jdk.getRequestHeaders().getFirst("Connection");
      if (answer.close() || "close".equalsIgnoreCase(connection)) {
        jdk.getResponseHeaders().set("Connection", "close");
      }
      int status = answer.status();
      boolean none = jdk.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
      long length = none ? 0 : body.length();
      jdk.sendResponseHeaders(status, length == 0 ? -1 : Math.max(length, 0)); // 0: in chunks.
      OutputStream out = jdk.getResponseBody();
      WritableByteChannel channel = Channels.newChannel(out); // Copies what is off the heap.
      for (ByteBuffer piece; length != 0 && (piece = body.next(PIECE_BYTES)) != null; ) {
        sent += piece.remaining();
        if (piece.hasRemaining()) {
          channel.write(piece);
        } else {
          out.flush();
          CompletableFuture<Void> more = new CompletableFuture<>();
          body.onReadable(() -> more.complete(null));
          more.join();
        }
      }
      out.close(); // Fails if the body was too short.
      whole = true;
    } finally {
      if (of != null) {
        of.sent(sent, whole);
      }
    }
  }
}
