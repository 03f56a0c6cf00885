// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.http;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host without a network: hands requests to a handler and collects the answers. */
final class TestHost {
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);

  private final RequestHandler handler;

  TestHost(RequestHandler handler) {
    this.handler = handler;
  }

  /** Starts a request to {@code media.test}; nothing is sent before {@link Call#send}. */
  Call call(String method, String target) {
    return new Call(handler, method, target);
  }

  /** An answer read to its end. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(int status, Headers headers, byte[] body, boolean close, boolean cut) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The value of a field that has to be there. */
    String header(String name) {
      String value = headers.first(name);
      if (value == null) {
        throw new AssertionError("no " + name + " in " + this);
      }
      return value;
    }

    /** The value of a field that may not be there. */
    @Nullable String maybe(String name) {
      return headers.first(name);
    }

    /** The error type of the header, or the empty text. */
    String error() {
      String error = headers.first("x-amzn-ErrorType");
      return error == null ? "" : error;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder().append(status).append('\n');
      headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
      return text.append('\n').append(text()).toString();
    }
  }

  /** One request on its way. */
  static final class Call implements ResponseSink {
    private final RequestHandler handler;
    private final String method;
    private final String target;
    private final Headers.Builder headers = Headers.builder();
    private final List<Response> responses = new ArrayList<>();
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private InetSocketAddress peer = PEER;
    private boolean secure;
    private boolean hostGiven;
    private @Nullable Exchange exchange;

    private Call(RequestHandler handler, String method, String target) {
      this.handler = handler;
      this.method = method;
      this.target = target;
    }

    Call header(String name, String value) {
      hostGiven |= name.equalsIgnoreCase("Host");
      headers.add(name, value);
      return this;
    }

    Call headers(Headers more) {
      more.forEach(this::header);
      return this;
    }

    Call withoutHost() {
      hostGiven = true;
      return this;
    }

    Call secure() {
      secure = true;
      return this;
    }

    Call version(HttpVersion value) {
      version = value;
      return this;
    }

    Call peer(String address) {
      peer = new InetSocketAddress(address, 40_000);
      return this;
    }

    RequestHead head() {
      Headers.Builder all = Headers.builder();
      if (!hostGiven) {
        all.add("Host", "media.test");
      }
      return new RequestHead(
          method, target, version, all.addAll(headers.build()).build(), peer, secure);
    }

    /** Sends a request without a body. */
    Answer send() {
      begin().end();
      return answer();
    }

    /** Sends a body of known length, in pieces of 7 bytes and then 1,000. */
    Answer send(byte[] body) {
      header("Content-Length", Integer.toString(body.length));
      return sendPieces(body);
    }

    Answer send(String body) {
      return send(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a body whose length the head does not tell. */
    Answer sendChunked(byte[] body) {
      header("Transfer-Encoding", "chunked");
      return sendPieces(body);
    }

    /** Sends a body that the head already tells about, or does not. */
    Answer sendPieces(byte[] body) {
      Exchange begun = begin();
      int position = 0;
      while (position < body.length && begun.wantsBody()) {
        int size = Math.min(position == 0 ? 7 : 1000, body.length - position);
        begun.body(ByteBuffer.wrap(body, position, size));
        position += size;
      }
      if (begun.wantsBody()) {
        begun.end();
      }
      return answer();
    }

    /** Sends the head only. */
    Exchange begin() {
      Exchange begun = handler.begin(head(), this);
      exchange = begun;
      return begun;
    }

    @Override
    public void respond(Response response) {
      responses.add(response);
    }

    boolean answered() {
      return !responses.isEmpty();
    }

    /** The answer, its body not read yet. */
    Response response() {
      if (responses.size() != 1) {
        throw new AssertionError(responses.size() + " answers to " + method + " " + target);
      }
      return responses.get(0);
    }

    /** Reads the answer to its end and tells the exchange so. */
    Answer answer() {
      Response response = response();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      boolean cut = false;
      try (ResponseBody body = response.body()) {
        ByteBuffer piece = body.next(4096);
        while (piece != null && piece.hasRemaining()) {
          byte[] copy = new byte[piece.remaining()];
          piece.get(copy);
          bytes.writeBytes(copy);
          piece = body.next(4096);
        }
        cut = piece != null;
      } catch (BodyCutException e) {
        cut = true;
      }
      Exchange begun = exchange;
      if (begun != null) {
        begun.sent(bytes.size(), !cut);
      }
      return new Answer(
          response.status(), response.headers(), bytes.toByteArray(), response.close(), cut);
    }
  }
}
